import { describe, expect, test } from 'vitest';
import { sampleCheck, sampleReport } from '../reporters/fixtures/sample-report.ts';
import { gate } from './gate.ts';
import type { CheckResult } from './report.ts';
import { applyWaivers, type Waiver } from './waivers.ts';

const TODAY = '2025-06-15';

function finding(id: string, violated: string, verdict: 'fail' | 'warn' = 'fail'): CheckResult {
  return sampleCheck(id, { verdict, violated, requirements: [violated, 'RFC-other'], message: 'wrong' });
}

function waiver(changes: Partial<Waiver>): Waiver {
  return { reason: 'until version 12', owner: 'Directory team', expires: '2025-12-31', ...changes };
}

function apply(checks: readonly CheckResult[], ...waivers: readonly Waiver[]) {
  const { reports, remarks } = applyWaivers([{ report: sampleReport(checks), waivers }], TODAY);
  const [report] = reports;
  if (report === undefined) throw new Error('no report');
  const waived = report.checks.filter((check) => check.waived).map(({ id }) => id);
  return { report, remarks, waived };
}

describe('a finding is waived', () => {
  const checks = [finding('s/and', 'R-1'), finding('s/and-or', 'R-1.2', 'warn'), sampleCheck('s/fine')];

  test.each<[string, Partial<Waiver>, readonly string[]]>([
    ['by the id of its check', { check: 's/and' }, ['s/and']],
    ['by the beginning of it, in any letter case', { check: 'S/AN' }, ['s/and', 's/and-or']],
    ['by the requirement it violates', { requirement: 'R-1' }, ['s/and']],
    ['by the beginning of that', { requirement: 'r-' }, ['s/and', 's/and-or']],
    ['for its application', { check: 's/and', application: 'alvao' }, ['s/and']],
    ['on the last day', { check: 's/and', expires: TODAY }, ['s/and']],
  ])('%s', (_, changes, ids) => {
    const { waived, remarks } = apply(checks, waiver(changes));
    expect(waived).toEqual(ids);
    expect(remarks).toEqual([]);
  });

  test('with its reason, and the gate and the counts know', () => {
    const { report } = apply(checks, waiver({ check: 's/and' }));
    expect(report.checks[0]).toMatchObject({
      verdict: 'fail',
      waived: true,
      reason: 'until version 12 (Directory team, until 2025-12-31)',
    });
    expect(report.summary).toEqual({ pass: 1, fail: 0, warn: 1, skip: 0, error: 0, waived: 1 });
    expect(gate(report, { failOn: 'must', baseline: null }).verdict).toBe('conformant');
  });
});

describe('nothing is waived', () => {
  test.each<[string, CheckResult, Partial<Waiver>, readonly string[]]>([
    [
      'by an expired waiver',
      finding('s/x', 'R'),
      { check: 's/x', expires: '2025-06-14' },
      ['The waiver for s/x (Directory team) expired on 2025-06-14 and waives nothing any more.'],
    ],
    [
      'where the check passes',
      sampleCheck('s/x'),
      { check: 's/x' },
      ['The waiver for s/x (Directory team) matches no finding: it can go.'],
    ],
    [
      'where the check violates another requirement',
      finding('s/x', 'R'),
      { requirement: 'RFC-other' },
      ['The waiver for RFC-other (Directory team) matches no finding: it can go.'],
    ],
    [
      'where the check could not judge',
      sampleCheck('s/x', { verdict: 'error', reason: 'no answer' }),
      { check: 's/x' },
      ['The waiver for s/x (Directory team) matches no finding: not all of its checks could judge.'],
    ],
    [
      'where the check was not run',
      finding('s/x', 'R'),
      { check: 's/y' },
      ['The waiver for s/y (Directory team) matches no finding: none of its checks was run.'],
    ],
    ['of another application', finding('s/x', 'R'), { check: 's/x', application: 'atea' }, []],
  ])('%s', (_, check, changes, remarks) => {
    const found = apply([check], waiver(changes));
    expect(found.waived).toEqual([]);
    expect(found.remarks).toEqual(remarks);
    expect(found.report.target.notes).toEqual(remarks);
  });
});

test('a waiver of several targets has to match on one of them only', () => {
  const shared = waiver({ check: 's/x' });
  const { remarks } = applyWaivers(
    [
      { report: sampleReport([finding('s/x', 'R')]), waivers: [shared] },
      { report: sampleReport([sampleCheck('s/x')]), waivers: [shared] },
    ],
    TODAY,
  );
  expect(remarks).toEqual([]);
});
