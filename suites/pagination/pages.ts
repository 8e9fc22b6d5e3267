import fc from 'fast-check';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Json,
  ListAnswer,
  Parameters,
  RequirementId,
  SpecimenSet,
} from '../../kit/index.ts';
import {
  forSets,
  idsOf,
  judgeList,
  member,
  notDenied,
  queryRequest,
  scopeText,
  shown,
  specimensOf,
} from '../../kit/index.ts';

/** The target does not say that it pages in another way only, nor that it has no filters. */
export const INDEXED = [notDenied('filter'), notDenied('indexPagination')];

/** Pages by index. */
export const pages: readonly CheckEntry[] = [
  {
    name: 'partition',
    title: 'Pages that follow each other hold every result once and describe themselves',
    requirements: [
      'RFC7644-3.4.2.4-pages',
      'RFC7644-3.4.2.4-count',
      'RFC7644-3.4.2-start-index',
      'RFC7644-3.4.2-items-per-page',
      'RFC7644-3.4.2-total-results',
    ],
    needs: INDEXED,
    run: partition,
  },
  {
    name: 'resources',
    title: 'An answer with results to show has them in Resources, a list',
    requirements: ['RFC7644-3.4.2-resources'],
    needs: [notDenied('filter')],
    run: inResources,
  },
  {
    name: 'unknown-parameters',
    title: 'A query parameter that is not known is ignored',
    requirements: ['RFC7644-3.4.2-unknown-parameter'],
    needs: [notDenied('filter')],
    run: ignoresUnknown,
  },
];

/** Asks for the specimens, with more parameters, and judges that a list came. */
export async function askPage(
  c: Case,
  set: SpecimenSet,
  parameters: Parameters,
  requirement: RequirementId,
): Promise<ListAnswer> {
  const what = Object.entries(parameters)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join('&');
  const all = { filter: scopeText(set), ...parameters };
  const response = await c.send(queryRequest(set.subject.type.endpoint, all, `ask with ${what}`));
  return judgeList(c, response, requirement, `a query with ${what}`);
}

/** Runs the body for the specimens of each type that a filter finds. */
export async function overScoped(
  t: CheckContext,
  body: (set: SpecimenSet, t: CheckContext) => Promise<void>,
): Promise<void> {
  const sets = (await specimensOf(t.session).all()).filter(({ scope }) => scope !== null);
  await forSets(t, sets, 'the target answers no filter with exactly the resources that the check made', body);
}

async function partition(t: CheckContext): Promise<void> {
  await overScoped(t, async (set, own) => {
    await own.forAll(
      fc.record({ count: fc.integer({ min: 1, max: set.items.length }) }),
      ({ count }, c) => readPages(c, set, count),
      { runs: own.session.effort.runs },
    );
  });
}

async function readPages(c: Case, set: SpecimenSet, count: number): Promise<void> {
  const total = set.items.length;
  const seen: string[] = [];
  while (seen.length < total) {
    const startIndex = seen.length + 1;
    const list = await askPage(c, set, { startIndex, count }, 'RFC7644-3.4.2.4-pages');
    judgeNumbers(c, list, { startIndex, count, total });
    const ids = idsOf(list.resources);
    const again = ids.find((id) => seen.includes(id));
    c.judge('RFC7644-3.4.2.4-pages', again === undefined && ids.length > 0, () => ({
      message:
        again === undefined
          ? `the page of ${count} from ${startIndex} of ${total} results is empty`
          : `a ${set.subject.noun} stands on two pages of ${count}`,
      expected: 'results that no page before had',
      actual: again === undefined ? 'no resources' : `${again} again, on the page from ${startIndex}`,
    }));
    seen.push(...ids);
  }
  const missing = set.items.find(({ id }) => !seen.includes(id));
  c.judge('RFC7644-3.4.2.4-pages', missing === undefined, () => ({
    message: `a ${set.subject.noun} stands on no page of ${count}`,
    expected: `the ${set.subject.noun} ${missing?.id ?? ''}`,
    actual: `${seen.length} others`,
  }));
}

function judgeNumbers(
  c: Case,
  { body, resources, totalResults }: ListAnswer,
  {
    startIndex,
    count,
    total,
  }: { readonly startIndex: number; readonly count: number; readonly total: number },
): void {
  const page = `the page of ${count} from ${startIndex}`;
  c.judge('RFC7644-3.4.2.4-count', resources.length <= count, () => ({
    message: `${page} holds ${resources.length} resources`,
    expected: `at most ${count}`,
    actual: String(resources.length),
  }));
  c.judge('RFC7644-3.4.2-total-results', totalResults === total, () => ({
    message: `totalResults of ${page} is ${shown(body.totalResults)}, although ${total} resources match`,
    expected: `"totalResults": ${total}`,
    actual: `"totalResults": ${shown(body.totalResults)}`,
  }));
  const partial = resources.length < total;
  judgeNumber(
    c,
    member(body, 'startIndex'),
    startIndex,
    partial,
    'RFC7644-3.4.2-start-index',
    `startIndex of ${page}`,
  );
  const items = resources.length;
  judgeNumber(
    c,
    member(body, 'itemsPerPage'),
    items,
    partial,
    'RFC7644-3.4.2-items-per-page',
    `itemsPerPage of ${page}`,
  );
}

/** Numbers of a page may be left out where it is all there is. */
function judgeNumber(
  c: Case,
  value: Json | undefined,
  expected: number,
  required: boolean,
  requirement: RequirementId,
  what: string,
): void {
  c.judge(requirement, value === expected || (value === undefined && !required), () => ({
    message: `${what} is ${shown(value)}`,
    expected: String(expected),
    actual: shown(value),
  }));
}

async function inResources(t: CheckContext): Promise<void> {
  await overScoped(t, async (set, own) =>
    own.once(async (c) => {
      const list = await askPage(c, set, {}, 'RFC7644-3.4.2-resources');
      const resources = member(list.body, 'Resources');
      const holds =
        Array.isArray(resources) && resources.length === list.resources.length && resources.length > 0;
      c.judge('RFC7644-3.4.2-resources', holds, () => ({
        message: 'a list with results has no Resources with them',
        expected: '"Resources": a list of resources',
        actual: `"Resources": ${shown(resources)}`,
      }));
    }),
  );
}

async function ignoresUnknown(t: CheckContext): Promise<void> {
  await overScoped(t, async (set, own) => {
    const name = fc.stringMatching(/^x[a-z]{2,10}$/).map((text) => `${text}Unknown`);
    await own.forAll(
      fc.record({ name, value: fc.constantFrom('1', 'true', 'a b', '') }),
      async ({ name: parameter, value }, c) => {
        const requirement = 'RFC7644-3.4.2-unknown-parameter';
        const list = await askPage(c, set, { [parameter]: value }, requirement);
        c.judge(requirement, list.totalResults === set.items.length, () => ({
          message: `a query with the unknown parameter ${parameter} finds ${shown(list.body.totalResults)} instead of ${set.items.length}`,
          expected: 'the same as without it',
          actual: `"totalResults": ${shown(list.body.totalResults)}`,
        }));
      },
      { runs: own.session.effort.costlyRuns },
    );
  });
}
