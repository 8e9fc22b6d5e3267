import { filterText } from './_internals/format.ts';
import { filterFrom } from './_internals/parse.ts';
import type { Json } from './json.ts';
import type { AttributePath } from './path.ts';

/** Comparison operators of RFC 7644 §3.4.2.2, Table 3, without `pr`. */
export type CompareOperator = 'eq' | 'ne' | 'co' | 'sw' | 'ew' | 'gt' | 'ge' | 'lt' | 'le';

/**
 * A filter expression (RFC 7644 §3.4.2.2, Figure 1). Beyond the ABNF, a compared path may select elements and name
 * a sub-attribute of them, `emails[type eq "work"].value eq "x"`, as Entra sends it (rule E-044).
 */
export type Filter =
  | { readonly kind: 'present'; readonly path: AttributePath }
  | {
      readonly kind: 'compare';
      readonly path: AttributePath;
      readonly operator: CompareOperator;
      readonly value: string | number | boolean | null;
    }
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
  | { readonly kind: 'not'; readonly filter: Filter }
  /** `emails[type eq "work"]`: the path's own `filter` holds the bracketed expression. */
  | { readonly kind: 'valuePath'; readonly path: AttributePath };

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
