import { ScimError } from '../../scim/error.ts';
import { isObject, type JsonObject } from '../../scim/json.ts';
import { both, config } from '../faults/description/overrides.ts';
import { omit } from '../faults/rewrite.ts';
import { idOf } from '../store.ts';
import type { Overrides, VariationTable } from './variation.ts';

/** Overrides of the largest page. */
const paged =
  (size: number): Overrides =>
  (steps) => ({
    page: (found, query) => steps.page(found, { ...query, count: Math.min(query.count, size) }),
  });

/** Overrides of the largest page, which the configuration names. */
const announced = (size: number): Overrides =>
  both(
    paged(size),
    // Whether filters are supported is for others to say.
    config(({ filter, ...body }) => ({
      ...body,
      filter: { ...(isObject(filter) ? filter : {}), maxResults: size },
    })),
  );

/** Overrides of the order of what no client orders. */
const ordered =
  (compare: (a: JsonObject, b: JsonObject) => number): Overrides =>
  (steps) => ({
    sort: (found, query) => {
      const sorted = steps.sort(found, query);
      return query.sortBy === null ? [...sorted].sort((a, b) => compare(a.resource, b.resource)) : sorted;
    },
  });

function refuse(what: string): never {
  throw new ScimError(501, null, `${what} is not supported.`);
}

/** Queries and the lists that answer them. */
export const LISTS = {
  'pages-of-3': {
    title: 'a page has three resources at most, as the configuration says',
    permittedBy: 'RFC7644-3.4.2.4',
    overrides: announced(3),
  },
  'pages-of-10': {
    title: 'a page has ten resources at most, as the configuration says',
    permittedBy: 'RFC7644-3.4.2.4',
    overrides: announced(10),
  },
  'pages-of-20-unannounced': {
    title: 'a page has twenty resources at most, fewer than the configuration allows',
    permittedBy: 'RFC7644-3.4.2.4',
    overrides: paged(20),
  },
  'newest-first': {
    title: 'lists begin with the newest resource',
    permittedBy: 'RFC7644-3.4.2.3',
    overrides: (steps) => ({
      sort: (found, query) => {
        const sorted = steps.sort(found, query);
        return query.sortBy === null ? [...sorted].reverse() : sorted;
      },
    }),
  },
  'ordered-by-id': {
    title: 'lists are in the order of the ids',
    permittedBy: 'RFC7644-3.4.2.3',
    overrides: ordered((a, b) => (idOf(a) < idOf(b) ? -1 : 1)),
  },
  'page-numbers-left-out': {
    title: 'a list that is whole has neither startIndex nor itemsPerPage',
    permittedBy: 'RFC7644-3.4.2',
    warns: ['O-008'],
    overrides: (steps) => ({
      list: (page) => {
        const list = steps.list(page);
        return page.resources.length === page.total ? omit(list, 'startIndex', 'itemsPerPage') : list;
      },
    }),
  },
  'empty-list-without-resources': {
    title: 'a list without results has no Resources',
    permittedBy: 'RFC7644-3.4.2',
    overrides: (steps) => ({
      list: (page) => (page.total === 0 ? omit(steps.list(page), 'Resources') : steps.list(page)),
    }),
  },
  'root-without-queries': {
    title: 'the root has no resources and no .search',
    permittedBy: 'RFC7644-3.4.2.1',
    overrides: () => ({ rootTypes: () => refuse('A query on the root') }),
  },
  'no-search': {
    title: 'there is no POST to .search',
    permittedBy: 'RFC7644-3.4.3',
    overrides: () => ({ readSearch: () => refuse('A POST to .search') }),
  },
  cursors: {
    title: 'results can be paged with cursors too',
    permittedBy: 'RFC9865-2',
    settings: () => ({ cursorPagination: true }),
  },
} as const satisfies VariationTable;
