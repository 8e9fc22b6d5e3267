import type { RunReport } from '../report/report.ts';
import type { RunScope } from '../report/scope.ts';
import { selectChecks } from '../suites/registry.ts';
import type { RunOptions } from './options.ts';
import { selection } from './selection.ts';

/**
 * What the options of a run, and the suites of its configuration, let it look at.
 * @throws UsageError for unknown names
 */
export function scopeOf(
  options: Pick<RunOptions, 'suite' | 'check' | 'readOnly' | 'shard' | 'effort'>,
  configured: readonly string[] = [],
): RunScope {
  const { suite, check, readOnly = false, shard = null, effort } = options;
  const chosen = selection(
    { ...(suite && { suite }), ...(check && { check }), ...(effort && { effort }) },
    configured,
  );
  const ids = new Set(chosen.map((entry) => entry.check.id));
  return {
    suites: suite ?? (check === undefined ? configured : []),
    checks: check ?? [],
    readOnly,
    shard,
    whole: selectChecks([], []).every((entry) => ids.has(entry.check.id)),
  };
}

/** Reports that say what their run looked at. */
export function scoped(reports: readonly RunReport[], scope: RunScope): readonly RunReport[] {
  return reports.map((report) => ({ ...report, run: { ...report.run, scope } }));
}
