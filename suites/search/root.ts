import fc from 'fast-check';
import { expressionArbitrary } from '../../generators/filter.ts';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Filter,
  RequirementId,
  SpecimenSet,
  Way,
} from '../../kit/index.ts';
import {
  describe,
  formatFilter,
  idsOf,
  judgeList,
  LIST_RESPONSE,
  member,
  NotOffered,
  queryRequest,
  REFUSALS,
  specimensOf,
} from '../../kit/index.ts';
import { decideFilter } from '../../scim/decide.ts';
import { FILTERS } from './posted.ts';

/** Queries that take in the resources of every type. */
export const roots: readonly CheckEntry[] = [
  {
    name: 'root',
    title: 'A query on the root takes in the resources of every type',
    requirements: ['RFC7644-3.4.2.1-root'],
    needs: FILTERS,
    run: (t) =>
      overRoots(t, (sets, way, own) =>
        own.once(async (c) => judgeRoot(c, sets, way, anyOf(sets), 'RFC7644-3.4.2.1-root')),
      ),
  },
  {
    name: 'root-type',
    title: 'A filter on meta.resourceType narrows a query on the root',
    requirements: ['RFC7644-3.4.2.1-root-type'],
    needs: FILTERS,
    run: (t) =>
      overRoots(t, (sets, way, own) =>
        own.forAll(
          fc.constantFrom(...sets.map(({ subject }) => subject.type.name)),
          async (name, c) => {
            const path = { urn: null, attribute: 'meta', filter: null, subAttribute: 'resourceType' };
            const right: Filter = { kind: 'compare', path, operator: 'eq', value: name };
            const filter: Filter = { kind: 'and', left: anyOf(sets), right };
            await judgeRoot(c, sets, way, filter, 'RFC7644-3.4.2.1-root-type');
          },
          { runs: own.session.effort.costlyRuns },
        ),
      ),
  },
  {
    name: 'root-filters',
    title: 'On the root filters follow the same rules, and an attribute that a type lacks has no value',
    requirements: ['RFC7644-3.4.2.1-root-filter', 'RFC7644-3.4.2.1-foreign-attribute'],
    needs: FILTERS,
    run: filtersOnRoot,
  },
];

/** The filter that finds the specimens of all these types. */
function anyOf(sets: readonly SpecimenSet[]): Filter {
  const scopes = sets.flatMap(({ scope }) => scope ?? []);
  return scopes.reduce((left, right): Filter => ({ kind: 'or', left, right }));
}

/** Runs the body for each way to ask the root that the target offers. @throws NotOffered when it offers none */
async function overRoots(
  t: CheckContext,
  body: (sets: readonly SpecimenSet[], way: Way, t: CheckContext) => Promise<void>,
): Promise<void> {
  const sets = (await specimensOf(t.session).all()).filter(({ scope }) => scope !== null);
  if (sets.length === 0)
    throw new NotOffered('the target answers no filter with exactly the resources that were made');
  const offered: Way[] = [];
  const answers: string[] = [];
  await t.once(async (c) => {
    for (const way of ['get', 'search'] as const) {
      const response = await c.send(rootRequest(anyOf(sets), way, 'see whether the root can be queried'));
      const schemas = member(response.body, 'schemas');
      // A page of another kind may be at the root.
      const isList = Array.isArray(schemas) && schemas.includes(LIST_RESPONSE);
      if (isList || response.status >= 500) offered.push(...(response.status === 501 ? [] : [way]));
      answers.push(describe(response));
    }
  });
  t.session.observe('root.query', offered);
  if (offered.length === 0)
    throw new NotOffered(`the target answers ${answers.join(' and ')} to queries on the root`);
  await t.forEach(offered, (way, own) => body(sets, way, own));
}

function rootRequest(filter: Filter, way: Way, purpose: string) {
  const request = queryRequest('', { filter: formatFilter(filter) }, purpose, way);
  return way === 'get' ? { ...request, path: '/' } : request;
}

/** Judges that the specimens of every type are found that certainly match, and no others. */
async function judgeRoot(
  c: Case,
  sets: readonly SpecimenSet[],
  way: Way,
  filter: Filter,
  requirement: RequirementId,
  foreign?: RequirementId,
): Promise<void> {
  const response = await c.send(rootRequest(filter, way, 'query the root'));
  if (REFUSALS.has(response.status)) {
    c.session.observe('root.refused', formatFilter(filter));
    c.judge(requirement, true, () => ({ message: '' }));
    return;
  }
  const list = judgeList(c, response, requirement, 'a query on the root');
  const ids = new Set(idsOf(list.resources));
  for (const { subject, items } of sets) {
    const wrong = items.find((item) => {
      const decision = decideFilter(filter, item.shown, subject.type);
      // A page may hold less than all there is.
      const missing = decision === true && list.totalResults === list.resources.length;
      return (missing && !ids.has(item.id)) || (decision === false && ids.has(item.id));
    });
    const blamed = foreign !== undefined && subject !== sets[0]?.subject ? foreign : requirement;
    c.judge(blamed, wrong === undefined, () => ({
      message: `on the root, the filter ${formatFilter(filter)} ${wrong && ids.has(wrong.id) ? 'finds' : 'does not find'} a ${subject.noun} that ${wrong && ids.has(wrong.id) ? 'does not match' : 'matches'}`,
      expected: wrong && ids.has(wrong.id) ? 'no match' : 'a match',
      actual: `${list.resources.length} resources`,
    }));
  }
}

async function filtersOnRoot(t: CheckContext): Promise<void> {
  await overRoots(t, async (sets, way, own) => {
    const operands = sets.flatMap((set) => set.operands);
    if (operands.length === 0) throw new NotOffered('the target filters on no attribute');
    const foreign = 'RFC7644-3.4.2.1-foreign-attribute';
    await own.forAll(
      fc.record({ one: expressionArbitrary(operands), negated: fc.boolean() }),
      async ({ one, negated }, c) => {
        const right: Filter = negated ? { kind: 'not', filter: one } : one;
        const filter: Filter = { kind: 'and', left: anyOf(sets), right };
        await judgeRoot(c, sets, way, filter, 'RFC7644-3.4.2.1-root-filter', foreign);
      },
      { runs: own.session.effort.runs * 2 },
    );
  });
}
