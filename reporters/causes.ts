import { causesOf } from '../report/causes.ts';
import type { Cause, CheckResult, RunReport } from '../report/report.ts';
import { type State, stateOf } from './conclusion.ts';
import { count } from './text.ts';

/**
 * The causes of a report's findings, those that the baseline knows last; for a report of an earlier version, which has none,
 * as they are found now.
 */
export function causes(report: RunReport): readonly Cause[] {
  const found = report.causes ?? causesOf(report);
  const isKnown = (cause: Cause): boolean => stateOfCause(cause, report) === 'known';
  return [...found.filter((cause) => !isKnown(cause)), ...found.filter(isKnown)];
}

/** What a cause comes to: its gravest verdict, or `known` where the baseline has all of its findings. */
export function stateOfCause(cause: Cause, report: RunReport): State {
  const checks = checksOf(cause, report);
  return checks.length > 0 && checks.every((check) => stateOf(check) === 'known') ? 'known' : cause.gate;
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
