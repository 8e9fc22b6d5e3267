import fc from 'fast-check';
import type { CheckEntry, Listed, Listing, RequirementId, Specimen } from '../../kit/index.ts';
import {
  amount,
  eachListing,
  idsOf,
  LONG_PAGE,
  MOST_PAGES,
  member,
  notDenied,
  overListings,
} from '../../kit/index.ts';

const PAGES = 'RFC7644-3.4.2.4-pages';
const TOTAL = 'RFC7644-3.4.2-total-results';
const RESOURCES = 'RFC7644-3.4.2-resources';
const UNKNOWN_PARAMETER = 'RFC7644-3.4.2-unknown-parameter';

/** How often all there is is read before what is on none of its pages counts as missing. */
const READINGS = 3;

/** The target does not say that it pages in another way only. */
export const INDEXED = [notDenied('indexPagination')];

/** Pages by index. */
export const pages: readonly CheckEntry[] = [
  {
    name: 'partition',
    title: 'Pages that follow each other hold every result once and describe themselves',
    requirements: [
      PAGES,
      'RFC7644-3.4.2.4-count',
      'RFC7644-3.4.2-start-index',
      'RFC7644-3.4.2-items-per-page',
      TOTAL,
    ],
    needs: INDEXED,
    run: (t) =>
      overListings(
        t,
        PAGES,
        ({ items }) => fc.record({ count: fc.integer({ min: 1, max: items.length }) }),
        (listing, { count }) =>
          listing.narrowed ? readPages(listing, count) : readAllThereIs(listing, count),
        { runs: t.session.effort.runs },
      ),
  },
  {
    name: 'resources',
    title: 'An answer with results to show has them in Resources, a list',
    requirements: [RESOURCES, TOTAL],
    run: (t) => eachListing(t, RESOURCES, inResources, { extent: 'both' }),
  },
  {
    name: 'unknown-parameters',
    title: 'A query parameter that is not known is ignored',
    requirements: [UNKNOWN_PARAMETER],
    run: (t) =>
      overListings(
        t,
        UNKNOWN_PARAMETER,
        () =>
          fc.record({
            name: fc.stringMatching(/^x[a-z]{2,10}$/).map((text) => `${text}Unknown`),
            value: fc.constantFrom('1', 'true', 'a b', ''),
          }),
        async (listing, { name, value }) =>
          listing.judgeTotal(await listing.ask({ [name]: value }), UNKNOWN_PARAMETER),
      ),
  },
];

async function readPages(listing: Listing, count: number): Promise<void> {
  const seen: string[] = [];
  while (seen.length < listing.certain) {
    const startIndex = seen.length + 1;
    const list = await listing.ask({ startIndex, count });
    judgePage(listing, list, startIndex, count);
    listing.judgeShown(list, (shown) => shown > 0, 'results that no page before had');
    judgeNew(listing, list, seen, `pages of ${count}`);
    seen.push(...idsOf(list.resources));
  }
  const missing = listing.set.items.find(({ id }) => !seen.includes(id));
  judgeOnAPage(listing, missing, `no page of ${count}`, seen.length);
}

/** Judges that nothing on a page was on one before it. */
export function judgeNew(
  listing: Listing,
  list: Listed,
  seen: readonly string[],
  where: string,
  rule = listing.rule,
): void {
  const again = idsOf(list.resources).find((id) => seen.includes(id));
  listing.c.judge(rule, again === undefined, () =>
    listing.complaint(list, {
      deviation: 'repeated',
      what: `a ${listing.set.subject.noun}`,
      says: `stands on two ${where}`,
      wanted: 'results that no page before had',
      got: `${again ?? ''} again`,
    }),
  );
}

/** Judges that no specimen is left that stood on no page. */
export function judgeOnAPage(
  listing: Listing,
  missing: Specimen | undefined,
  where: string,
  others: number,
  rule = listing.rule,
): void {
  const { noun, type } = listing.set.subject;
  listing.c.judge(rule, missing === undefined, () => ({
    deviation: 'unfound',
    what: `a ${noun}`,
    says: `stands on ${where}`,
    type: type.name,
    wanted: `the ${noun} ${missing?.id ?? ''}`,
    got: amount(others, 'other'),
  }));
}

function judgePage(listing: Listing, list: Listed, startIndex: number, count: number): void {
  listing.judgeShown(list, (shown) => shown <= count, `at most ${count}`, 'RFC7644-3.4.2.4-count');
  listing.judgeTotal(list, TOTAL);
  const { length } = list.resources;
  const partial = length < (list.totalResults ?? listing.certain);
  judgeStated(listing, list, 'startIndex', startIndex, partial, 'RFC7644-3.4.2-start-index');
  judgeStated(listing, list, 'itemsPerPage', length, partial, 'RFC7644-3.4.2-items-per-page');
}

/** Judges a number of a page, which may be left out where the page is all there is. */
function judgeStated(
  listing: Listing,
  list: Listed,
  name: 'startIndex' | 'itemsPerPage',
  wanted: number,
  required: boolean,
  rule: RequirementId,
): void {
  if (required || member(list.body, name) !== undefined) listing.judgeNumber(list, name, wanted, rule);
}

/** The numbers of the first pages, and that every specimen is on one, however others come and go. */
async function readAllThereIs(listing: Listing, count: number): Promise<void> {
  for (const startIndex of [1, 1 + count].filter((first) => first <= listing.certain))
    judgePage(listing, await listing.ask({ startIndex, count }), startIndex, count);
  const readings: Reading[] = [];
  const seen = new Set<string>();
  for (let attempt = 0; attempt < READINGS; attempt++) {
    const reading = await allPages(listing);
    // Too many to read: nothing is known of who is on none of the pages.
    if (reading === null) return;
    readings.push(reading);
    for (const id of reading.seen) seen.add(id);
    if (lackingIn(listing, seen) === undefined && surplusIn(reading) === 0) break;
  }
  const where = `no page of ${LONG_PAGE} of all there is`;
  judgeOnAPage(listing, lackingIn(listing, seen), where, seen.size);
  const [surplus = 0, ...others] = new Set(readings.map(surplusIn));
  const last = readings.at(-1);
  if (last === undefined) return;
  listing.c.judge(TOTAL, surplus === 0 || others.length > 0, () => ({
    ...listing.wrongNumber(last.list, 'totalResults', last.seen.size),
    when: 'where all pages were read',
  }));
}

/** A specimen that is not among these. */
function lackingIn({ set }: Listing, seen: ReadonlySet<string>): Specimen | undefined {
  return set.items.find(({ id }) => !seen.has(id));
}

/** What stands on the pages of all there is. */
interface Reading {
  readonly seen: ReadonlySet<string>;
  /** What they gave as totalResults. */
  readonly totals: ReadonlySet<number | undefined>;
  /** The last page. */
  readonly list: Listed;
}

/** By how much a list says that it is longer than it is; 0 where it changed while it was read. */
function surplusIn({ seen, totals }: Reading): number {
  const [total = seen.size, ...others] = totals;
  return others.length > 0 ? 0 : total - seen.size;
}

/**
 * Reads all pages; null where there are too many. Each page begins in the middle of the one before: paging has no memory,
 * and what slides over the edge of a page is on neither (RFC 7644 §3.4.2.4).
 */
async function allPages(listing: Listing): Promise<Reading | null> {
  const seen = new Set<string>();
  const totals = new Set<number | undefined>();
  let startIndex = 1;
  for (let page = 0; page < MOST_PAGES; page++) {
    const list = await listing.ask({ startIndex, count: LONG_PAGE });
    const { resources, totalResults = 0 } = list;
    totals.add(list.totalResults);
    for (const id of idsOf(resources)) seen.add(id);
    const behind = startIndex + resources.length;
    if (resources.length === 0 || behind > totalResults) return { seen, totals, list };
    startIndex = behind - Math.floor(resources.length / 2);
  }
  return null;
}

async function inResources(listing: Listing): Promise<void> {
  const answer = await listing.send();
  if (listing.isTooMuch(answer)) return;
  const list = listing.read(answer);
  listing.judgeTotal(list, TOTAL);
  const resources = member(list.body, 'Resources');
  const holds =
    Array.isArray(resources) && resources.length === list.resources.length && resources.length > 0;
  listing.c.judge(RESOURCES, holds, () => listing.wrongCount(list, 'the results'));
}
