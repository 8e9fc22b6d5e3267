import fc from 'fast-check';
import { expressionArbitrary } from '../../generators/filter.ts';
import { breakageCount, malformedFilter } from '../../generators/malformed-filter.ts';
import type {
  Case,
  CheckContext,
  CheckEntry,
  ListAnswer,
  Parameters,
  RequirementId,
  SpecimenSet,
} from '../../kit/index.ts';
import {
  describe,
  formatFilter,
  forSets,
  idList,
  idsOf,
  judgeList,
  judgeRefused,
  member,
  NotOffered,
  notDenied,
  queryRequest,
  REFUSALS,
  scoped,
  scopeText,
  shown,
  specimensOf,
} from '../../kit/index.ts';
import { overScoped } from '../pagination/pages.ts';

/** Without filters there is nothing to compare. */
export const FILTERS = [notDenied('filter')];

/** Queries by POST to `.search` of an endpoint. */
export const posted: readonly CheckEntry[] = [
  {
    name: 'is-a-query',
    title: 'POST to .search is a query and creates nothing',
    requirements: ['RFC7644-3.4.3-query', 'RFC7644-3.4.3-post'],
    needs: FILTERS,
    run: isQuery,
  },
  {
    name: 'same-results',
    title: 'A search gives the same results as GET with the same parameters',
    requirements: ['RFC7644-3.4.3-same-results', 'RFC7644-3.4.3-parameters'],
    needs: FILTERS,
    run: sameResults,
  },
  {
    name: 'filter',
    title: 'A search finds those that match its filter',
    requirements: ['RFC7644-3.4.3-filter'],
    needs: FILTERS,
    run: sameMatches,
  },
  {
    name: 'malformed-filter',
    title: 'A search with what is no filter is declined with 400',
    requirements: ['RFC7644-3.4.3-filter'],
    needs: FILTERS,
    run: declinesMalformed,
  },
];

/** Statuses of an endpoint that is not there. */
const ABSENT: ReadonlySet<number> = new Set([403, 404, 405, 501]);

/**
 * Sends a search and judges that a list came.
 * @throws NotOffered when the target has no `.search`, which no document announces
 */
export async function searchFor(
  c: Case,
  { subject }: SpecimenSet,
  parameters: Parameters,
  requirement: RequirementId,
): Promise<ListAnswer> {
  const request = queryRequest(subject.type.endpoint, parameters, 'search', 'search');
  const response = await c.send(request);
  refuseAbsent(response.status, request.path);
  return judgeList(c, response, requirement, `POST to ${request.path}`);
}

function refuseAbsent(status: number, path: string): void {
  if (ABSENT.has(status)) throw new NotOffered(`the target answers ${status} to POST ${path}`);
}

async function isQuery(t: CheckContext): Promise<void> {
  await overScoped(t, async (set, own) =>
    own.once(async (c) => {
      const { endpoint } = set.subject.type;
      const parameters = { filter: scopeText(set) };
      const request = queryRequest(endpoint, parameters, 'search', 'search');
      const response = await c.send(request);
      refuseAbsent(response.status, request.path);
      c.judge('RFC7644-3.4.3-query', response.status === 200, () => ({
        message: `a search is answered with ${describe(response)}`,
        expected: '200 with a list',
        actual: describe(response),
        hint: 'POST to .search does not create a resource; it answers as GET of the endpoint does.',
      }));
      const list = judgeList(c, response, 'RFC7644-3.4.3-post', 'a search');
      const after = judgeList(
        c,
        await c.send(queryRequest(endpoint, parameters, 'see that nothing was created')),
        'RFC7644-3.4.3-query',
        'a query after a search',
      );
      c.judge('RFC7644-3.4.3-query', after.totalResults === set.items.length, () => ({
        message: `after a search there are ${shown(after.body.totalResults)} ${set.subject.noun}s instead of ${set.items.length}`,
        expected: `"totalResults": ${set.items.length}`,
        actual: `"totalResults": ${shown(after.body.totalResults)}`,
      }));
      c.judge('RFC7644-3.4.3-post', list.totalResults === set.items.length, () => ({
        message: `a search finds ${shown(list.body.totalResults)} of ${set.items.length} ${set.subject.noun}s`,
        expected: `"totalResults": ${set.items.length}`,
        actual: `"totalResults": ${shown(list.body.totalResults)}`,
      }));
    }),
  );
}

async function sameResults(t: CheckContext): Promise<void> {
  await overScoped(t, async (set, own) => {
    const pages = fc.record(
      {
        startIndex: fc.integer({ min: -1, max: set.items.length + 1 }),
        count: fc.integer({ min: -1, max: 6 }),
      },
      { requiredKeys: [] },
    );
    await own.forAll(
      pages,
      async (page, c) => {
        const parameters = { filter: scopeText(set), ...page };
        const requirement = 'RFC7644-3.4.3-same-results';
        const request = queryRequest(set.subject.type.endpoint, parameters, 'ask by GET');
        const response = await c.send(request);
        if (REFUSALS.has(response.status)) return c.judge(requirement, true, () => ({ message: '' }));
        const wanted = judgeList(c, response, requirement, 'a query by GET');
        const got = await searchFor(c, set, parameters, requirement);
        for (const name of ['totalResults', 'startIndex', 'itemsPerPage']) {
          const [one, other] = [member(wanted.body, name), member(got.body, name)];
          c.judge(requirement, one === other, () => ({
            message: `${name} of a search is not that of GET with the same parameters`,
            expected: shown(one),
            actual: shown(other),
          }));
        }
        const [ids, found] = [idsOf(wanted.resources), idsOf(got.resources)];
        c.judge('RFC7644-3.4.3-parameters', ids.length === found.length, () => ({
          message: `a search with ${JSON.stringify(page)} is answered with ${found.length} resources, GET with ${ids.length}`,
          expected: `${ids.length} resources`,
          actual: `${found.length} resources`,
        }));
        c.judge(
          requirement,
          found.every((id) => ids.includes(id)),
          () => ({
            message: 'a search gives other results than GET with the same parameters',
            expected: idList(ids),
            actual: idList(found),
          }),
        );
      },
      { runs: own.session.effort.runs },
    );
  });
}

async function sameMatches(t: CheckContext): Promise<void> {
  const sets = (await specimensOf(t.session).all()).filter(
    ({ narrows, operands }) => narrows && operands.length > 0,
  );
  const missing = 'the target joins no filters, so that others would be among the results';
  await forSets(t, sets, missing, async (set, own) => {
    await own.forAll(
      fc.record({ filter: expressionArbitrary(set.operands) }),
      async ({ filter }, c) => {
        const requirement = 'RFC7644-3.4.3-filter';
        const parameters = { filter: scoped(set, formatFilter(filter)) };
        const request = queryRequest(set.subject.type.endpoint, parameters, 'ask by GET');
        const response = await c.send(request);
        if (REFUSALS.has(response.status)) return c.judge(requirement, true, () => ({ message: '' }));
        const wanted = idsOf(judgeList(c, response, requirement, 'a query by GET').resources);
        const found = idsOf((await searchFor(c, set, parameters, requirement)).resources);
        const differs = [...wanted, ...found].find((id) => wanted.includes(id) !== found.includes(id));
        c.judge(requirement, differs === undefined, () => ({
          message: `a search with the filter ${formatFilter(filter)} finds others than GET with it`,
          expected: idList(wanted),
          actual: idList(found),
        }));
      },
      { runs: own.session.effort.runs },
    );
  });
}

async function declinesMalformed(t: CheckContext): Promise<void> {
  await overScoped(t, async (set, own) => {
    await own.forAll(
      malformedFilter('syntax', ['id', 'meta.created'], fc.stringMatching(/^x[a-z0-9]{0,6}$/)),
      async ({ text }, c) => {
        const request = queryRequest(
          set.subject.type.endpoint,
          { filter: text, count: 1 },
          'send no filter',
          'search',
        );
        const response = await c.send(request);
        refuseAbsent(response.status, request.path);
        judgeRefused(c, response, 'RFC7644-3.4.3-filter', {
          status: 400,
          what: `a search with the malformed filter ${text}`,
        });
      },
      { runs: Math.min(own.session.effort.runs, breakageCount('syntax')) },
    );
  });
}
