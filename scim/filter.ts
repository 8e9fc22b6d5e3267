import { filterText } from './_internals/format.ts';
import { filterFrom } from './_internals/parse.ts';
import type { Json } from './json.ts';
import type { Filter } from './syntax.ts';

export type { CompareOperator, Filter } from './syntax.ts';

/**
 * Parses a filter: `not` binds tighter than `and`, `and` tighter than `or`, chains group to the left; names and
 * operators in any letter case, literals as JSON has them.
 * @throws ScimError 400 `invalidFilter` for a malformed filter, more than 100 levels of nesting or 1000 expressions.
 */
export function parseFilter(text: string): Filter {
  return filterFrom(text);
}

/** The text of a filter with the fewest parentheses; {@link parseFilter} gives the same filter back. */
export function formatFilter(filter: Filter): string {
  return filterText(filter);
}

/** A filter that compares a path with a string, number or boolean literal; strings are escaped as JSON. */
export function eq(path: string, value: Json): string {
  return `${path} eq ${JSON.stringify(value)}`;
}
