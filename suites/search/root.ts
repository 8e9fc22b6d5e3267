import fc from 'fast-check';
import { expressionArbitrary } from '../../generators/filter.ts';
import type {
  CheckContext,
  CheckEntry,
  Filter,
  ListAnswer,
  RequirementId,
  ScimRequest,
  Session,
  Specimen,
  SpecimenSet,
  Way,
} from '../../kit/index.ts';
import {
  amount,
  answered,
  Case,
  describe,
  formatFilter,
  formatPath,
  holds,
  InputRefused,
  idsOf,
  isObject,
  judgeList,
  member,
  NotOffered,
  oncePerSession,
  operatorsIn,
  queryRequest,
  REFUSALS,
  specimensOf,
} from '../../kit/index.ts';
import { decideFilter } from '../../scim/decide.ts';
import { FILTERS } from './posted.ts';

const ROOT = 'RFC7644-3.4.2.1-root';
const ROOT_TYPE = 'RFC7644-3.4.2.1-root-type';
const ROOT_FILTER = 'RFC7644-3.4.2.1-root-filter';
const FOREIGN_ATTRIBUTE = 'RFC7644-3.4.2.1-foreign-attribute';

/** Queries that take in the resources of every type. */
export const roots: readonly CheckEntry[] = [
  {
    name: 'root',
    title: 'A query on the root takes in the resources of every type',
    requirements: [ROOT],
    needs: FILTERS,
    run: (t) => overRoots(t, (root, own) => own.once((c) => judgeRoot(c, root, anyOf(root.sets), ROOT))),
  },
  {
    name: 'root-type',
    title: 'A filter on meta.resourceType narrows a query on the root',
    requirements: [ROOT_TYPE],
    needs: FILTERS,
    run: (t) =>
      overRoots(t, (root, own) =>
        own.forAll(
          fc.constantFrom(...root.sets.map(({ subject }) => subject.type.name)),
          (name, c) =>
            judgeRoot(c, root, both(anyOf(root.sets), ofType(name)), ROOT_TYPE, {
              attribute: 'meta.resourceType',
            }),
          { runs: own.session.effort.costlyRuns },
        ),
      ),
  },
  {
    name: 'root-filters',
    title: 'On the root filters follow the same rules, and an attribute that a type lacks has no value',
    requirements: [ROOT_FILTER, FOREIGN_ATTRIBUTE],
    needs: FILTERS,
    run: (t) => overRoots(t, filtersOnRoot),
  },
];

/** The root, asked in one way, and the specimens of all types that filters find there. */
interface Root {
  readonly sets: readonly SpecimenSet[];
  readonly way: Way;
}

const both = (left: Filter, right: Filter): Filter => ({ kind: 'and', left, right });

const ofType = (name: string): Filter => ({
  kind: 'compare',
  path: { urn: null, attribute: 'meta', filter: null, subAttribute: 'resourceType' },
  operator: 'eq',
  value: name,
});

/** The filter that finds the specimens of all these types. */
function anyOf(sets: readonly SpecimenSet[]): Filter {
  const scopes = sets.flatMap(({ scope }) => scope ?? []);
  return scopes.reduce((left, right): Filter => ({ kind: 'or', left, right }));
}

/** Runs the body for each way to ask the root that the target offers. @throws NotOffered when it offers none */
async function overRoots(
  t: CheckContext,
  body: (root: Root, t: CheckContext) => Promise<void>,
): Promise<void> {
  const sets = (await specimensOf(t.session).all()).filter(({ scope }) => scope !== null);
  if (sets.length === 0)
    throw new NotOffered('the target answers no filter with exactly the resources that were made');
  const answers = await answersOf(t.session);
  const offered = answers.filter(({ isOffered }) => isOffered);
  t.session.observe(
    'root.query',
    offered.map(({ way }) => way),
  );
  if (offered.length === 0) {
    const said = answers.map(({ words }) => words).join(' and ');
    throw new NotOffered(`the target answers ${said} to queries on the root`);
  }
  await t.forEach(offered, ({ way }, own) => body({ sets, way }, own));
}

/** How the root is answered in each way; once a session, for no document announces it. */
const answersOf = oncePerSession(async (session: Session) => {
  const sets = (await specimensOf(session).all()).filter(({ scope }) => scope !== null);
  const c = new Case(session, []);
  return Promise.all(
    (['get', 'search'] as const).map(async (way) => {
      const request = rootRequest(anyOf(sets), way, 'see whether the root can be queried');
      // A page of another kind may be at the root.
      const answer = await c.send({ ...request, wellFormed: false });
      const isOffered = answer.list !== null || (answer.status >= 500 && answer.status !== 501);
      return { way, words: describe(answer), isOffered };
    }),
  );
});

function rootRequest(filter: Filter, way: Way, purpose: string): ScimRequest {
  const request = queryRequest('', { filter: formatFilter(filter) }, purpose, way);
  return way === 'get' ? { ...request, path: '/' } : request;
}

/**
 * Judges that the specimens of every type are found that certainly match, and no others; but for what the endpoint of their
 * type finds in the same way, which other checks judge.
 */
async function judgeRoot(
  c: Case,
  { sets, way }: Root,
  filter: Filter,
  rule: RequirementId,
  about: { readonly attribute?: string | undefined; readonly foreign?: RequirementId } = {},
): Promise<void> {
  const answer = await c.send(rootRequest(filter, way, 'query the root'));
  const what = `the filter ${formatFilter(filter)} on the root`;
  // A filter may be refused as not supported (RFC 7644 §3.12, Table 9).
  const refused = REFUSALS.has(answer.status);
  c.judge(rule, answer.status === 200 || refused, () => answered(what, answer, 200));
  if (refused) return c.session.observe('root.refused', formatFilter(filter));
  const list = judgeList(c, answer, rule, what);
  for (const set of sets) {
    const { noun, type } = set.subject;
    const wrong = wrongIn(list, set, filter);
    if (wrong !== undefined && about.attribute !== undefined) await requireElsewhere(c, set, filter, wrong);
    const found = wrong !== undefined && holds(list, wrong.id);
    c.judge(set === sets[0] ? rule : (about.foreign ?? rule), wrong === undefined, () => ({
      deviation: found ? 'found' : 'unfound',
      what,
      says: found ? `finds a ${noun} that does not match` : `does not find a ${noun} that matches`,
      attribute: about.attribute,
      form: [...new Set(operatorsIn(filter))],
      type: type.name,
      wanted: found ? 'no match' : 'a match',
      got: amount(list.resources.length, 'resource'),
      answer,
    }));
  }
}

/** A specimen that a list certainly should not have, or lacks. */
function wrongIn(
  list: Pick<ListAnswer, 'resources' | 'totalResults'>,
  { items, subject }: SpecimenSet,
  filter: Filter,
): Specimen | undefined {
  // A page may hold less than all there is.
  const whole = list.totalResults === list.resources.length;
  return items.find((item) => {
    const decision = decideFilter(filter, item.shown, subject.type);
    return idsOf(list.resources).includes(item.id) ? decision === false : decision === true && whole;
  });
}

/** @throws InputRefused where the endpoint of the type answers in the same way */
async function requireElsewhere(c: Case, set: SpecimenSet, filter: Filter, wrong: Specimen): Promise<void> {
  const parameters = { filter: formatFilter(filter) };
  const answer = await c.send(
    queryRequest(set.subject.type.endpoint, parameters, 'ask the endpoint of the type'),
  );
  if (answer.list === null) return;
  const listed = member(answer.list, 'Resources');
  const resources = Array.isArray(listed) ? listed.filter(isObject) : [];
  const total = member(answer.list, 'totalResults');
  const list = { resources, totalResults: typeof total === 'number' ? total : undefined };
  if (wrongIn(list, { ...set, items: [wrong] }, filter) !== undefined)
    throw new InputRefused('cannot judge: the endpoint of the type answers in the same way', answer);
}

async function filtersOnRoot(root: Root, t: CheckContext): Promise<void> {
  const operands = root.sets.flatMap((set) => set.operands);
  if (operands.length === 0) throw new NotOffered('the target filters on no attribute');
  await t.forAll(
    fc.record({ one: expressionArbitrary(operands), negated: fc.boolean() }),
    async ({ one, negated }, c) => {
      const right: Filter = negated ? { kind: 'not', filter: one } : one;
      const attribute = 'path' in one ? formatPath({ ...one.path, filter: null }) : undefined;
      await judgeRoot(c, root, both(anyOf(root.sets), right), ROOT_FILTER, {
        attribute,
        foreign: FOREIGN_ATTRIBUTE,
      });
    },
    { runs: t.session.effort.runs * 2 },
  );
}
