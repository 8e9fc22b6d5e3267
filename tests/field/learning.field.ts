import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadApplication } from '../../config/load-application.ts';
import { GROUP_TYPE, USER_TYPE } from '../../scim/schemas/index.ts';
import type { CheckId } from '../../suites/check-ids.ts';
import { selectChecks } from '../../suites/registry.ts';
import { type InProcessRun, runInProcess } from '../support/in-process.ts';
import { declaring } from './targets/declaring.ts';
import { demands, refuses, wantsNames } from './targets/demanding.ts';
import { drops } from './targets/forgetting.ts';
import { DISABLES, NUMBERED, poisoned } from './targets/misbehaving.ts';
import { both } from './targets/target.ts';

/** What may be demanded of a user beyond a table. */
const PATHS = [
  'name.familyName',
  'name.givenName',
  'emails',
  'phoneNumbers',
  'addresses',
  'displayName',
  'nickName',
  'externalId',
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
];

const DEFAULT_SET = selectChecks([], []).map(({ check }) => check.id);

/** What the checks of the default set make of a target: those that do not pass, and the share that judges. */
async function outcome(application: string, run: Omit<InProcessRun, 'application'>) {
  const { results, summary } = await runInProcess({
    application: loadApplication(application),
    checks: DEFAULT_SET,
    ...run,
  });
  const applicable = results.filter(({ verdict }) => verdict !== 'skip');
  const judged = applicable.filter(({ verdict }) => verdict !== 'error');
  return {
    findings: judged.filter(({ verdict }) => verdict !== 'pass').map(({ id }) => id),
    judged: judged.length / applicable.length,
    learnt: summary.learnt?.resources ?? [],
    requests: summary.learnt?.requests ?? 0,
    leftBehind: summary.leftBehind,
    observations: summary.observations,
  };
}

const PARAMETERS = { seed: 20261130, numRuns: 3, endOnFailure: true } as const;

describe('one peculiarity costs one finding', () => {
  test('whatever few attributes are demanded beyond the table, said or not', async () => {
    const target = fc.record({
      application: fc.constantFrom('alvao', 'airstack', 'alinto-protect', 'documo'),
      demanded: fc.uniqueArray(fc.constantFrom(...PATHS), { minLength: 1, maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(target, async ({ application, demanded }) => {
        const { findings, judged, learnt, requests, leftBehind } = await outcome(application, {
          target: demands(demanded),
        });
        expect(findings.filter((id) => id !== 'required-attributes/creates-with-required-only')).toEqual([]);
        expect(judged).toBeGreaterThanOrEqual(0.95);
        expect(learnt[0]?.demanded.length ?? 0).toBeLessThanOrEqual(demanded.length);
        expect(requests).toBeLessThanOrEqual(80);
        expect(leftBehind).toEqual([]);
      }),
      PARAMETERS,
    );
  });

  test.each([
    ['emails', declaring(USER_TYPE, 'emails', { required: true })],
    ['name', declaring(USER_TYPE, 'name', { required: true })],
  ])('%s that /Schemas declares as required, which costs no request to learn', async (name, userType) => {
    const { findings, judged, learnt } = await outcome('alvao', {
      provider: { userType },
      target: demands([name]),
    });
    expect(findings).toEqual(['required-attributes/creates-with-required-only']);
    expect(judged).toBeGreaterThanOrEqual(0.95);
    expect(learnt[0]?.demanded).toMatchObject([{ declared: true }]);
  });

  test('members that groups have to have', async () => {
    const groupType = declaring(GROUP_TYPE, 'members', { required: true });
    const { judged, learnt } = await outcome('alvao', {
      provider: { groupType },
      target: demands(['members'], '/Groups'),
    });
    expect(judged).toBeGreaterThanOrEqual(0.95);
    expect(learnt[1]?.demanded).toEqual([{ path: 'members', declared: true, detail: null }]);
  });

  test('any few attributes that are taken and forgotten', async () => {
    const some = fc.uniqueArray(
      fc.constantFrom('title', 'preferredLanguage', 'name', 'addresses', 'phoneNumbers'),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    await fc.assert(
      fc.asyncProperty(some, async (names) => {
        const { findings, judged, learnt } = await outcome('alvao', { target: drops(...names) });
        expect(findings).toEqual(['required-attributes/reads-back-equal']);
        expect(judged).toBeGreaterThanOrEqual(0.95);
        expect(new Set(learnt[0]?.forgotten.map((path) => path.split(/[.[]/)[0]))).toEqual(new Set(names));
      }),
      PARAMETERS,
    );
  });

  test('attributes of which the configuration says that they are not kept, or not taken, cost none', async () => {
    const { findings, judged, observations } = await outcome('alvao', {
      target: both(drops('title', 'addresses'), refuses('preferredLanguage')),
      constraints: {
        title: { kept: false },
        addresses: { kept: false },
        'phoneNumbers[type eq "work"].value': { kept: false },
        preferredLanguage: { taken: false },
      },
    });
    expect(findings).toEqual([]);
    expect(judged).toBe(1);
    expect(observations).toMatchObject({
      'keeps.User.title': false,
      'keeps.User.phoneNumbers[type eq "work"].value': true,
    });
    expect(observations).not.toHaveProperty(['keeps.User.preferredLanguage']);
  });

  test('a userName of letters and digits alone, which the table does not say', async () => {
    const { findings, judged } = await outcome('alvao', { target: wantsNames(/^[a-z][a-z0-9]*$/i) });
    expect(findings).toEqual(['required-attributes/creates-any-valid-resource']);
    expect(judged).toBeGreaterThanOrEqual(0.95);
  });

  test('ids that are numbers', async () => {
    const { findings, judged, leftBehind } = await outcome('alvao', {
      variations: ['ids-numbers'],
      target: NUMBERED,
    });
    expect(findings).toEqual(['every-answer/ids', 'every-answer/data-types']);
    expect(judged).toBe(1);
    expect(leftBehind).toEqual([]);
  });

  test('a user without a userName, who keeps everybody else from being created', async () => {
    const { findings, judged, leftBehind } = await outcome('alvao', { target: poisoned });
    expect(findings).toEqual(['absent', 'null', 'empty'].map((way) => `required-attributes/refuses-${way}`));
    expect(judged).toBe(1);
    expect(leftBehind).toEqual([]);
  });
});

test('what a DELETE only disables is said to be left behind', async () => {
  const checks: readonly CheckId[] = ['required-attributes/location'];
  const { leftBehind, findings } = await outcome('alvao', { target: DISABLES, checks });
  expect(findings).toEqual([]);
  expect(leftBehind.length).toBeGreaterThanOrEqual(3);
  expect(leftBehind.every((path) => path.startsWith('/Users/'))).toBe(true);
});
