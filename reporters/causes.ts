import { causesOf } from '../report/causes.ts';
import type { Cause, CheckResult, RunReport } from '../report/report.ts';
import { count } from './text.ts';

/** The causes of a report's findings; for a report of an earlier version, which has none, as they are found now. */
export function causes(report: RunReport): readonly Cause[] {
  return report.causes ?? causesOf(report);
}

/** The causes, where they say more than the findings alone: from the second finding on. */
export function causesToShow(report: RunReport): readonly Cause[] {
  const found = causes(report);
  return found.reduce((sum, cause) => sum + checksOf(cause, report).length, 0) > 1 ? found : [];
}

/** The checks that a cause explains and blocks, the one that shows it best first. */
export function checksOf({ explains, blocks }: Cause, report: RunReport): readonly CheckResult[] {
  const known = new Map(report.checks.map((check) => [check.id, check]));
  return [...explains, ...blocks].flatMap((id) => known.get(id) ?? []);
}

/** "explains 31 checks, blocks 2 more" */
export function reach({ explains, blocks }: Cause): string {
  if (explains.length === 0) return `blocks ${count(blocks.length, 'check')}`;
  const blocked = blocks.length === 0 ? '' : `, blocks ${blocks.length} more`;
  return `explains ${count(explains.length, 'check')}${blocked}`;
}
