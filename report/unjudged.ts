import type { CheckResult, RunReport } from './report.ts';
import { summarise } from './summary.ts';

/** The report with what the run did not get to told apart from what it could not judge: marked, and counted apart. */
export function withUnjudged(report: RunReport): RunReport {
  const checks = report.checks.map((check) =>
    neverRan(check, report.run) ? { ...check, notRun: true as const } : check,
  );
  return { ...report, checks, summary: summarise(checks) };
}

/** Whether a check had not begun when its run ended: it sent nothing, for the very reason that the run is incomplete. */
function neverRan({ verdict, requests, reason }: CheckResult, run: RunReport['run']): boolean {
  return !run.complete && verdict === 'error' && requests === 0 && reason === run.reason;
}
