import type { CheckResult, RunReport, Verdict } from './report.ts';

/** How many checks have each verdict; waived findings and checks that never ran are counted apart. */
export function summarise(checks: readonly CheckResult[]): RunReport['summary'] {
  const count = (verdict: Verdict): number =>
    checks.filter((check) => check.verdict === verdict && !check.waived && check.notRun !== true).length;
  const notRun = checks.filter((check) => check.notRun === true).length;
  return {
    pass: count('pass'),
    fail: count('fail'),
    warn: count('warn'),
    skip: count('skip'),
    error: count('error'),
    waived: checks.filter((check) => check.waived).length,
    ...(notRun === 0 ? {} : { notRun }),
  };
}
