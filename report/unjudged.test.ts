import { describe, expect, it } from 'vitest';
import { sampleCheck, sampleReport } from '../reporters/fixtures/sample-report.ts';
import type { CheckResult, ReadinessRow } from './report.ts';
import { withUnjudged } from './unjudged.ts';

const STOPPED = 'interrupted by SIGINT';
const unrun = sampleCheck('s/never', { verdict: 'error', reason: STOPPED, requests: 0, runs: 0 });
const broken = sampleCheck('s/broken', { verdict: 'error', reason: 'POST answered 500', requests: 3 });
const setup = sampleCheck('s/setup', { verdict: 'error', reason: 'no user could be created', requests: 0 });

function reportOf(checks: readonly CheckResult[], complete = false) {
  const report = sampleReport(checks);
  return { ...report, run: { ...report.run, complete, reason: complete ? null : STOPPED } };
}

/** What becomes of a test that these checks cover. */
function row(verdict: ReadinessRow['verdict'], ...checks: readonly CheckResult[]) {
  const ids = checks.map(({ id }) => id);
  const rows = [
    { id: 'V1', title: 'x', verdict, checks: ids },
    { id: 'V2', title: 'y', verdict: 'pass' as const, checks: [] },
  ];
  const readiness = [{ list: 'v', title: 'V', rows }];
  const known = checks.filter(({ id }) => id !== 's/absent');
  return withUnjudged({ ...reportOf(known), readiness }).readiness?.[0]?.rows[0]?.verdict;
}

describe('withUnjudged', () => {
  it('tells checks that never ran from those that could not judge', () => {
    const { checks, summary } = withUnjudged(reportOf([sampleCheck('s/a'), unrun, broken, setup]));
    expect(checks.map(({ id, notRun }) => [id, notRun === true])).toEqual([
      ['s/a', false],
      ['s/never', true],
      ['s/broken', false],
      ['s/setup', false],
    ]);
    expect(summary).toMatchObject({ pass: 1, error: 2, notRun: 1 });
  });

  it('leaves a complete run as it is', () => {
    const report = reportOf([sampleCheck('s/a'), broken], true);
    expect(withUnjudged(report)).toEqual(report);
  });

  it('fails no test of an identity provider for what came to no judgement', () => {
    const failing = sampleCheck('s/f', { verdict: 'fail' });
    expect(row('fail', broken)).toBe('notJudged');
    expect(row('fail', unrun)).toBe('notJudged');
    expect(row('fail', failing, broken)).toBe('fail');
    expect(row('notApplicable', sampleCheck('s/absent'))).toBe('notJudged');
    expect(row('notApplicable', sampleCheck('s/s', { verdict: 'skip' }))).toBe('notApplicable');
    expect(row('pass', sampleCheck('s/a'))).toBe('pass');
  });
});
