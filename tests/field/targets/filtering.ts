import { isObject, type Json, stringMember } from '../../../scim/json.ts';
import { behaving, type Call, failurePage, refusal, type Target, when } from './target.ts';

/** The filter of a query or a search, or undefined where there is none. */
export function filterOf({ method, id, query, body }: Call): string | undefined {
  if (method === 'GET') return query.get('filter') ?? undefined;
  return method === 'POST' && id === '.search' ? stringMember(body, 'filter') : undefined;
}

/** Filters are passed over: everybody is in the answer. */
export const ignoresFilters: Target = changesFilters(() => undefined);

/** Filters are refused: the target has none. */
export const refusesFilters: Target = when(
  (call) => filterOf(call) !== undefined,
  () => refusal(400, 'Filtering is not supported.', 'invalidFilter'),
);

/** A comparison of this attribute holds for nobody, whatever the operator and however it is written: `photos.value`. */
export function neverMatches(attribute: string): Target {
  const name = attribute.replace('.', '\\.');
  const operand = '"(?:[^"\\\\]|\\\\.)*"|[^\\s)\\]]+';
  const leaf = new RegExp(
    `(?:urn:[\\w:.]+:)?\\b${name}\\s+(?:pr\\b|(?:eq|ne|co|sw|ew|gt|ge|lt|le)\\s+(?:${operand}))`,
    'gi',
  );
  return changesFilters((filter) => filter.replace(leaf, 'id eq "nobody"'));
}

/** A filter with this in it makes the program fail, which shows a page of its framework. */
export function failsOnFilters(pattern: RegExp): Target {
  return when(
    (call) => pattern.test(filterOf(call) ?? ''),
    () => failurePage,
  );
}

function changesFilters(change: (filter: string) => string | undefined): Target {
  return behaving((call, provide) => {
    const filter = filterOf(call);
    if (filter === undefined) return provide();
    const changed = change(filter);
    if (call.method === 'GET') {
      const query = new URLSearchParams(call.query);
      query.delete('filter');
      if (changed !== undefined) query.set('filter', changed);
      return provide({ query });
    }
    const entries: readonly (readonly [string, Json])[] = isObject(call.body)
      ? Object.entries(call.body)
      : [];
    const rest = Object.fromEntries(entries.filter(([name]) => name.toLowerCase() !== 'filter'));
    return provide({ body: changed === undefined ? rest : { ...rest, filter: changed } });
  });
}
