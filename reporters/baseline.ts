import type { AgainstBaseline } from '../report/against-baseline.ts';
import { someOf } from './text.ts';

/** What became of the baseline's failures, the lists that are not empty: what they are, and the ids. */
export function baselineLists(
  against: AgainstBaseline | undefined,
): readonly { readonly what: 'new' | 'mended'; readonly ids: readonly string[] }[] {
  if (against === undefined) return [];
  return (['new', 'mended'] as const)
    .map((what) => ({ what, ids: against[what] }))
    .filter(({ ids }) => ids.length > 0);
}

/** How a run compares with its baseline, in one line: "1 new (a/b), 5 known, 0 mended since 2026-12-01". */
export function baselineLine(against: AgainstBaseline): string {
  const { startedAt, known } = against;
  return `${amount('new', against.new)}, ${known.length} known, ${amount('mended', against.mended)} since ${startedAt.slice(0, 10)}`;
}

function amount(what: string, ids: readonly string[]): string {
  return `${ids.length} ${what}${ids.length === 0 ? '' : ` (${someOf(ids)})`}`;
}
