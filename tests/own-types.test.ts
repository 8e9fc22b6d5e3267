import { describe, expect, test } from 'vitest';
import { loadApplication } from '../config/load-application.ts';
import type { MeOptions } from '../provider/me.ts';
import type { CheckResult } from '../report/report.ts';
import type { ResourceType, Schema } from '../scim/schema.ts';
import { define, USER_TYPE } from '../scim/schemas/index.ts';
import { CORE_USER } from '../scim/urns.ts';
import { CHECKS } from '../suites/registry.ts';
import { type InProcessRun, runInProcess } from './support/in-process.ts';

const idsOf = (...suites: readonly string[]): string[] =>
  CHECKS.filter(({ suite }) => suites.includes(suite.name)).map(({ check }) => check.id);

async function results(run: Omit<InProcessRun, 'application'>): Promise<readonly CheckResult[]> {
  return (await runInProcess({ application: loadApplication('alvao'), ...run })).results;
}

const findings = (found: readonly CheckResult[]) =>
  found
    .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip')
    .map(({ id, verdict, message }) => ({ id, verdict, message }));

const verdictOf = (found: readonly CheckResult[], id: string) =>
  found.find((result) => result.id === id)?.verdict;

/** With an attribute of every type and of every characteristic. */
const DEVICE: ResourceType = {
  name: 'Device',
  endpoint: '/Devices',
  schema: {
    id: 'urn:example:params:scim:schemas:core:2.0:Device',
    name: 'Device',
    attributes: [
      define('label', 'string', { required: true }),
      define('serialNumber', 'string', { mutability: 'immutable', caseExact: true, uniqueness: 'server' }),
      define('weight', 'decimal'),
      define('ports', 'integer', { returned: 'request' }),
      define('bought', 'dateTime'),
      define('key', 'binary'),
      define('manual', 'reference', { referenceTypes: ['external'] }),
      define('lost', 'boolean'),
      define('model', 'string', { returned: 'always' }),
      define('pin', 'string', { mutability: 'writeOnly', returned: 'never' }),
      define('firmware', 'string', { mutability: 'readOnly' }),
      define('tags', 'string', { multiValued: true }),
      define('interfaces', 'complex', {
        multiValued: true,
        subAttributes: [define('value', 'string', { required: true }), define('speed', 'integer')],
      }),
    ],
  },
  extensions: [],
};
const BADGE: Schema = {
  id: 'urn:example:params:scim:schemas:extension:badge:2.0:User',
  name: 'Badge',
  attributes: [define('badgeNumber', 'integer'), define('color', 'string', { caseExact: true })],
};
const OWN = {
  otherTypes: [DEVICE],
  userType: { ...USER_TYPE, extensions: [...USER_TYPE.extensions, BADGE] },
};

describe('a resource type and an extension of the target’s own', () => {
  test.each([1, 2, 3])('give no finding with seed %i', async (seed) => {
    const found = await results({
      seed,
      effort: 'standard',
      provider: OWN,
      checks: idsOf('discovery', 'agreement'),
    });
    expect(findings(found)).toEqual([]);
    for (const id of ['immutable', 'returned-on-request', 'uniqueness', 'own-types', 'case-exact'])
      expect(verdictOf(found, `agreement/${id}`), id).toBe('pass');
  });
});

describe('/Me', () => {
  const user = { schemas: [CORE_USER], userName: 'me@example.test', name: { givenName: 'Ada' } };

  test.each<[MeOptions['answers'], string]>([
    ['direct', 'pass'],
    ['redirect', 'skip'],
  ])('answered in the way %s is right', async (answers, location) => {
    const found = await results({ provider: { me: { user, answers } }, checks: idsOf('me') });
    expect(findings(found)).toEqual([]);
    expect(verdictOf(found, 'me/answered')).toBe('pass');
    expect(verdictOf(found, 'me/location')).toBe(location);
  });
});
