import { UsageError } from '../config/usage-error.ts';
import { refuseUnknownCheck, refuseUnknownSuite } from '../library/known-names.ts';
import type { RunReport } from '../report/report.ts';
import { type CurrentId, currentCheckId } from '../suites/aliases.ts';
import { CHECKS, type KnownCheck, SUITES, selectChecks } from '../suites/registry.ts';
import type { RunOptions } from './options.ts';
import { shardOf } from './shard.ts';
import { SMOKE } from './smoke.ts';

/**
 * The checks that the options of `run` name, in the order of reports.
 * @param configured suites of the configuration file, for when the options name neither suites nor checks
 * @param earlier a report whose durations balance the shards
 * @param current looks up the ids of removed checks
 * @throws UsageError for unknown names, and when nothing is left to run
 */
export function selection(
  options: Partial<RunOptions>,
  configured: readonly string[] = [],
  earlier: RunReport | null = null,
  current: CurrentId = currentCheckId,
): readonly KnownCheck[] {
  const suites = options.suite ?? (options.check === undefined ? configured : []);
  const checks = (options.check ?? []).map(current);
  suites.forEach(refuseUnknownSuite);
  checks.forEach(refuseUnknownCheck);
  const selected = chosen(suites, checks, options.effort);
  if (selected.length === 0) throw new UsageError('the chosen suites hold none of the chosen checks');
  refuseLostPath(options.path, selected);
  return part(selected, options.shard, earlier);
}

function chosen(
  suites: readonly string[],
  checks: readonly string[],
  effort: RunOptions['effort'],
): readonly KnownCheck[] {
  if (checks.length > 0) return meant(suites, checks);
  return suites.length === 0 && effort === 'smoke' ? SMOKE : selectChecks(suites, []);
}

/** The checks that ids or prefixes name; a whole id names nothing that merely begins with it. */
function meant(suites: readonly string[], checks: readonly string[]): readonly KnownCheck[] {
  const found = checks.flatMap((wanted) => {
    const candidates = selectChecks(suites, [wanted]);
    const whole = candidates.filter(({ check }) =>
      [check.id, ...check.requirements].some((id) => id.toLowerCase() === wanted.toLowerCase()),
    );
    return whole.length > 0 ? whole : candidates;
  });
  return CHECKS.filter((entry) => found.includes(entry));
}

/** A path leads through one property of one check, as `0/2:1`; anywhere else it would be ignored without a word. */
function refuseLostPath(path: string | undefined, selected: readonly KnownCheck[]): void {
  if (path === undefined) return;
  if (!/^\d+(\.\d+)*\/(\d+(:\d+)*)?$/.test(path)) {
    throw new UsageError(`"${path}" is no path of a counterexample; copy the replay command of the report`);
  }
  if (selected.length > 1) {
    throw new UsageError('--path leads to a counterexample of one check; name that check with --check');
  }
}

function part(
  selected: readonly KnownCheck[],
  shard: RunOptions['shard'],
  earlier: RunReport | null,
): readonly KnownCheck[] {
  if (shard === undefined) return selected;
  const own = shardOf(selected, shard, earlier);
  if (own.length > 0) return own;
  throw new UsageError(
    `shard ${shard.index}/${shard.count} is empty: only ${selected.length} checks are chosen`,
  );
}

/** The checks by suite, as `run --list` prints them. */
export function listing(selected: readonly KnownCheck[]): string {
  const lines = SUITES.flatMap((suite) => {
    const checks = selected.filter((entry) => entry.suite === suite);
    return checks.length === 0 ? [] : [suite.name, ...checks.map(line)];
  });
  return `${lines.join('\n')}\n${selected.length} ${selected.length === 1 ? 'check' : 'checks'}\n`;
}

function line({ check }: KnownCheck): string {
  return `  ${check.id}  ${check.title}  [${check.requirements.join(', ')}]`;
}
