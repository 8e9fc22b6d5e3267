import { graver } from './graver.ts';
import type { CheckResult, RunReport } from './report.ts';
import { summarise } from './summary.ts';

/**
 * A report of an earlier version with the ids that its checks have today. Of results that get the same id, the graver
 * one stays. Transcripts keep their ids: the experiments of a removed check are not those of another one.
 * @param current the id that a check has today
 */
export function renameChecks(report: RunReport, current: (id: string) => string): RunReport {
  if (report.checks.every(({ id }) => current(id) === id)) return report;
  const rename = (ids: readonly string[]): readonly string[] => [...new Set(ids.map(current))];
  const checks = renamed(report.checks, current);
  return {
    ...report,
    checks,
    summary: summarise(checks),
    ...(report.causes && {
      causes: report.causes.map((cause) => ({
        ...cause,
        explains: rename(cause.explains),
        blocks: rename(cause.blocks),
      })),
    }),
    ...(report.readiness && {
      readiness: report.readiness.map((list) => ({
        ...list,
        rows: list.rows.map((row) => ({ ...row, checks: rename(row.checks) })),
      })),
    }),
  };
}

function renamed(checks: readonly CheckResult[], current: (id: string) => string): readonly CheckResult[] {
  const byId = new Map<string, CheckResult>();
  for (const check of checks) {
    const id = current(check.id);
    const own = { ...check, id, suite: id.slice(0, id.indexOf('/')) };
    const known = byId.get(id);
    byId.set(id, known === undefined ? own : joined(known, own));
  }
  return [...byId.values()];
}

function joined(known: CheckResult, other: CheckResult): CheckResult {
  const graverOne = graver(known.verdict, other.verdict) === known.verdict ? known : other;
  return { ...graverOne, requirements: [...new Set([...known.requirements, ...other.requirements])] };
}
