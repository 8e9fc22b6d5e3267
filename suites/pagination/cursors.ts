import fc from 'fast-check';
import type {
  CheckContext,
  CheckEntry,
  Listed,
  Listing,
  Parameters,
  RequirementId,
  SpecimenSet,
  Way,
} from '../../kit/index.ts';
import {
  announced,
  eachListing,
  InputRefused,
  idList,
  idsOf,
  LONG_PAGE,
  member,
  overListings,
  stringMember,
} from '../../kit/index.ts';
import { firstDisorder } from '../sorting/order.ts';
import { judgeNew, judgeOnAPage, lackingIn, MOST_PAGES, READINGS } from './pages.ts';

const PAGES = 'RFC9865-2-pages';
const SEARCH = 'RFC9865-3-search';
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
    requirements: [
      PAGES,
      'RFC9865-2-first-page',
      'RFC9865-2-next-cursor',
      'RFC9865-2-last-page',
      'RFC9865-2-count',
      'RFC9865-2-url-safe',
      'RFC9865-2-total-results',
      'RFC9865-2-previous-first',
      'RFC9865-4-max-page-size',
    ],
    needs: CURSORS,
    run: (t) => followPages(t, 'get', PAGES),
  },
  {
    name: 'cursor-search',
    title: 'Cursors work in the body of a search as in a query',
    requirements: [SEARCH],
    needs: CURSORS,
    run: (t) => followPages(t, 'search', SEARCH),
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
        sorted,
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

/** Unreserved characters (RFC 3986 §2.3). */
const UNRESERVED = /^[A-Za-z0-9._~-]*$/;

function followPages(t: CheckContext, way: Way, rule: RequirementId): Promise<void> {
  return overListings(
    t,
    rule,
    ({ items }) => fc.record({ count: fc.integer({ min: 1, max: items.length }) }),
    (listing, { count }) => (listing.narrowed ? readPages(listing, count) : readAllThereIs(listing)),
    // A query is another path through a target with a filter and without.
    { way, extent: way === 'get' ? 'both' : 'either', runs: t.session.effort.runs },
  );
}

/** In a search, all that cursors do belongs to one requirement. */
function blamed({ way }: Listing, rule: RequirementId): RequirementId {
  return way === 'search' ? SEARCH : rule;
}

/** All pages of the specimens, from the first on, each judged. */
async function readPages(listing: Listing, count: number): Promise<void> {
  const total = listing.certain;
  const seen: string[] = [];
  let cursor: string | undefined = '';
  // An empty page may end the results, so that there can be one more than there are results.
  for (let page = 0; cursor !== undefined && page <= total + 1; page++) {
    const list: Listed = await askBehind(listing, cursor, count);
    judgePage(listing, list, page, count);
    judgeNew(listing, list, seen, `pages of ${count}`, blamed(listing, PAGES));
    seen.push(...idsOf(list.resources));
    cursor = nextIn(list);
    judgeGoesOn(listing, list, cursor !== undefined || seen.length >= total, total - seen.length);
  }
  listing.c.judge(blamed(listing, 'RFC9865-2-last-page'), cursor === undefined, () => ({
    deviation: 'present',
    what: `nextCursor of ${listing.name}`,
    says: 'is there on every page, so that the pages never end',
    when: `in pages of ${count}`,
    attribute: 'nextCursor',
    type: listing.set.subject.type.name,
    expected: 'no nextCursor on the last page',
    actual: `${total + 2} pages of ${total} results`,
  }));
}

const nextIn = ({ body }: Listed): string | undefined => {
  const next = stringMember(body, 'nextCursor');
  return next === '' ? undefined : next;
};

function judgeGoesOn(listing: Listing, { when, response, body }: Listed, holds: boolean, left: number): void {
  listing.c.judge(blamed(listing, 'RFC9865-2-next-cursor'), holds, () => ({
    deviation: 'missing',
    what: `nextCursor of ${listing.name}`,
    says: `is missing, although ${left} of the results stood on no page yet`,
    when,
    attribute: 'nextCursor',
    type: listing.set.subject.type.name,
    expected: '"nextCursor": a string',
    got: member(body, 'nextCursor') ?? null,
    answer: response,
  }));
}

function askBehind(listing: Listing, cursor: string, count: number): Promise<Listed> {
  const rule = cursor === '' ? 'RFC9865-2-first-page' : 'RFC9865-2-next-cursor';
  return listing.ask({ count, cursor }, blamed(listing, rule));
}

function judgePage(listing: Listing, list: Listed, page: number, count: number): void {
  const { c } = listing;
  const by = (rule: RequirementId): RequirementId => blamed(listing, rule);
  listing.judgeShown(list, (shown) => shown <= count, `at most ${count}`, by('RFC9865-2-count'));
  const most = c.session.plan.target.facts.limits.maxPageSize ?? Number.POSITIVE_INFINITY;
  const wanted = `at most ${most}, which is pagination.maxPageSize`;
  listing.judgeShown(list, (shown) => shown <= most, wanted, by('RFC9865-4-max-page-size'));
  if (member(list.body, 'totalResults') !== undefined)
    listing.judgeTotal(list, by('RFC9865-2-total-results'));
  const about = { when: list.when, type: listing.set.subject.type.name, answer: list.response };
  const previous = member(list.body, 'previousCursor') ?? null;
  c.judge(by('RFC9865-2-previous-first'), page > 0 || previous === null, () => ({
    deviation: 'present',
    what: `previousCursor of ${listing.name}`,
    says: 'is there on the first page',
    attribute: 'previousCursor',
    got: previous,
    ...about,
  }));
  for (const name of ['nextCursor', 'previousCursor']) {
    const cursor = stringMember(list.body, name) ?? '';
    c.judge(by('RFC9865-2-url-safe'), UNRESERVED.test(cursor), () => ({
      deviation: 'form',
      what: `${name} of ${listing.name}`,
      says: 'has characters that a URL reserves',
      attribute: name,
      wanted: 'letters, digits, "-", ".", "_" and "~"',
      got: cursor,
      ...about,
    }));
  }
}

/** All there is, among which others come and go: every specimen is there, once. */
async function readAllThereIs(listing: Listing): Promise<void> {
  let ids: readonly string[] | null = null;
  for (let reading = 0; reading < READINGS; reading++) {
    ids = await idsBehindCursors(listing);
    if (ids === null || (lackingIn(listing, new Set(ids)) ?? twiceIn(listing.set, ids)) === undefined) return;
  }
  if (ids === null) return;
  const where = `page of ${LONG_PAGE} of all there is`;
  const rule = blamed(listing, PAGES);
  judgeOnAPage(listing, lackingIn(listing, new Set(ids)), `no ${where}`, ids.length, rule);
  const twice = twiceIn(listing.set, ids);
  listing.c.judge(rule, twice === undefined, () => ({
    deviation: 'repeated',
    what: `a ${listing.set.subject.noun}`,
    says: `stands on more than one ${where}`,
    type: listing.set.subject.type.name,
    wanted: 'every result once',
    got: `${twice?.id} again`,
  }));
}

function twiceIn({ items }: SpecimenSet, ids: readonly string[]) {
  return items.find(({ id }) => ids.indexOf(id) !== ids.lastIndexOf(id));
}

/** The ids on all pages, in their order; null where there are too many. */
async function idsBehindCursors(listing: Listing): Promise<readonly string[] | null> {
  const ids: string[] = [];
  let cursor: string | undefined = '';
  for (let page = 0; cursor !== undefined; page++) {
    if (page === MOST_PAGES) return null;
    const list: Listed = await askBehind(listing, cursor, LONG_PAGE);
    judgePage(listing, list, page, LONG_PAGE);
    ids.push(...idsOf(list.resources));
    cursor = nextIn(list);
  }
  return ids;
}

async function goBack(listing: Listing, { count }: { readonly count: number }): Promise<void> {
  const first = await listing.ask({ count, cursor: '' });
  const second = await listing.ask({ count, cursor: nextIn(first) ?? '' });
  const previous = stringMember(second.body, 'previousCursor');
  listing.c.session.observe('pagination.previousCursor', previous !== undefined);
  if (previous === undefined) return;
  const back = await listing.ask({ count, cursor: previous });
  const [wanted, got] = [idsOf(first.resources), idsOf(back.resources)];
  listing.c.judge(PREVIOUS, wanted.join() === got.join(), () => ({
    deviation: 'untrue',
    what: 'the previousCursor of the second page',
    says: 'does not lead to the first one',
    when: back.when,
    attribute: 'previousCursor',
    type: listing.set.subject.type.name,
    wanted: idList(wanted),
    got: idList(got),
  }));
}

async function sorted(
  listing: Listing,
  { count, descending }: { readonly count: number; readonly descending: boolean },
): Promise<void> {
  const { c, set } = listing;
  const operand = set.operands.find(({ path }) => ['userName', 'displayName'].includes(path.attribute));
  if (operand === undefined) return;
  const sortBy = operand.path.attribute;
  const order = { sortBy, sortOrder: descending ? 'descending' : 'ascending' };
  const at = firstDisorder(await collect(listing, { ...order, count }), set, operand, descending);
  if (at >= 0) await requireSorted(listing, order, (ids) => firstDisorder(ids, set, operand, descending));
  c.judge(SORTED, at < 0, () => ({
    deviation: 'order',
    what: listing.name,
    says: `is not sorted by ${sortBy}, ${order.sortOrder}`,
    when: `in pages of ${count} behind cursors`,
    attribute: sortBy,
    type: set.subject.type.name,
    wanted: 'the order that was asked for, from page to page',
    got: `result ${at + 2} belongs before result ${at + 1}`,
  }));
}

/** @throws InputRefused where results are not sorted without cursors either, which other checks judge */
async function requireSorted(
  listing: Listing,
  order: Parameters,
  disorderIn: (ids: readonly string[]) => number,
): Promise<void> {
  const { resources, response } = await listing.ask({ ...order, count: listing.certain });
  if (disorderIn(idsOf(resources)) >= 0)
    throw new InputRefused('cannot judge: the list is not sorted without cursors either', response);
}

/** The ids on all pages, read without judging more than that a list came. */
async function collect(listing: Listing, parameters: Parameters): Promise<readonly string[]> {
  const ids: string[] = [];
  let cursor: string | undefined = '';
  while (cursor !== undefined && ids.length <= listing.certain) {
    const list: Listed = await listing.ask({ ...parameters, cursor });
    ids.push(...idsOf(list.resources));
    cursor = list.resources.length === 0 ? undefined : nextIn(list);
  }
  return ids.slice(0, listing.certain);
}

async function defaultMethod(listing: Listing): Promise<void> {
  const list = await listing.ask({ count: 2 });
  listing.judgeShown(list, (shown) => shown > 0, 'up to 2 resources');
  const goesOn = ['startIndex', 'nextCursor'].some((name) => member(list.body, name) !== undefined);
  listing.c.judge(DEFAULT_METHOD, goesOn, () => ({
    deviation: 'missing',
    what: listing.name,
    says: 'does not tell how to go on',
    when: list.when,
    attribute: 'nextCursor',
    type: listing.set.subject.type.name,
    expected: 'startIndex or nextCursor',
    actual: 'neither',
    answer: list.response,
  }));
}
