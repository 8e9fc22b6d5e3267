import fc from 'fast-check';
import type {
  Case,
  CheckContext,
  CheckEntry,
  ListAnswer,
  Parameters,
  RequirementId,
  SpecimenSet,
  Way,
} from '../../kit/index.ts';
import {
  announced,
  describe,
  idList,
  idsOf,
  judgeList,
  member,
  NotOffered,
  notDenied,
  queryRequest,
  scopeText,
  shown,
  stringMember,
} from '../../kit/index.ts';
import { firstDisorder } from '../sorting/order.ts';
import { askPage, overScoped } from './pages.ts';

/** The target says that it pages with cursors. */
export const CURSORS = [announced('cursorPagination'), notDenied('filter')];

/** Pages behind cursors (RFC 9865 §2). */
export const cursors: readonly CheckEntry[] = [
  {
    name: 'cursor-pages',
    title: 'Following nextCursor yields every result once',
    requirements: [
      'RFC9865-2-pages',
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
    run: (t) => followPages(t, 'get'),
  },
  {
    name: 'cursor-search',
    title: 'Cursors work in the body of a search as in a query',
    requirements: ['RFC9865-3-search'],
    needs: CURSORS,
    run: (t) => followPages(t, 'search'),
  },
  {
    name: 'cursor-back',
    title: 'A previousCursor leads back to the page before',
    requirements: ['RFC9865-2-previous-cursor'],
    needs: CURSORS,
    run: goBack,
  },
  {
    name: 'cursor-negative-count',
    title: 'With a cursor, too, a negative count means 0',
    requirements: ['RFC9865-2-negative-count'],
    needs: CURSORS,
    run: negativeCount,
  },
  {
    name: 'cursor-sorted',
    title: 'Pages behind cursors are sorted as asked',
    requirements: ['RFC9865-2.2-sorted'],
    needs: [...CURSORS, announced('sort')],
    run: sorted,
  },
  {
    name: 'cursor-default-method',
    title: 'A query that names no way of paging is served by one of them',
    requirements: ['RFC9865-2.4-default-method'],
    needs: CURSORS,
    run: defaultMethod,
  },
];

/** Unreserved characters (RFC 3986 §2.3). */
const UNRESERVED = /^[A-Za-z0-9._~-]*$/;

async function followPages(t: CheckContext, way: Way): Promise<void> {
  await overScoped(t, async (set, own) => {
    await own.forAll(
      fc.record({ count: fc.integer({ min: 1, max: set.items.length }) }),
      async ({ count }, c) => {
        await readAll(c, set, { count }, way);
      },
      { runs: own.session.effort.runs },
    );
  });
}

/** In a search, all that cursors do belongs to one requirement. */
function blamed(way: Way, requirement: RequirementId): RequirementId {
  return way === 'search' ? 'RFC9865-3-search' : requirement;
}

/** All pages of the specimens, from the first on, each judged; gives the ids in their order. */
async function readAll(
  c: Case,
  set: SpecimenSet,
  parameters: Parameters & { readonly count: number },
  way: Way = 'get',
): Promise<readonly string[]> {
  const total = set.items.length;
  const seen: string[] = [];
  let cursor: string | undefined = '';
  // An empty page may end the results, so that there can be one more than there are results.
  for (let page = 0; cursor !== undefined && page <= total + 1; page++) {
    const list: ListAnswer = await askBehind(c, set, cursor, parameters, way);
    judgePage(c, list, { page, count: parameters.count, total, way });
    const ids = idsOf(list.resources);
    const again = ids.find((id) => seen.includes(id));
    c.judge(blamed(way, 'RFC9865-2-pages'), again === undefined, () => ({
      message: `a ${set.subject.noun} stands on two pages of ${parameters.count}`,
      expected: 'results that no page before had',
      actual: `${again ?? ''} again, on page ${page + 1}`,
    }));
    seen.push(...ids);
    const next = stringMember(list.body, 'nextCursor') ?? '';
    c.judge(blamed(way, 'RFC9865-2-next-cursor'), next !== '' || seen.length >= total, () => ({
      message: `page ${page + 1} of ${parameters.count} has no nextCursor, although ${total - seen.length} results are left`,
      expected: '"nextCursor": a string',
      actual: shown(member(list.body, 'nextCursor')),
    }));
    cursor = next === '' ? undefined : next;
  }
  c.judge(blamed(way, 'RFC9865-2-last-page'), cursor === undefined, () => ({
    message: `the pages of ${parameters.count} do not end: each has a nextCursor`,
    expected: 'no nextCursor on the last page',
    actual: `${total + 2} pages of ${total} results`,
  }));
  return seen;
}

function askBehind(
  c: Case,
  set: SpecimenSet,
  cursor: string,
  parameters: Parameters,
  way: Way,
): Promise<ListAnswer> {
  const requirement =
    way === 'search' ? 'RFC9865-3-search' : cursor === '' ? 'RFC9865-2-first-page' : 'RFC9865-2-next-cursor';
  return send(c, set, { ...parameters, cursor }, way, requirement);
}

async function send(
  c: Case,
  set: SpecimenSet,
  parameters: Parameters,
  way: Way,
  requirement: RequirementId,
): Promise<ListAnswer> {
  const all = { filter: scopeText(set), ...parameters };
  const response = await c.send(
    queryRequest(set.subject.type.endpoint, all, 'ask for the page behind a cursor', way),
  );
  if (way === 'search' && [403, 404, 405, 501].includes(response.status))
    throw new NotOffered(`the target answers ${describe(response)} to .search`);
  return judgeList(c, response, requirement, `a query with the cursor ${shown(parameters.cursor)}`);
}

function judgePage(
  c: Case,
  { body, resources }: ListAnswer,
  {
    page,
    count,
    total,
    way,
  }: { readonly page: number; readonly count: number; readonly total: number; readonly way: Way },
): void {
  const what = `page ${page + 1} of ${count}`;
  c.judge(blamed(way, 'RFC9865-2-count'), resources.length <= count, () => ({
    message: `${what} holds ${resources.length} resources`,
    expected: `at most ${count}`,
    actual: String(resources.length),
  }));
  const most = c.session.plan.target.facts.limits.maxPageSize;
  c.judge(blamed(way, 'RFC9865-4-max-page-size'), most === null || resources.length <= most, () => ({
    message: `${what} holds ${resources.length} resources, more than pagination.maxPageSize`,
    expected: `at most ${most}`,
    actual: String(resources.length),
  }));
  const totalResults = member(body, 'totalResults');
  c.judge(
    blamed(way, 'RFC9865-2-total-results'),
    totalResults === undefined || totalResults === total,
    () => ({
      message: `totalResults of ${what} is ${shown(totalResults)}, although ${total} resources match`,
      expected: `"totalResults": ${total}`,
      actual: `"totalResults": ${shown(totalResults)}`,
    }),
  );
  const previous = member(body, 'previousCursor');
  c.judge(
    blamed(way, 'RFC9865-2-previous-first'),
    page > 0 || previous === undefined || previous === null,
    () => ({
      message: 'the first page has a previousCursor',
      expected: 'no previousCursor',
      actual: shown(previous),
    }),
  );
  for (const name of ['nextCursor', 'previousCursor']) {
    const cursor = stringMember(body, name) ?? '';
    c.judge(blamed(way, 'RFC9865-2-url-safe'), UNRESERVED.test(cursor), () => ({
      message: `${name} has characters that a URL reserves`,
      expected: 'letters, digits, "-", ".", "_" and "~"',
      actual: shown(cursor),
    }));
  }
}

async function goBack(t: CheckContext): Promise<void> {
  await overScoped(t, async (set, own) => {
    await own.forAll(
      fc.record({ count: fc.integer({ min: 1, max: Math.ceil(set.items.length / 2) - 1 }) }),
      async ({ count }, c) => {
        const requirement = 'RFC9865-2-previous-cursor';
        const first = await send(c, set, { count, cursor: '' }, 'get', requirement);
        const next = stringMember(first.body, 'nextCursor') ?? '';
        const second = await send(c, set, { count, cursor: next }, 'get', requirement);
        const previous = stringMember(second.body, 'previousCursor');
        c.session.observe('pagination.previousCursor', previous !== undefined);
        if (previous === undefined) return;
        const back = await send(c, set, { count, cursor: previous }, 'get', requirement);
        const [wanted, got] = [idsOf(first.resources), idsOf(back.resources)];
        c.judge(requirement, wanted.join() === got.join(), () => ({
          message: 'the previousCursor of the second page does not lead to the first one',
          expected: idList(wanted),
          actual: idList(got),
        }));
      },
      { runs: own.session.effort.costlyRuns },
    );
  });
}

async function negativeCount(t: CheckContext): Promise<void> {
  await overScoped(t, async (set, own) => {
    await own.forAll(
      fc.record({ count: fc.constantFrom(-1, -50) }),
      async ({ count }, c) => {
        const requirement = 'RFC9865-2-negative-count';
        const list = await send(c, set, { count, cursor: '' }, 'get', requirement);
        c.judge(requirement, list.resources.length === 0, () => ({
          message: `a query with a cursor and count=${count} is answered with ${list.resources.length} resources`,
          expected: 'no resources',
          actual: `${list.resources.length} resources`,
        }));
      },
      { runs: 1 },
    );
  });
}

async function sorted(t: CheckContext): Promise<void> {
  await overScoped(t, async (set, own) => {
    const operand = set.operands.find(({ path }) => ['userName', 'displayName'].includes(path.attribute));
    if (operand === undefined) return;
    await own.forAll(
      fc.record({ count: fc.integer({ min: 2, max: 5 }), descending: fc.boolean() }),
      async ({ count, descending }, c) => {
        const sortOrder = descending ? 'descending' : 'ascending';
        const ids = await collect(c, set, { count, sortBy: operand.path.attribute, sortOrder });
        const at = firstDisorder(ids, set, operand, descending);
        c.judge('RFC9865-2.2-sorted', at < 0, () => ({
          message: `pages of ${count} behind cursors are not sorted by ${operand.path.attribute}, ${sortOrder}`,
          expected: 'the order that was asked for, from page to page',
          actual: `result ${at + 2} belongs before result ${at + 1}`,
        }));
      },
      { runs: own.session.effort.costlyRuns },
    );
  });
}

/** The ids on all pages, read without judging more than that a list came. */
async function collect(c: Case, set: SpecimenSet, parameters: Parameters): Promise<readonly string[]> {
  const ids: string[] = [];
  let cursor: string | undefined = '';
  while (cursor !== undefined && ids.length <= set.items.length) {
    const list: ListAnswer = await send(c, set, { ...parameters, cursor }, 'get', 'RFC9865-2.2-sorted');
    ids.push(...idsOf(list.resources));
    cursor = list.resources.length === 0 ? undefined : stringMember(list.body, 'nextCursor');
  }
  return ids;
}

async function defaultMethod(t: CheckContext): Promise<void> {
  await overScoped(t, async (set, own) =>
    own.once(async (c) => {
      const requirement = 'RFC9865-2.4-default-method';
      const list = await askPage(c, set, { count: 2 }, requirement);
      const names = ['startIndex', 'nextCursor'].filter((name) => member(list.body, name) !== undefined);
      c.judge(requirement, list.resources.length > 0 && names.length > 0, () => ({
        message: 'a page of a query that names no way of paging does not tell how to go on',
        expected: 'resources, and startIndex or nextCursor',
        actual: `${list.resources.length} resources and neither`,
      }));
    }),
  );
}
