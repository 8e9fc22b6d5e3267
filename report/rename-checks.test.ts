import { describe, expect, test } from 'vitest';
import { sampleCheck, sampleReport } from '../reporters/fixtures/sample-report.ts';
import { compareReports } from './compare.ts';
import { gate } from './gate.ts';
import { parseReport } from './read.ts';
import { renameChecks } from './rename-checks.ts';
import type { CheckResult } from './report.ts';

const current = (id: string): string => (id === 'modify/gone' ? 'errors/stays' : id);
const failing = (id: string, violated: string): CheckResult =>
  sampleCheck(id, { verdict: 'fail', violated, requirements: [violated], message: 'wrong' });

describe('a report of an earlier version', () => {
  test('is left alone where its checks have the same ids today', () => {
    const report = sampleReport([sampleCheck('errors/stays')]);
    expect(renameChecks(report, current)).toBe(report);
  });

  test('gets the ids of today, wherever it names a check', () => {
    const check = failing('modify/gone', 'R-1');
    const cause = {
      id: 'R-1',
      title: 'It is wrong',
      requirement: 'R-1',
      citation: 'R',
      level: 'MUST',
      gate: 'fail',
      hint: null,
      explains: ['modify/gone', 'errors/stays'],
      blocks: ['modify/other'],
    } as const;
    const row = { id: 'V1', title: 'One', verdict: 'fail', checks: ['modify/gone'] } as const;
    const report = renameChecks(
      sampleReport([check], {
        causes: [cause],
        readiness: [{ list: 'entra-validator', title: 'Entra', rows: [row] }],
      }),
      current,
    );
    expect(report.checks).toEqual([{ ...check, id: 'errors/stays', suite: 'errors' }]);
    expect(report.causes).toEqual([{ ...cause, explains: ['errors/stays'] }]);
    expect(report.readiness?.[0]?.rows[0]?.checks).toEqual(['errors/stays']);
    expect(parseReport(JSON.stringify(report))).toEqual(report);
  });

  test.each([
    ['before', [failing('modify/gone', 'R-1'), sampleCheck('errors/stays', { requirements: ['R-2'] })]],
    ['after', [sampleCheck('errors/stays', { requirements: ['R-2'] }), failing('modify/gone', 'R-1')]],
  ])('keeps the graver of two results, be it %s the other', (_, checks) => {
    const report = renameChecks(sampleReport(checks), current);
    expect(report.checks).toMatchObject([{ id: 'errors/stays', verdict: 'fail', violated: 'R-1' }]);
    expect(report.checks[0]?.requirements.toSorted()).toEqual(['R-1', 'R-2']);
    expect(report.summary).toMatchObject({ pass: 0, fail: 1 });
  });
});

test('what failed under its old id in a baseline is no regression under the new one', () => {
  const baseline = sampleReport([failing('modify/gone', 'R-1')]);
  const report = sampleReport([failing('errors/stays', 'R-1')]);
  expect(gate(report, { failOn: 'must', baseline }).regressions).toEqual(['errors/stays']);
  const renamed = renameChecks(baseline, current);
  expect(gate(report, { failOn: 'must', baseline: renamed }).regressions).toEqual([]);
});

test('a comparison has one row for a check under its old and its new id', () => {
  const older = renameChecks(sampleReport([failing('modify/gone', 'R-1')]), current);
  const newer = sampleReport([sampleCheck('errors/stays')]);
  const { checks } = compareReports([older, newer], {
    failOn: 'must',
    toolVersion: '0.0.0',
    comparedAt: new Date(0),
  });
  expect(checks).toMatchObject([{ id: 'errors/stays', verdicts: ['fail', 'pass'] }]);
});
