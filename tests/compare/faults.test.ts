import { beforeAll, describe, expect, test } from 'vitest';
import { loadApplication } from '../../config/load-application.ts';
import { type FaultId, knownFaults } from '../../provider/faults.ts';
import { compareReports } from '../../report/compare.ts';
import type { Comparison } from '../../report/comparison.ts';
import type { RunReport } from '../../report/report.ts';
import type { CheckId } from '../../suites/check-ids.ts';
import { CHECKS, selectChecks } from '../../suites/registry.ts';
import { jittery, reportInProcess } from './support/report.ts';

const application = loadApplication('alvao');
const OPTIONS = { failOn: 'must', toolVersion: '0.0.0', comparedAt: new Date(0) } as const;

/** Faults of all areas, each with the check that tells the targets apart; every fourth, or with SCIM_FAULTS=all all of them. */
const FAULTS: readonly (readonly [fault: FaultId, check: CheckId])[] = [
  ['required-missing-accepted', 'required-attributes/refuses-absent'],
  ['create-no-body', 'required-attributes/representation'],
  ['drops-enterprise-extension', 'required-attributes/reads-back-equal'],
  ['escapes-html', 'required-attributes/keeps-hard-values'],
  ['duplicate-answers-400', 'required-attributes/duplicate-user-name'],
  ['filter-username-case-sensitive', 'filtering/letter-case'],
  ['list-total-counts-page', 'filtering/pages'],
  ['filter-apostrophe-500', 'filtering/hard-values'],
  ['patch-pathless-replaces-resource', 'soft-delete/replace-without-path'],
  ['disable-renames', 'soft-delete/stays-findable'],
  ['delete-only-disables', 'soft-delete/deleted-is-gone'],
  ['members-null-ref-refused', 'group-members/add-with-null-ref'],
  ['members-replace-appends', 'group-members/replace-all'],
  ['members-keep-deleted-user', 'group-members/deleted-user-leaves'],
  ['token-unchecked-on-delete', 'entra-client/wrong-token'],
  ['schemas-bare-array', 'entra-client/schemas-listed'],
  ['group-pathless-ignored', 'entra-client/group-attributes'],
  ['add-to-element-drops-siblings', 'entra-client/add-by-value-path'],
  ['add-keeps-the-value', 'entra-client/add-assigned'],
  ['nested-extension-replaced', 'entra-client/nested-objects'],
  ['empty-string-500', 'entra-client/clear-with-empty-string'],
  ['rename-without-path-ignored', 'provisioning-cycle/converges'],
];

const TRIED = FAULTS.filter((_, index) => process.env.SCIM_FAULTS === 'all' || index % 4 === 0);

let reference: RunReport;
beforeAll(async () => {
  const checks = selectChecks([], []).map(({ check }) => check.id);
  reference = await reportInProcess({ application, runId: 'a1b2c3', through: jittery, checks });
});

/** Compares the provider with one that has a fault, by a check and the others of its suite. */
async function compareWith(fault: FaultId, id: CheckId): Promise<Comparison> {
  const suite = CHECKS.find(({ check }) => check.id === id)?.suite;
  const checks = CHECKS.filter((entry) => entry.suite === suite).map(({ check }) => check.id);
  const faulty = await reportInProcess({
    application,
    runId: 'zz9yx0',
    through: jittery,
    faults: [fault],
    checks,
  });
  return compareReports([reference, faulty], OPTIONS);
}

describe('a provider with a fault differs from one without', () => {
  test.each(TRIED)('%s shows in %s', async (fault, check) => {
    const comparison = await compareWith(fault, check);
    const row = comparison.checks.find(({ id }) => id === check);
    expect(row).toMatchObject({ verdicts: ['pass', 'fail'], differs: true, gated: 'must' });
    expect(comparison.verdict).toBe('different');
    // Whatever else differs is a finding about the faulty provider, never about the other one.
    const others = comparison.checks.filter(({ differs, verdicts }) => differs && verdicts[0] !== 'pass');
    expect(others).toEqual([]);
    const violated = row?.violated[1] ?? '';
    expect(comparison.requirements.find(({ id }) => id === violated)?.differs).toBe(true);
  });

  test('and every area of the catalogue is tried', () => {
    const areas = new Set(
      knownFaults()
        .filter(({ id }) => FAULTS.some(([fault]) => fault === id))
        .map(({ area }) => area),
    );
    expect([...areas].sort()).toEqual(
      expect.arrayContaining([
        'entra-client',
        'filtering',
        'group-members',
        'required-attributes',
        'soft-delete',
      ]),
    );
  });

  test('in its answers too: the same request, another answer, named by a path', async () => {
    const { answers } = await compareWith('disable-renames', 'soft-delete/stays-findable');
    expect(answers[0]).toMatchObject({ operation: 'GET /Users/{id}', path: '$.userName' });
    expect(answers[0]?.values[1]).toEqual({ value: expect.stringMatching(/\{marker\}.*_disabled$/) });
  });
});
