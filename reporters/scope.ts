import { isNarrow, type RunScope } from '../report/scope.ts';
import { oneLine } from './text.ts';

/** Names that a sentence can hold; more are counted. */
const MOST_NAMES = 3;

/** What a run looked at, in a few words for a list of facts; null where the report does not tell. */
export function scopeLine(scope: RunScope | undefined): string | null {
  if (scope === undefined) return null;
  if (!isNarrow(scope)) return scope.suites.length === 0 ? 'the default set' : named(scope.suites, 'suites');
  return ['the checks', ...narrowed(scope)].join(' ');
}

/** What a narrow run looked at, behind a number of checks: " of filtering", " that only read". */
export function scopeWords(scope: RunScope | undefined): string {
  if (scope === undefined || !isNarrow(scope)) return '';
  return narrowed(scope)
    .map((words) => ` ${words}`)
    .join('');
}

function narrowed({ suites, checks, readOnly, shard, whole }: RunScope): readonly string[] {
  const chosen = suites.length + checks.length > 0;
  return [
    // Less than the default set without a choice: that is the effort smoke.
    ...(whole || chosen ? [] : ['that tell most']),
    ...(whole || suites.length === 0 ? [] : [`of ${named(suites, 'suites')}`]),
    ...(checks.length === 0 ? [] : [`chosen by ${named(checks, 'names')}`]),
    ...(readOnly ? ['that only read'] : []),
    ...(shard === null ? [] : [`in part ${shard.index} of ${shard.count}`]),
  ];
}

function named(names: readonly string[], noun: string): string {
  if (names.length > MOST_NAMES) return `${names.length} ${noun}`;
  return names.map(oneLine).join(' and ');
}
