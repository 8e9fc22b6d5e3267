import { describe, expect, it } from 'vitest';
import { sampleCheck, sampleReport } from '../reporters/fixtures/sample-report.ts';
import type { CheckResult } from './report.ts';
import { withUnjudged } from './unjudged.ts';

const STOPPED = 'interrupted by SIGINT';
const unrun = sampleCheck('s/never', { verdict: 'error', reason: STOPPED, requests: 0, runs: 0 });
const broken = sampleCheck('s/broken', { verdict: 'error', reason: 'POST answered 500', requests: 3 });
const setup = sampleCheck('s/setup', { verdict: 'error', reason: 'no user could be created', requests: 0 });

function reportOf(checks: readonly CheckResult[], complete = false) {
  const report = sampleReport(checks);
  return { ...report, run: { ...report.run, complete, reason: complete ? null : STOPPED } };
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
});
