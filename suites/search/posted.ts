import fc from 'fast-check';
import { expressionArbitrary } from '../../generators/filter.ts';
import { breakageCount, malformedFilter } from '../../generators/malformed-filter.ts';
import type { CheckEntry, Filter, Listed, Listing, Parameters } from '../../kit/index.ts';
import {
  eachListing,
  formatFilter,
  formatPath,
  InputRefused,
  idList,
  idsOf,
  judgeAnswered,
  judgeRefused,
  member,
  notDenied,
  overListings,
  scoped,
} from '../../kit/index.ts';

const QUERY = 'RFC7644-3.4.3-query';
const POST = 'RFC7644-3.4.3-post';
const SAME_RESULTS = 'RFC7644-3.4.3-same-results';
const PARAMETERS = 'RFC7644-3.4.3-parameters';
const FILTER = 'RFC7644-3.4.3-filter';

/** Without filters there is nothing to compare. */
export const FILTERS = [notDenied('filter')];

/** Queries by POST to `.search` of an endpoint. */
export const posted: readonly CheckEntry[] = [
  {
    name: 'is-a-query',
    title: 'POST to .search is a query and creates nothing',
    requirements: [QUERY, POST],
    run: (t) => eachListing(t, QUERY, isQuery, { way: 'search' }),
  },
  {
    name: 'same-results',
    title: 'A search gives the same results as GET with the same parameters',
    requirements: [SAME_RESULTS, PARAMETERS],
    needs: FILTERS,
    run: (t) =>
      overListings(
        t,
        SAME_RESULTS,
        ({ items }) =>
          fc.record(
            {
              startIndex: fc.integer({ min: -1, max: items.length + 1 }),
              count: fc.integer({ min: -1, max: 6 }),
            },
            { requiredKeys: [] },
          ),
        sameResults,
        { way: 'search', extent: 'narrowed', runs: t.session.effort.runs },
      ),
  },
  {
    name: 'filter',
    title: 'A search finds those that match its filter',
    requirements: [FILTER],
    needs: FILTERS,
    run: (t) =>
      overListings(t, FILTER, ({ operands }) => expressionArbitrary(operands), sameMatches, {
        way: 'search',
        extent: 'narrowed',
        suits: ({ narrows, operands }) => narrows && operands.length > 0,
        otherwise: 'the target joins no filters, so that others would be among the results',
        runs: t.session.effort.runs,
      }),
  },
  {
    name: 'malformed-filter',
    title: 'A search with what is no filter is declined with 400',
    requirements: [FILTER],
    needs: FILTERS,
    run: (t) =>
      overListings(
        t,
        FILTER,
        () => malformedFilter('syntax', ['id', 'meta.created'], fc.stringMatching(/^x[a-z0-9]{0,6}$/)),
        (listing, { text }) => declinesMalformed(listing, text),
        { way: 'search', runs: Math.min(t.session.effort.runs, breakageCount('syntax')) },
      ),
  },
];

async function isQuery(listing: Listing): Promise<void> {
  const { c, set } = listing;
  const answer = await listing.send();
  if (listing.isTooMuch(answer)) return;
  judgeAnswered(c, QUERY, answer, 200, `a search of ${set.subject.noun}s`, {
    hint:
      answer.status === 201
        ? 'POST to .search does not create a resource; it answers as GET of the endpoint does.'
        : undefined,
  });
  const list = listing.read(answer, {}, POST);
  if (listing.narrowed) {
    const after = await listing.by('get').ask();
    listing.judgeTotal({ ...after, when: 'after a search' }, QUERY);
  }
  listing.judgeTotal(list, POST);
}

/** What GET answers with the same parameters, as a control. @throws InputRefused where it is refused, which other checks judge */
export async function byGet(listing: Listing, parameters: Parameters): Promise<Listed> {
  const get = listing.by('get');
  const answer = await get.send(parameters);
  if (answer.status !== 200)
    throw new InputRefused('cannot judge: GET is refused with the same parameters', answer);
  return get.read(answer, parameters);
}

async function sameResults(
  listing: Listing,
  page: { readonly startIndex?: number; readonly count?: number },
): Promise<void> {
  const { c } = listing;
  const get = await byGet(listing, page);
  const search = await listing.ask(page);
  for (const attribute of ['totalResults', 'startIndex', 'itemsPerPage']) {
    const [wanted = null, got = null] = [get, search].map(({ body }) => member(body, attribute) ?? null);
    const says = 'is not that of GET with the same parameters';
    c.judge(SAME_RESULTS, wanted === got, () =>
      listing.complaint(search, { deviation: 'differs', says, attribute, wanted, got }),
    );
  }
  const { length } = get.resources;
  listing.judgeShown(search, (shown) => shown === length, `${length}, as GET does`, PARAMETERS);
  const [wanted, got] = [idsOf(get.resources), idsOf(search.resources)];
  const same = got.every((id) => wanted.includes(id));
  if (!same) await requireSteady(listing, page, wanted);
  c.judge(SAME_RESULTS, same, () =>
    listing.complaint(search, {
      deviation: 'differs',
      says: 'has other results than GET with the same parameters',
      wanted: idList(wanted),
      got: idList(got),
    }),
  );
}

/** @throws InputRefused where GET itself does not give the same results again */
async function requireSteady(listing: Listing, page: Parameters, before: readonly string[]): Promise<void> {
  const { resources, response } = await byGet(listing, page);
  if (!idsOf(resources).every((id) => before.includes(id)))
    throw new InputRefused('cannot judge: GET gives other results each time', response);
}

async function sameMatches(listing: Listing, filter: Filter): Promise<void> {
  const parameters = { filter: scoped(listing.set, filter) };
  const wanted = idsOf((await byGet(listing, parameters)).resources);
  const found = idsOf((await listing.ask(parameters)).resources);
  judgeSameMatches(listing, filter, wanted, found);
}

function judgeSameMatches(
  { c, set }: Listing,
  filter: Filter,
  wanted: readonly string[],
  found: readonly string[],
): void {
  const { noun } = set.subject;
  const differs = [...wanted, ...found].find((id) => wanted.includes(id) !== found.includes(id));
  const missed = differs !== undefined && wanted.includes(differs);
  c.judge(FILTER, differs === undefined, () => ({
    deviation: missed ? 'unfound' : 'found',
    what: `a search with the filter ${formatFilter(filter)}`,
    says: missed
      ? `does not find a ${noun} that GET finds with it`
      : `finds a ${noun} that GET does not find with it`,
    attribute: 'path' in filter ? formatPath({ ...filter.path, filter: null }) : undefined,
    wanted: idList(wanted),
    got: idList(found),
  }));
}

async function declinesMalformed(listing: Listing, filter: string): Promise<void> {
  const { c } = listing;
  const parameters = { filter, count: 1 };
  const answer = await listing.send(parameters, { wellFormed: false });
  if (answer.status !== 400) {
    const get = await listing.by('get').send(parameters, { wellFormed: false });
    if (get.status !== 400)
      throw new InputRefused('cannot judge: GET does not decline that filter either', get);
  }
  judgeRefused(c, answer, FILTER, { status: 400, what: `a search with the malformed filter ${filter}` });
}
