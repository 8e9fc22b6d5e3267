import fc from 'fast-check';
import type { CheckEntry, Listing } from '../../kit/index.ts';
import { announced, answered, eachListing, idsOf, overListings, queryRequest } from '../../kit/index.ts';
import { judgeSorted } from '../pagination/sorted.ts';
import { type Blame, blaming, judgeListed, named } from '../projection/asked.ts';
import type { Kind } from '../projection/bundles.ts';
import { askedArbitrary, hasSelectable, NOTHING_TO_SELECT, WITHOUT_ID } from '../projection/selections.ts';
import { byGet, FILTERS } from './posted.ts';

const SORT_BY = 'RFC7644-3.4.3-sort-by';
const FILTER_OPTIONAL = 'RFC7644-3.4.3-filter-optional';
const OPTIONAL = (['attributes', 'excluded', 'sort-by', 'sort-order', 'start-index', 'count'] as const).map(
  (name) => `RFC7644-3.4.3-${name}-optional` as const,
);

/** The parameters of a search, one by one. */
export const parameters: readonly CheckEntry[] = [
  selects(
    'attributes',
    'attributes in a search works as in a query',
    'attributes',
    blaming('RFC7644-3.4.3-attributes'),
  ),
  selects(
    'excluded-attributes',
    'excludedAttributes in a search works as in a query and removes nothing of the minimum set',
    'excludedAttributes',
    { ...blaming('RFC7644-3.4.3-excluded-attributes'), minimum: 'RFC7644-3.4.3-excluded-always' },
  ),
  {
    name: 'sorted',
    title: 'sortBy in a search works as in a query',
    requirements: [SORT_BY],
    needs: [...FILTERS, announced('sort')],
    run: (t) =>
      overListings(
        t,
        SORT_BY,
        () => fc.record({ descending: fc.boolean() }),
        (listing, { descending }) =>
          judgeSorted(
            listing,
            descending,
            async (order) => {
              const list = await listing.ask({ ...order });
              return { ids: idsOf(list.resources), list };
            },
            (order) => byGet(listing, { ...order }),
          ),
        { way: 'search', extent: 'narrowed' },
      ),
  },
  {
    name: 'optional-parameters',
    title: 'A search may do without any of its parameters',
    requirements: [FILTER_OPTIONAL, ...OPTIONAL],
    run: (t) => eachListing(t, 'RFC7644-3.4.3-count-optional', doesWithout, { way: 'search' }),
  },
];

function selects(name: string, title: string, kind: Kind, blame: Blame): CheckEntry {
  return {
    name,
    title,
    requirements: named(blame),
    run: (t) =>
      overListings(
        t,
        blame.refused,
        (set, own) => askedArbitrary(set, kind, own, 3),
        async (listing, asked) => {
          await judgeListed(listing, asked, blame);
          // `id` is always returned, also when it is named as one to leave out.
          if (kind === 'excludedAttributes') await judgeListed(listing, WITHOUT_ID, blame);
        },
        {
          way: 'search',
          runs: t.session.effort.runs,
          suits: hasSelectable(t, kind),
          otherwise: NOTHING_TO_SELECT,
        },
      ),
  };
}

async function doesWithout(listing: Listing): Promise<void> {
  const { c, set } = listing;
  const bare = await listing.ask();
  // What is wrong with it is one thing, whichever parameter it would take to mend it.
  for (const rule of listing.isTotal(bare) ? OPTIONAL : OPTIONAL.slice(-1)) listing.judgeTotal(bare, rule);
  const purpose = 'search without a filter';
  const answer = await c.send(queryRequest(set.subject.type.endpoint, { count: 1 }, purpose, 'search'));
  // All resources may be too many to list (RFC 7644 §3.4.2.1).
  const what = `a search of ${set.subject.noun}s without a filter`;
  c.judge(FILTER_OPTIONAL, [200, 400, 403].includes(answer.status), () =>
    answered(what, answer, 200, { wanted: '200, or 400 tooMany' }),
  );
}
