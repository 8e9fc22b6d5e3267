import { isObject, type JsonObject } from '../../../scim/json.ts';
import { cursorPage } from '../../cursor.ts';
import { type Page, readQuery } from '../../query.ts';
import type { Steps } from '../../steps.ts';
import type { Fault, FaultTable } from '../fault.ts';

const CURSORS = 'RFC9865-2';

/** A provider that pages with cursors and says so, with a defect. */
function withCursors(
  change: (steps: Steps) => Partial<Steps>,
  announced: JsonObject = {},
): Fault['overrides'] {
  return (steps) => {
    const paged: Steps = {
      ...steps,
      readQuery,
      page: (found, query) => (query.cursor === null ? steps.page(found, query) : cursorPage(found, query)),
      discovered: (body, endpoint) => {
        const given = steps.discovered(body, endpoint);
        if (endpoint !== 'ServiceProviderConfig' || !isObject(given.body)) return given;
        return { ...given, body: { ...given.body, pagination: { cursor: true, index: true, ...announced } } };
      },
    };
    const { readQuery: read, page, discovered } = paged;
    return { readQuery: read, page, discovered, ...change(paged) };
  };
}

/** Changes the cursors of each page that was asked for with one. */
function changing(
  change: (cursors: NonNullable<Page['cursors']>) => NonNullable<Page['cursors']>,
): Fault['overrides'] {
  return withCursors((steps) => ({
    page: (found, query) => {
      const page = steps.page(found, query);
      return page.cursors === undefined ? page : { ...page, cursors: change(page.cursors) };
    },
  }));
}

/** Defects of paging with cursors: RFC 9865. */
export const CURSOR_PAGES = {
  'cursor-next-missing': {
    title: 'pages have no nextCursor',
    violates: CURSORS,
    overrides: changing(({ nextCursor: _, ...rest }) => rest),
  },
  'cursor-endless': {
    title: 'the last page has a nextCursor, which leads to the first',
    violates: CURSORS,
    overrides: changing((cursors) => ({ nextCursor: 'at-0', ...cursors })),
  },
  'cursor-reserved-characters': {
    title: 'cursors have characters that a URL reserves',
    violates: CURSORS,
    overrides: withCursors((steps) => ({
      readQuery: (read) => {
        const query = steps.readQuery(read);
        return { ...query, cursor: query.cursor?.replace(/=+$/, '') ?? null };
      },
      page: (found, query) => {
        const page = steps.page(found, query);
        const { nextCursor } = page.cursors ?? {};
        return nextCursor === undefined
          ? page
          : { ...page, cursors: { ...page.cursors, nextCursor: `${nextCursor}==` } };
      },
    })),
  },
  'cursor-first-has-previous': {
    title: 'the first page has a previousCursor',
    violates: CURSORS,
    overrides: changing((cursors) => ({ previousCursor: 'at-0', ...cursors })),
  },
  'cursor-previous-wrong': {
    title: 'a previousCursor leads to the page it stands on',
    violates: CURSORS,
    overrides: withCursors((steps) => ({
      page: (found, query) => {
        const page = steps.page(found, query);
        const { cursor } = query;
        return cursor === null || cursor === '' || page.cursors === undefined
          ? page
          : { ...page, cursors: { ...page.cursors, previousCursor: cursor } };
      },
    })),
  },
  'cursor-count-ignored': {
    title: 'with a cursor, count is ignored',
    violates: CURSORS,
    overrides: withCursors((steps) => ({
      page: (found, query) => steps.page(found, query.cursor === null ? query : { ...query, count: 5 }),
    })),
  },
  'cursor-page-overlaps': {
    title: 'each page begins with the last result of the page before',
    violates: CURSORS,
    overrides: changing(({ nextCursor, ...rest }) => {
      const at = Number.parseInt(nextCursor?.slice(3) ?? '', 36);
      return Number.isNaN(at) || at < 2
        ? { ...rest, ...(nextCursor && { nextCursor }) }
        : { ...rest, nextCursor: `at-${(at - 1).toString(36)}` };
    }),
  },
  'cursor-total-of-page': {
    title: 'with a cursor, totalResults counts the page',
    violates: CURSORS,
    overrides: withCursors((steps) => ({
      page: (found, query) => {
        const page = steps.page(found, query);
        return page.cursors === undefined ? page : { ...page, total: page.resources.length };
      },
    })),
  },
  'cursor-invalid-first-page': {
    title: 'a cursor that is not known gives the first page',
    violates: 'RFC9865-2.1',
    overrides: withCursors((steps) => ({
      readQuery: (read) => {
        const query = steps.readQuery(read);
        return query.cursor === null || query.cursor.startsWith('at-') ? query : { ...query, cursor: '' };
      },
    })),
  },
  'cursor-unsorted': {
    title: 'with a cursor, sortBy is ignored',
    violates: 'RFC9865-2.2',
    overrides: withCursors((steps) => ({
      sort: (found, query) => (query.cursor === null ? steps.sort(found, query) : found),
    })),
  },
  'cursor-not-in-search': {
    title: 'a search ignores the cursor',
    violates: 'RFC9865-3',
    overrides: withCursors((steps) => ({
      readSearch: (body, types) => {
        const { cursor: _, ...rest } = steps.readSearch(body, types);
        return rest;
      },
    })),
  },
  'cursor-page-size-as-text': {
    title: 'pagination.maxPageSize of the configuration is a string',
    violates: 'RFC9865-4',
    overrides: withCursors(() => ({}), { maxPageSize: '500' }),
  },
  'cursor-default-method-denied': {
    title: 'pagination.defaultPaginationMethod names no method',
    violates: 'RFC9865-4',
    overrides: withCursors(() => ({}), { defaultPaginationMethod: 'offset' }),
  },
} as const satisfies FaultTable;
