import fc from 'fast-check';
import type { CheckContext, CheckEntry, RequirementId } from '../../kit/index.ts';
import { idList, idsOf, member, queryRequest, scopeText, shown } from '../../kit/index.ts';
import { askPage, INDEXED, overScoped } from './pages.ts';

/** Numbers at the edge of what makes sense. */
export const edges: readonly CheckEntry[] = [
  {
    name: 'start-index-below-one',
    title: 'A startIndex below 1 means 1',
    requirements: ['RFC7644-3.4.2.4-start-index', 'RFC7644-3.4.2.4-page-numbers'],
    needs: INDEXED,
    run: belowOne,
  },
  {
    name: 'negative-count',
    title: 'A negative count means 0',
    requirements: ['RFC7644-3.4.2.4-negative-count'],
    needs: INDEXED,
    run: (t) => noResources(t, 'RFC7644-3.4.2.4-negative-count', fc.constantFrom(-1, -2, -100)),
  },
  {
    name: 'count-zero',
    title: 'With count 0 the answer has totalResults and no resources',
    requirements: ['RFC7644-3.4.2.4-zero-count'],
    needs: INDEXED,
    run: (t) => noResources(t, 'RFC7644-3.4.2.4-zero-count', fc.constant(0)),
  },
  {
    name: 'beyond-the-end',
    title: 'A page beyond the last result holds none',
    requirements: ['RFC7644-3.4.2.4-pages', 'RFC7644-3.4.2-total-results'],
    needs: INDEXED,
    run: beyondTheEnd,
  },
  {
    name: 'large-count',
    title: 'A count larger than any page does not change what matches',
    requirements: ['RFC7644-3.4.2-total-results', 'RFC7644-3.4.2.4-pages'],
    needs: INDEXED,
    run: largeCount,
  },
];

async function belowOne(t: CheckContext): Promise<void> {
  await overScoped(t, async (set, own) => {
    await own.forAll(
      fc.record({ startIndex: fc.constantFrom(0, -1, -7), count: fc.integer({ min: 1, max: 3 }) }),
      async ({ startIndex, count }, c) => {
        const requirement = 'RFC7644-3.4.2.4-start-index';
        const first = await askPage(c, set, { startIndex: 1, count }, requirement);
        const list = await askPage(c, set, { startIndex, count }, requirement);
        const [wanted, got] = [idsOf(first.resources), idsOf(list.resources)];
        c.judge(requirement, wanted.length === got.length && wanted.every((id) => got.includes(id)), () => ({
          message: `the page from ${startIndex} is not the page from 1`,
          expected: idList(wanted),
          actual: idList(got),
        }));
        const value = member(list.body, 'startIndex');
        c.judge('RFC7644-3.4.2.4-page-numbers', value === undefined || value === 1, () => ({
          message: `asked for the page from ${startIndex}, the target says that it is the page from ${shown(value)}`,
          expected: '"startIndex": 1',
          actual: `"startIndex": ${shown(value)}`,
        }));
      },
      { runs: own.session.effort.runs },
    );
  });
}

async function noResources(
  t: CheckContext,
  requirement: RequirementId,
  counts: fc.Arbitrary<number>,
): Promise<void> {
  await overScoped(t, async (set, own) => {
    await own.forAll(
      fc.record({ count: counts }),
      async ({ count }, c) => {
        const list = await askPage(c, set, { count }, requirement);
        c.judge(requirement, list.resources.length === 0, () => ({
          message: `a query with count=${count} is answered with ${list.resources.length} resources`,
          expected: 'no resources',
          actual: `${list.resources.length} resources`,
        }));
        c.judge(requirement, list.totalResults === set.items.length, () => ({
          message: `totalResults of a query with count=${count} is ${shown(list.body.totalResults)}`,
          expected: `"totalResults": ${set.items.length}`,
          actual: `"totalResults": ${shown(list.body.totalResults)}`,
        }));
      },
      { runs: own.session.effort.costlyRuns },
    );
  });
}

async function beyondTheEnd(t: CheckContext): Promise<void> {
  await overScoped(t, async (set, own) => {
    const total = set.items.length;
    await own.forAll(
      fc.record({
        startIndex: fc.constantFrom(total + 1, total + 2, total + 1000),
        count: fc.constantFrom(1, 5),
      }),
      async ({ startIndex, count }, c) => {
        const parameters = { filter: scopeText(set), startIndex, count };
        const { endpoint } = set.subject.type;
        const response = await c.send(queryRequest(endpoint, parameters, 'ask for a page beyond the end'));
        // The RFC does not say what such a page looks like, but results cannot be on it.
        c.session.observe('pagination.beyondTheEnd', response.status);
        c.judge('RFC7644-3.4.2.4-pages', response.status < 500, () => ({
          message: `a page from ${startIndex} of ${total} results is answered with ${response.status}`,
          expected: '200 without resources',
          actual: String(response.status),
        }));
        if (response.status !== 200) return;
        const list = await askPage(c, set, { startIndex, count }, 'RFC7644-3.4.2.4-pages');
        c.judge('RFC7644-3.4.2.4-pages', list.resources.length === 0, () => ({
          message: `the page from ${startIndex} of ${total} results holds ${list.resources.length} resources`,
          expected: 'no resources',
          actual: `${list.resources.length} resources`,
        }));
        c.judge('RFC7644-3.4.2-total-results', list.totalResults === total, () => ({
          message: `totalResults beyond the last page is ${shown(list.body.totalResults)}`,
          expected: `"totalResults": ${total}`,
          actual: `"totalResults": ${shown(list.body.totalResults)}`,
        }));
      },
      { runs: own.session.effort.costlyRuns },
    );
  });
}

async function largeCount(t: CheckContext): Promise<void> {
  await overScoped(t, async (set, own) =>
    own.forAll(
      fc.record({ count: fc.constantFrom(1000, 10_000, 1_000_000, 2_147_483_647) }),
      async ({ count }, c) => {
        const parameters = { filter: scopeText(set), count };
        const { endpoint } = set.subject.type;
        const response = await c.send(queryRequest(endpoint, parameters, 'ask for a very long page'));
        c.session.observe('pagination.largeCount', response.status);
        c.judge('RFC7644-3.4.2-total-results', response.status < 500, () => ({
          message: `a query with count=${count} is answered with ${response.status}`,
          expected: '200 with a list',
          actual: String(response.status),
        }));
        if (response.status !== 200) return;
        const list = await askPage(c, set, { count }, 'RFC7644-3.4.2-total-results');
        c.judge('RFC7644-3.4.2-total-results', list.totalResults === set.items.length, () => ({
          message: `totalResults of a query with count=${count} is ${shown(list.body.totalResults)}`,
          expected: `"totalResults": ${set.items.length}`,
          actual: `"totalResults": ${shown(list.body.totalResults)}`,
        }));
        c.judge('RFC7644-3.4.2.4-pages', list.resources.length > 0, () => ({
          message: `a query with count=${count} finds ${set.items.length} results and shows none of them`,
          expected: 'as many as a page may hold',
          actual: 'no resources',
          hint: 'A count beyond the limit means the limit: a client would never get to the end of the pages.',
        }));
      },
      { runs: own.session.effort.costlyRuns },
    ),
  );
}
