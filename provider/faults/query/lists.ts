import { ScimError } from '../../../scim/error.ts';
import { stringMember } from '../../../scim/json.ts';
import { readPath, resolvePath } from '../../../scim/lookup.ts';
import { parsePath } from '../../../scim/path.ts';
import type { Found, Page, Query } from '../../query.ts';
import type { Fault, FaultTable } from '../fault.ts';

const SORTING = 'RFC7644-3.4.2.3';
const PAGING = 'RFC7644-3.4.2.4';

/** Overrides of what a query's parameters are taken for. */
function reading(
  change: (query: Query, given: (name: string) => number | undefined) => Query,
): Fault['overrides'] {
  return (steps) => ({
    readQuery: (read) => {
      const given = (name: string): number | undefined => {
        const value = read(name);
        return value === undefined || value === null ? undefined : Number(value);
      };
      return change(steps.readQuery(read), given);
    },
  });
}

/** Overrides of the order of results. */
function sorting(
  change: (found: readonly Found[], query: Query, conformant: readonly Found[]) => readonly Found[],
): Fault['overrides'] {
  return (steps) => ({
    sort: (found, query) => {
      const conformant = steps.sort(found, query);
      return query.sortBy === null ? conformant : change(found, query, conformant);
    },
  });
}

/** Overrides of the page that is taken of the results. */
function paging(
  change: (found: readonly Found[], query: Query, page: Page<Found>) => Page<Found>,
): Fault['overrides'] {
  return (steps) => ({ page: (found, query) => change(found, query, steps.page(found, query)) });
}

/** The value of `sortBy`, without the RFC's rules for several values. */
function plainKey({ resource, type }: Found, sortBy: string | null): string | null {
  if (sortBy === null) return null;
  const path = parsePath(sortBy);
  const value = resolvePath(path, type) === null ? undefined : readPath(resource, path, type)[0];
  return typeof value === 'string' ? value : null;
}

function byKey(
  found: readonly Found[],
  { sortBy, descending }: Query,
  compare: (a: string, b: string) => number,
): readonly Found[] {
  const sign = descending ? -1 : 1;
  return [...found].sort((one, other) => {
    const [a, b] = [plainKey(one, sortBy), plainKey(other, sortBy)];
    if (a === null || b === null) return sign * (Number(a === null) - Number(b === null));
    return sign * compare(a, b);
  });
}

const codeUnits = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
const caseless = (a: string, b: string): number => codeUnits(a.toLowerCase(), b.toLowerCase());

/** The results, those without a value moved to one end. */
function unassignedAt(end: 'first' | 'last', found: readonly Found[], { sortBy }: Query): readonly Found[] {
  const without = found.filter((item) => plainKey(item, sortBy) === null);
  const rest = found.filter((item) => plainKey(item, sortBy) !== null);
  return end === 'first' ? [...without, ...rest] : [...rest, ...without];
}

/** Defects of sorting and paging: RFC 7644 §3.4.2, §3.4.2.3, §3.4.2.4. */
export const LISTS = {
  'sort-ignored': {
    title: '`sortBy` is ignored',
    violates: SORTING,
    overrides: sorting((found) => found),
  },
  'sort-descending-ignored': {
    title: '`sortOrder` is ignored',
    violates: SORTING,
    overrides: reading((query) => ({ ...query, descending: false })),
  },
  'sort-descending-by-default': {
    title: 'without `sortOrder` results are sorted in descending order',
    violates: SORTING,
    overrides: (steps) => ({
      readQuery: (read) => {
        const query = steps.readQuery(read);
        return read('sortOrder') === undefined ? { ...query, descending: true } : query;
      },
    }),
  },
  'sort-case-sensitive': {
    title: 'sorting puts capitals before small letters',
    violates: SORTING,
    overrides: sorting((found, query) => byKey(found, query, codeUnits)),
  },
  'sort-unassigned-first': {
    title: 'resources without a value come first in ascending order',
    violates: SORTING,
    overrides: sorting((_found, query, conformant) =>
      query.descending ? conformant : unassignedAt('first', conformant, query),
    ),
  },
  'sort-unassigned-always-last': {
    title: 'resources without a value come last in descending order too',
    violates: SORTING,
    overrides: sorting((_found, query, conformant) => unassignedAt('last', conformant, query)),
  },
  'sort-first-value': {
    title: 'the first value is sorted by, not the primary one',
    violates: SORTING,
    overrides: sorting((found, query) => byKey(found, query, caseless)),
  },
  'sort-sub-attribute-ignored': {
    title: 'sorting by a sub-attribute is ignored',
    violates: SORTING,
    overrides: sorting((found, { sortBy }, conformant) =>
      sortBy?.includes('.', sortBy.lastIndexOf(':') + 1) ? found : conformant,
    ),
  },
  'sort-page-only': {
    title: 'each page is sorted by itself',
    violates: SORTING,
    overrides: (steps) => ({
      sort: (found) => found,
      page: (found, query) => {
        const page = steps.page(found, query);
        return { ...page, resources: steps.sort(page.resources, query) };
      },
    }),
  },
  'sort-refused': {
    title: 'sorting by userName is refused',
    violates: SORTING,
    overrides: sorting((_found, { sortBy }, conformant) => {
      if (/username$/i.test(sortBy ?? '')) throw new ScimError(400, 'invalidPath', 'No sorting by that.');
      return conformant;
    }),
  },
  'page-start-index-zero-refused': {
    title: 'a `startIndex` below 1 is refused',
    violates: PAGING,
    overrides: reading((query, given) => {
      if ((given('startIndex') ?? 1) < 1)
        throw new ScimError(400, 'invalidValue', 'startIndex begins with 1.');
      return query;
    }),
  },
  'page-start-index-negative-500': {
    title: 'a negative `startIndex` fails with 500',
    violates: PAGING,
    overrides: reading((query, given) => {
      if ((given('startIndex') ?? 1) < 0) throw new RangeError('OFFSET must not be negative');
      return query;
    }),
  },
  'page-start-index-zero-echoed': {
    title: 'a `startIndex` of 0 is answered with `startIndex` 0',
    violates: PAGING,
    overrides: (steps) => {
      let asked = 1;
      return {
        readQuery: (read) => {
          asked = Number(read('startIndex') ?? 1);
          return steps.readQuery(read);
        },
        list: (page) => ({ ...steps.list(page), ...(asked < 1 && { startIndex: asked }) }),
      };
    },
  },
  'page-negative-count-all': {
    title: 'a negative `count` returns every result',
    violates: PAGING,
    overrides: reading((query, given) => ((given('count') ?? 0) < 0 ? { ...query, count: 1000 } : query)),
  },
  'page-negative-count-refused': {
    title: 'a negative `count` is refused',
    violates: PAGING,
    overrides: reading((query, given) => {
      if ((given('count') ?? 0) < 0) throw new ScimError(400, 'invalidValue', 'count must not be negative.');
      return query;
    }),
  },
  'page-count-zero-all': {
    title: '`count` 0 returns every result',
    violates: PAGING,
    overrides: reading((query, given) => (given('count') === 0 ? { ...query, count: 1000 } : query)),
  },
  'page-count-zero-no-total': {
    title: 'with `count` 0 totalResults is 0 too',
    violates: PAGING,
    overrides: paging((_found, { count }, page) => (count === 0 ? { ...page, total: 0 } : page)),
  },
  'page-start-index-from-zero': {
    title: '`startIndex` counts from 0: the first result is on no page',
    violates: PAGING,
    overrides: (steps) => ({
      page: (found, query) => {
        const page = steps.page(found, { ...query, startIndex: query.startIndex + 1 });
        return query.startIndex === 1 && query.count >= found.length
          ? steps.page(found, query)
          : { ...page, startIndex: query.startIndex };
      },
    }),
  },
  'page-start-index-as-page-number': {
    title: '`startIndex` is taken for the number of the page',
    violates: PAGING,
    overrides: (steps) => ({
      page: (found, query) => {
        const startIndex = (query.startIndex - 1) * query.count + 1;
        return { ...steps.page(found, { ...query, startIndex }), startIndex: query.startIndex };
      },
    }),
  },
  'page-beyond-the-end-last': {
    title: 'a page beyond the end holds the last result',
    violates: PAGING,
    overrides: paging((found, query, page) =>
      query.startIndex > found.length && query.count > 0 ? { ...page, resources: found.slice(-1) } : page,
    ),
  },
  'page-order-changes': {
    title: 'results come in another order for each request',
    violates: PAGING,
    overrides: (steps) => {
      let turn = 0;
      return {
        page: (found, query) => {
          const at = found.length === 0 ? 0 : (turn++ * 5 + 3) % found.length;
          return steps.page(
            query.sortBy === null ? [...found.slice(at), ...found.slice(0, at)] : found,
            query,
          );
        },
      };
    },
  },
  'page-last-result-missing': {
    title: 'the last result is on no page',
    violates: PAGING,
    overrides: paging((found, _query, page) => ({
      ...page,
      resources:
        found.length > 1 && page.resources.length < found.length
          ? page.resources.filter((item) => item !== found.at(-1))
          : page.resources,
    })),
  },
  'page-start-index-missing': {
    title: 'a page does not state its startIndex',
    violates: 'RFC7644-3.4.2',
    overrides: (steps) => ({
      list: (page) => {
        const { startIndex: _, ...rest } = steps.list(page);
        return rest;
      },
    }),
  },
  'page-items-per-page-missing': {
    title: 'a page does not state its itemsPerPage',
    violates: 'RFC7644-3.4.2',
    overrides: (steps) => ({
      list: (page) => {
        const { itemsPerPage: _, ...rest } = steps.list(page);
        return rest;
      },
    }),
  },
  'list-resources-by-id': {
    title: '`Resources` is an object with the resources by their id',
    violates: 'RFC7644-3.4.2',
    overrides: (steps) => ({
      list: (page) => ({
        ...steps.list(page),
        Resources: Object.fromEntries(
          page.resources.map((resource) => [stringMember(resource, 'id') ?? '', resource]),
        ),
      }),
    }),
  },
  'query-unknown-parameter-refused': {
    title: 'a query with a parameter that is not known is refused',
    violates: 'RFC7644-3.4.2',
    overrides: (steps) => ({
      readParameters: (search) => {
        const parameters = steps.readParameters(search);
        const known = /^(filter|sortBy|sortOrder|startIndex|count|cursor|attributes|excludedAttributes)$/i;
        if ([...parameters.keys()].some((name) => !known.test(name)))
          throw new ScimError(400, 'invalidValue', 'There is no such parameter.');
        return parameters;
      },
    }),
  },
  'list-summary-only': {
    title: 'lists show the names of resources only',
    violates: 'RFC7644-3.4',
    overrides: (steps) => ({
      presentListed: (resource, type, projection) => {
        const shown = steps.presentListed(resource, type, projection);
        const names = ['schemas', 'id', 'meta', 'userName', 'displayName', 'externalId'];
        return Object.fromEntries(Object.entries(shown).filter(([name]) => names.includes(name)));
      },
    }),
  },
} as const satisfies FaultTable;
