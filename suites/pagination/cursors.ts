import fc from 'fast-check';
import type { CheckEntry, Listed, Listing, Parameters } from '../../kit/index.ts';
import {
  announced,
  eachListing,
  idList,
  idsOf,
  member,
  overListings,
  stringMember,
} from '../../kit/index.ts';
import { CURSOR_PAGES, followPages, nextIn, SEARCH } from './cursor-pages.ts';
import { judgeSorted } from './sorted.ts';

const PREVIOUS = 'RFC9865-2-previous-cursor';
const NEGATIVE_COUNT = 'RFC9865-2-negative-count';
const SORTED = 'RFC9865-2.2-sorted';
const DEFAULT_METHOD = 'RFC9865-2.4-default-method';

/** The target says that it pages with cursors. */
export const CURSORS = [announced('cursorPagination')];

/** Pages behind cursors (RFC 9865 §2). */
export const cursors: readonly CheckEntry[] = [
  {
    name: 'cursor-pages',
    title: 'Following nextCursor yields every result once',
    requirements: CURSOR_PAGES,
    needs: CURSORS,
    run: (t) => followPages(t, 'get'),
  },
  {
    name: 'cursor-search',
    title: 'Cursors work in the body of a search as in a query',
    requirements: [SEARCH],
    needs: CURSORS,
    run: (t) => followPages(t, 'search'),
  },
  {
    name: 'cursor-back',
    title: 'A previousCursor leads back to the page before',
    requirements: [PREVIOUS],
    needs: CURSORS,
    run: (t) =>
      overListings(
        t,
        PREVIOUS,
        ({ items }) => fc.record({ count: fc.integer({ min: 1, max: Math.ceil(items.length / 2) - 1 }) }),
        goBack,
        { extent: 'narrowed' },
      ),
  },
  {
    name: 'cursor-negative-count',
    title: 'With a cursor, too, a negative count means 0',
    requirements: [NEGATIVE_COUNT],
    needs: CURSORS,
    run: (t) =>
      overListings(
        t,
        NEGATIVE_COUNT,
        () => fc.record({ count: fc.constantFrom(-1, -50) }),
        async (listing, { count }) => {
          const list = await listing.ask({ count, cursor: '' });
          listing.judgeShown(list, (shown) => shown === 0, 'no resources');
        },
        { runs: 1 },
      ),
  },
  {
    name: 'cursor-sorted',
    title: 'Pages behind cursors are sorted as asked',
    requirements: [SORTED],
    needs: [...CURSORS, announced('sort')],
    run: (t) =>
      overListings(
        t,
        SORTED,
        () => fc.record({ count: fc.integer({ min: 2, max: 5 }), descending: fc.boolean() }),
        judgeSortedPages,
        { extent: 'narrowed' },
      ),
  },
  {
    name: 'cursor-default-method',
    title: 'A query that names no way of paging is served by one of them',
    requirements: [DEFAULT_METHOD],
    needs: CURSORS,
    run: (t) => eachListing(t, DEFAULT_METHOD, defaultMethod),
  },
];

async function goBack(listing: Listing, { count }: { readonly count: number }): Promise<void> {
  const first = await listing.ask({ count, cursor: '' });
  const second = await listing.ask({ count, cursor: nextIn(first) ?? '' });
  const previous = stringMember(second.body, 'previousCursor');
  listing.c.session.observe('pagination.previousCursor', previous !== undefined);
  if (previous === undefined) return;
  const back = await listing.ask({ count, cursor: previous });
  const [wanted, got] = [first, back].map(({ resources }) => idList(idsOf(resources)));
  listing.c.judge(PREVIOUS, wanted === got, () =>
    listing.complaint(back, {
      deviation: 'untrue',
      what: 'the previousCursor of the second page',
      says: 'does not lead to the first one',
      attribute: 'previousCursor',
      wanted: wanted ?? null,
      got: got ?? null,
    }),
  );
}

function judgeSortedPages(
  listing: Listing,
  { count, descending }: { readonly count: number; readonly descending: boolean },
): Promise<void> {
  return judgeSorted(
    listing,
    descending,
    (order) => collect(listing, { ...order, count }),
    (order) => listing.ask({ ...order, count: listing.certain }),
  );
}

/** The ids on all pages, read without judging more than that a list came, and the last page. */
async function collect(
  listing: Listing,
  parameters: Parameters,
): Promise<{ readonly ids: readonly string[]; readonly list: Listed }> {
  let list = await listing.ask({ ...parameters, cursor: '' });
  const ids = [...idsOf(list.resources)];
  for (
    let cursor = nextIn(list);
    cursor !== undefined && ids.length < listing.certain;
    cursor = nextIn(list)
  ) {
    list = await listing.ask({ ...parameters, cursor });
    ids.push(...idsOf(list.resources));
    if (list.resources.length === 0) break;
  }
  return { ids, list };
}

async function defaultMethod(listing: Listing): Promise<void> {
  const list = await listing.ask({ count: 2 });
  listing.judgeShown(list, (shown) => shown > 0, 'up to 2 resources');
  const goesOn = ['startIndex', 'nextCursor'].some((name) => member(list.body, name) !== undefined);
  listing.c.judge(DEFAULT_METHOD, goesOn, () =>
    listing.complaint(list, {
      deviation: 'missing',
      what: listing.name,
      says: 'does not tell how to go on',
      attribute: 'nextCursor',
      expected: 'startIndex or nextCursor',
      actual: 'neither',
    }),
  );
}
