import fc from 'fast-check';
import type {
  CheckContext,
  Listed,
  Listing,
  Parameters,
  RequirementId,
  Specimen,
  Way,
} from '../../kit/index.ts';
import { idsOf, LONG_PAGE, MOST_PAGES, member, overListings, stringMember } from '../../kit/index.ts';
import { judgeNew, judgeOnAPage } from './pages.ts';

export const SEARCH = 'RFC9865-3-search';
const PAGES = 'RFC9865-2-pages';
const FIRST_PAGE = 'RFC9865-2-first-page';
const NEXT_CURSOR = 'RFC9865-2-next-cursor';
const LAST_PAGE = 'RFC9865-2-last-page';
const COUNT = 'RFC9865-2-count';
const URL_SAFE = 'RFC9865-2-url-safe';
const TOTAL = 'RFC9865-2-total-results';
const PREVIOUS_FIRST = 'RFC9865-2-previous-first';
const MAX_PAGE_SIZE = 'RFC9865-4-max-page-size';

/** What pages of a query are judged by; those of a search by one requirement. */
export const CURSOR_PAGES = [
  PAGES,
  FIRST_PAGE,
  NEXT_CURSOR,
  LAST_PAGE,
  COUNT,
  URL_SAFE,
  TOTAL,
  PREVIOUS_FIRST,
  MAX_PAGE_SIZE,
] as const;

/** Unreserved characters (RFC 3986 §2.3). */
const UNRESERVED = /^[A-Za-z0-9._~-]*$/;

/** Follows nextCursor from page to page. A query takes another path through a target with a filter and without: both are tried. */
export function followPages(t: CheckContext, way: Way): Promise<void> {
  return overListings(
    t,
    way === 'search' ? SEARCH : PAGES,
    ({ items }) => fc.record({ count: fc.integer({ min: 1, max: items.length }) }),
    (listing, { count }) => (listing.narrowed ? readPages(listing, count) : readAllThereIs(listing)),
    { way, extent: way === 'get' ? 'both' : 'either', runs: t.session.effort.runs },
  );
}

/** In a search, all that cursors do belongs to one requirement. */
const blamed = ({ way }: Listing, rule: RequirementId): RequirementId => (way === 'search' ? SEARCH : rule);

/** The cursor of the page behind this one. */
export function nextIn({ body }: Listed): string | undefined {
  const next = stringMember(body, 'nextCursor');
  return next === '' ? undefined : next;
}

/** All pages of the specimens, from the first on, each judged. */
async function readPages(listing: Listing, count: number): Promise<void> {
  const total = listing.certain;
  const seen: string[] = [];
  let list = await listing.ask({ count, cursor: '' }, blamed(listing, FIRST_PAGE));
  // An empty page may end the results, so that there can be one more than there are results.
  const most = total + 2;
  for (let page = 0; page < most; page++) {
    judgePage(listing, list, page, count);
    judgeNew(listing, list, seen, `pages of ${count}`, blamed(listing, PAGES));
    seen.push(...idsOf(list.resources));
    const cursor = nextIn(list);
    judgeEndless(listing, list, count, cursor !== undefined && page === most - 1 ? most : null);
    if (cursor === undefined) return judgeEnd(listing, list, total - seen.length);
    list = await listing.ask({ count, cursor }, blamed(listing, NEXT_CURSOR));
  }
}

/** @param pages how many pages have come without an end, or null while there may be one */
function judgeEndless(listing: Listing, list: Listed, count: number, pages: number | null): void {
  listing.c.judge(blamed(listing, LAST_PAGE), pages === null, () =>
    listing.complaint(list, {
      deviation: 'present',
      says: 'is there on every page, so that the pages never end',
      when: `in pages of ${count}`,
      attribute: 'nextCursor',
      expected: 'no nextCursor on the last page',
      actual: `${pages} pages of ${listing.certain} results`,
    }),
  );
}

/** Judges that a page is the last one. */
function judgeEnd(listing: Listing, list: Listed, left: number): void {
  listing.c.judge(blamed(listing, NEXT_CURSOR), left <= 0, () =>
    listing.complaint(list, {
      deviation: 'missing',
      says: `is missing, although ${left} of the results stood on no page yet`,
      attribute: 'nextCursor',
      expected: '"nextCursor": a string',
      got: member(list.body, 'nextCursor') ?? null,
    }),
  );
}

function judgePage(listing: Listing, list: Listed, page: number, count: number): void {
  const { c } = listing;
  const by = (rule: RequirementId): RequirementId => blamed(listing, rule);
  listing.judgeShown(list, (shown) => shown <= count, `at most ${count}`, by(COUNT));
  const most = c.session.plan.target.facts.limits.maxPageSize ?? Number.POSITIVE_INFINITY;
  const wanted = `at most ${most}, which is pagination.maxPageSize`;
  listing.judgeShown(list, (shown) => shown <= most, wanted, by(MAX_PAGE_SIZE));
  if (member(list.body, 'totalResults') !== undefined) listing.judgeTotal(list, by(TOTAL));
  const got = member(list.body, 'previousCursor') ?? null;
  c.judge(by(PREVIOUS_FIRST), page > 0 || got === null, () =>
    listing.complaint(list, {
      deviation: 'present',
      says: 'is there on the first page',
      attribute: 'previousCursor',
      got,
    }),
  );
  for (const attribute of ['nextCursor', 'previousCursor']) {
    const cursor = stringMember(list.body, attribute) ?? '';
    c.judge(by(URL_SAFE), UNRESERVED.test(cursor), () =>
      listing.complaint(list, {
        deviation: 'form',
        says: 'has characters that a URL reserves',
        attribute,
        wanted: 'letters, digits, "-", ".", "_" and "~"',
        got: cursor,
      }),
    );
  }
}

/** How often all there is is read, and how often without a change, before what is not on its pages once is a finding. */
const READINGS = 5;
const STEADY_READINGS = 2;

/** All there is, among which others come and go: every specimen is there, once, as long as nothing changes. */
async function readAllThereIs(listing: Listing): Promise<void> {
  let lacking = listing.set.items;
  let twice = lacking;
  let steady = 0;
  for (let reading = 0; steady < STEADY_READINGS; reading++) {
    const read = reading < READINGS ? await allPages(listing) : null;
    if (read === null) return;
    const times = ({ id }: Specimen): number => read.ids.filter((one) => one === id).length;
    if (listing.set.items.every((item) => times(item) === 1)) return;
    if (!read.isSteady) continue;
    steady++;
    lacking = lacking.filter((item) => times(item) === 0);
    twice = twice.filter((item) => times(item) > 1);
  }
  const where = `page of ${LONG_PAGE} of all there is`;
  const rule = blamed(listing, PAGES);
  judgeOnAPage(listing, lacking[0], `no ${where}`, listing.set.items.length - lacking.length, rule);
  listing.c.judge(rule, twice.length === 0, () => ({
    deviation: 'repeated',
    what: `a ${listing.set.subject.noun}`,
    says: `stands on more than one ${where}`,
    type: listing.set.subject.type.name,
    wanted: 'every result once',
    got: `${twice[0]?.id} again`,
  }));
}

/** The ids on all pages, in their order; null where there are too many, or a cursor expired because others came and went. */
async function allPages(
  listing: Listing,
): Promise<{ readonly ids: readonly string[]; readonly isSteady: boolean } | null> {
  const ids: string[] = [];
  const totals = new Set<number | undefined>();
  let cursor: string | undefined = '';
  for (let page = 0; cursor !== undefined; page++) {
    if (page === MOST_PAGES) return null;
    const parameters: Parameters = { count: LONG_PAGE, cursor };
    const answer = await listing.send(parameters);
    if (page > 0 && stringMember(answer.error, 'scimType') === 'expiredCursor') return null;
    const list = listing.read(answer, parameters, blamed(listing, page === 0 ? FIRST_PAGE : NEXT_CURSOR));
    judgePage(listing, list, page, LONG_PAGE);
    ids.push(...idsOf(list.resources));
    totals.add(list.totalResults);
    cursor = nextIn(list);
  }
  return { ids, isSteady: totals.size === 1 };
}
