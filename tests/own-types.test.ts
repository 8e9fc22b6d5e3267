import { describe, expect, test } from 'vitest';
import { loadApplication } from '../config/load-application.ts';
import type { MeOptions } from '../provider/me.ts';
import type { CheckResult } from '../report/report.ts';
import type { CheckId } from '../suites/check-ids.ts';
import { CHECKS, type SuiteName } from '../suites/registry.ts';
import { ME, OWN_TYPES } from './support/device.ts';
import { type InProcessRun, runInProcess } from './support/in-process.ts';

const idsOf = (...suites: readonly SuiteName[]): CheckId[] =>
  CHECKS.filter(({ suite }) => suites.includes(suite.name)).map(({ check }) => check.id);

async function results(run: Omit<InProcessRun, 'application'>): Promise<readonly CheckResult[]> {
  return (await runInProcess({ application: loadApplication('alvao'), ...run })).results;
}

const findings = (found: readonly CheckResult[]) =>
  found
    .filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip')
    .map(({ id, verdict, message }) => ({ id, verdict, message }));

const verdictOf = (found: readonly CheckResult[], id: CheckId) =>
  found.find((result) => result.id === id)?.verdict;

describe('a resource type and an extension of the target’s own', () => {
  test.each([1, 2, 3])('give no finding with seed %i', async (seed) => {
    const found = await results({
      seed,
      effort: 'standard',
      provider: OWN_TYPES,
      checks: idsOf('discovery', 'agreement'),
    });
    expect(findings(found)).toEqual([]);
    for (const id of ['immutable', 'returned-on-request', 'uniqueness', 'own-types', 'case-exact'] as const)
      expect(verdictOf(found, `agreement/${id}`), id).toBe('pass');
  });
});

describe('/Me', () => {
  test.each<[MeOptions['answers'], string]>([
    ['direct', 'pass'],
    ['redirect', 'skip'],
  ])('answered in the way %s is right', async (answers, location) => {
    const found = await results({ provider: { me: { user: ME, answers } }, checks: idsOf('me') });
    expect(findings(found)).toEqual([]);
    expect(verdictOf(found, 'me/answered')).toBe('pass');
    expect(verdictOf(found, 'me/location')).toBe(location);
  });
});
