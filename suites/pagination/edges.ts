import fc from 'fast-check';
import type { Answer, CheckEntry, Listed, Listing, RequirementId } from '../../kit/index.ts';
import { answered, InputRefused, idsOf, member, overListings } from '../../kit/index.ts';
import { INDEXED } from './pages.ts';

const PAGES = 'RFC7644-3.4.2.4-pages';
const START_INDEX = 'RFC7644-3.4.2.4-start-index';
const PAGE_NUMBERS = 'RFC7644-3.4.2.4-page-numbers';
const NEGATIVE_COUNT = 'RFC7644-3.4.2.4-negative-count';
const ZERO_COUNT = 'RFC7644-3.4.2.4-zero-count';
const TOTAL = 'RFC7644-3.4.2-total-results';

/** Numbers at the edge of what makes sense. */
export const edges: readonly CheckEntry[] = [
  {
    name: 'start-index-below-one',
    title: 'A startIndex below 1 means 1',
    requirements: [START_INDEX, PAGE_NUMBERS],
    needs: INDEXED,
    run: (t) =>
      overListings(
        t,
        START_INDEX,
        () => fc.record({ startIndex: fc.constantFrom(0, -1, -7), count: fc.integer({ min: 1, max: 3 }) }),
        belowOne,
        { runs: t.session.effort.runs },
      ),
  },
  noResources('negative-count', 'A negative count means 0', NEGATIVE_COUNT, [-1, -2, -100]),
  noResources('count-zero', 'With count 0 the answer has totalResults and no resources', ZERO_COUNT, [0]),
  {
    name: 'beyond-the-end',
    title: 'A page beyond the last result holds none',
    requirements: [PAGES, TOTAL],
    needs: INDEXED,
    run: (t) =>
      overListings(
        t,
        PAGES,
        () => fc.record({ beyond: fc.constantFrom(1, 2, 1000), count: fc.constantFrom(1, 5) }),
        beyondTheEnd,
      ),
  },
  {
    name: 'large-count',
    title: 'A count larger than any page does not change what matches',
    requirements: [TOTAL, PAGES],
    needs: INDEXED,
    run: (t) =>
      overListings(
        t,
        TOTAL,
        () => fc.record({ count: fc.constantFrom(1000, 10_000, 1_000_000, 2_147_483_647) }),
        largeCount,
      ),
  },
];

function noResources(
  name: string,
  title: string,
  rule: RequirementId,
  counts: readonly number[],
): CheckEntry {
  return {
    name,
    title,
    requirements: [rule],
    needs: INDEXED,
    run: (t) =>
      overListings(
        t,
        rule,
        () => fc.record({ count: fc.constantFrom(...counts) }),
        async (listing, parameters) => {
          const list = await listing.ask(parameters);
          listing.judgeShown(list, (shown) => shown === 0, 'no resources');
          listing.judgeTotal(list, rule);
        },
      ),
  };
}

async function belowOne(
  listing: Listing,
  { startIndex, count }: { readonly startIndex: number; readonly count: number },
): Promise<void> {
  const first = await listing.ask({ startIndex: 1, count });
  const list = await listing.ask({ startIndex, count });
  await judgeSamePage(listing, first, list, startIndex);
  if (member(list.body, 'startIndex') !== undefined) listing.judgeNumber(list, 'startIndex', 1, PAGE_NUMBERS);
}

/** Of all there is, the first page may be another one soon: then it is enough that it is not empty. */
async function judgeSamePage(
  listing: Listing,
  first: Listed,
  list: Listed,
  startIndex: number,
): Promise<void> {
  const [wanted, got] = [first, list].map(({ resources }) => idsOf(resources).toSorted().join(', '));
  const holds = listing.narrowed ? wanted === got : list.resources.length > 0;
  if (!holds && listing.narrowed) {
    const again = await listing.ask({ startIndex: 1, count: first.resources.length });
    if (idsOf(again.resources).toSorted().join(', ') !== wanted)
      throw new InputRefused('cannot judge: the page from 1 is another one each time', again.response);
  }
  listing.c.judge(START_INDEX, holds, () =>
    listing.complaint(list, {
      deviation: 'differs',
      what: `the page from ${startIndex}`,
      says: 'is not the page from 1',
      wanted: wanted ?? null,
      got: got ?? null,
    }),
  );
}

async function beyondTheEnd(
  listing: Listing,
  { beyond, count }: { readonly beyond: number; readonly count: number },
): Promise<void> {
  const total = listing.narrowed ? listing.certain : (await listing.ask({ count: 1 })).totalResults;
  // Of all there is, more may be there soon.
  const startIndex = (total ?? 0) + (listing.narrowed ? beyond : beyond * 1000);
  const answer = await listing.send({ startIndex, count });
  listing.c.session.observe('pagination.beyondTheEnd', answer.status);
  // The RFC does not say what such a page looks like, but results cannot be on it.
  judgeListOrRefusal(listing, answer, `the page from ${startIndex} of ${listing.name}`, PAGES);
  if (answer.status !== 200) return;
  const list = listing.read(answer, { startIndex, count });
  listing.judgeShown(list, (shown) => shown === 0, 'no resources');
  listing.judgeTotal(list, TOTAL);
}

async function largeCount(listing: Listing, { count }: { readonly count: number }): Promise<void> {
  const answer = await listing.send({ count });
  listing.c.session.observe('pagination.largeCount', answer.status);
  judgeListOrRefusal(listing, answer, `a query with count=${count}`, TOTAL);
  if (answer.status !== 200) return;
  const list = listing.read(answer, { count });
  listing.judgeTotal(list, TOTAL);
  listing.c.judge(PAGES, list.resources.length > 0, () => ({
    ...listing.wrongCount(list, 'as many resources as a page may hold'),
    hint: 'A count beyond the limit means the limit: a client would never get to the end of the pages.',
  }));
}

/** Judges that an answer is a list, or an error that a client can mend. */
function judgeListOrRefusal({ c }: Listing, answer: Answer, what: string, rule: RequirementId): void {
  const { status } = answer;
  c.judge(rule, status === 200 || (status >= 400 && status < 500), () => answered(what, answer, 200));
}
