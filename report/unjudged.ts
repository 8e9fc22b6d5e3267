import type { CheckResult, ReadinessList, ReadinessRow, RunReport } from './report.ts';
import { summarise } from './summary.ts';

/**
 * The report with what the run did not get to told apart from what it could not judge: checks that never ran are marked and
 * counted apart, and a test of an identity provider whose checks came to no judgement is `notJudged` instead of failed.
 */
export function withUnjudged(report: RunReport): RunReport {
  const checks = report.checks.map((check) =>
    neverRan(check, report.run) ? { ...check, notRun: true as const } : check,
  );
  const lists = (report.readiness ?? []).map((list) => judgedList(list, checks));
  const { readiness: _, ...rest } = report;
  const told = lists.filter(({ rows }) =>
    rows.some(({ verdict }) => verdict === 'pass' || verdict === 'fail'),
  );
  return {
    ...rest,
    checks,
    summary: summarise(checks),
    ...(told.length === 0 ? {} : { readiness: told }),
  };
}

/** Whether a check had not begun when its run ended: it sent nothing, for the very reason that the run is incomplete. */
function neverRan({ verdict, requests, reason }: CheckResult, run: RunReport['run']): boolean {
  return !run.complete && verdict === 'error' && requests === 0 && reason === run.reason;
}

function judgedList(list: ReadinessList, checks: readonly CheckResult[]): ReadinessList {
  const byId = new Map(checks.map((check) => [check.id, check]));
  return { ...list, rows: list.rows.map((row) => judgedRow(row, byId)) };
}

function judgedRow(row: ReadinessRow, byId: ReadonlyMap<string, CheckResult>): ReadinessRow {
  const verdicts = row.checks.map((id) => byId.get(id)?.verdict);
  const missing = verdicts.includes(undefined);
  const found = verdicts.includes('fail') || verdicts.includes('warn');
  const unjudged =
    (row.verdict === 'fail' && verdicts.includes('error') && !found) ||
    (row.verdict === 'notApplicable' && missing);
  return unjudged ? { ...row, verdict: 'notJudged' } : row;
}
