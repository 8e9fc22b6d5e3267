import type { RunReport } from '../report/report.ts';
import type { KnownCheck } from '../suites/registry.ts';

/** One of several parts, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * The checks of one part, in their order. Without an earlier report every `count`-th check; with one, so that all parts
 * take about as long: the checks go, the longest first, to the part that has least to do. The same input gives the same
 * parts on every machine.
 * @param earlier a report that tells how long checks take; those it lacks count as its median
 */
export function shardOf(
  selected: readonly KnownCheck[],
  { index, count }: Shard,
  earlier: RunReport | null,
): readonly KnownCheck[] {
  if (earlier === null) return selected.filter((_, position) => position % count === index - 1);
  const durationOf = durations(earlier);
  const loads = Array.from({ length: count }, () => 0);
  const own = new Set<KnownCheck>();
  const longestFirst = selected
    .map((entry, position) => ({ entry, position, duration: durationOf(entry.check.id) }))
    .sort((a, b) => b.duration - a.duration || a.position - b.position);
  for (const { entry, duration } of longestFirst) {
    const least = loads.indexOf(Math.min(...loads));
    loads[least] = (loads[least] ?? 0) + duration;
    if (least === index - 1) own.add(entry);
  }
  return selected.filter((entry) => own.has(entry));
}

/** Milliseconds by id of a check; at least one, so that quick checks are parted too. */
function durations({ checks }: RunReport): (id: string) => number {
  const known = new Map(checks.map(({ id, durationMs }) => [id, Math.max(1, durationMs)]));
  const sorted = [...known.values()].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 1;
  return (id) => known.get(id) ?? median;
}
