import type { Answer } from '../../engine/answer.ts';
import type { Case } from '../../engine/case.ts';
import type { Complaint } from '../../engine/complaint.ts';
import type { CheckContext } from '../../engine/context.ts';
import { InputRefused, NotOffered, SetupFailure } from '../../engine/violation.ts';
import type { FilterOperand } from '../../generators/filter.ts';
import type { RequirementId } from '../../requirements/index.ts';
import { decideFilter } from '../../scim/decide.ts';
import { type Filter, formatFilter } from '../../scim/filter.ts';
import type { JsonObject } from '../../scim/json.ts';
import { readPath } from '../../scim/lookup.ts';
import { formatPath } from '../../scim/path.ts';
import type { ResourceType } from '../../scim/schema.ts';
import { judgeList, notListed } from '../answers.ts';
import { answered } from '../complaints.ts';
import { specimensOf } from '../specimens.ts';
import {
  alone,
  conditionsIn,
  expressionsIn,
  type Misfit,
  matching,
  misfitOf,
  requireAlone,
} from './matching.ts';
import { ENDLESS, isBracketed, isComposed, type Outcome } from './queries.ts';
import type { Ground, SpecimenSet } from './set.ts';

export {
  ask,
  idsOf,
  type Outcome,
  type Parameters,
  queryRequest,
  scoped,
  scopeText,
  type Way,
} from './queries.ts';
export { specimenOf } from './set.ts';

/** How a filter is written. */
export type Spell = (filter: Filter) => string;

/**
 * Asks for the specimens that a filter matches, and judges that those certainly meant are found and no others. What is made
 * of several expressions is blamed only where each of them holds alone, another spelling only where the plain one does.
 * @throws InputRefused where that is not so, NotOffered when there are more results than can be read
 */
export async function judgeFilter(
  c: Case,
  set: Ground,
  filter: Filter,
  requirements: readonly [RequirementId, ...RequirementId[]],
  spell: Spell = formatFilter,
): Promise<Outcome> {
  const text = spell(filter);
  const narrowed = await matching(c, set, filter, text);
  // The brackets that the scope puts around a filter are not its own.
  const bracketed = narrowed.kind === 'refused' && set.narrows && isBracketed(filter);
  const reading = bracketed ? await matching(c, { ...set, narrows: false }, filter, text) : narrowed;
  if (reading.kind === 'endless') throw new NotOffered(ENDLESS);
  const { answer: response } = reading;
  if (reading.kind === 'refused') {
    await judgeRefusal(c, set, filter, requirements.at(-1) ?? requirements[0], { spell, response });
    return { kind: 'refused', response };
  }
  const what = `the filter ${text}`;
  const more = { ...about(filter, text), answer: response };
  if (reading.kind === 'broken') {
    await requireForm(c, set, filter, response);
    await requireParts(c, set, filter, spell);
    for (const rule of requirements) c.judge(rule, false, () => notListed(response, what, more));
    return { kind: 'found', hits: [], response };
  }
  for (const answer of reading.answers) judgeList(c, answer, requirements[0], what);
  const misfit = misfitOf(set, filter, reading.hits);
  if (misfit !== null) await requireParts(c, set, filter, spell);
  for (const rule of requirements)
    c.judge(rule, misfit === null, () => ({ ...misfitComplaint(set, filter, misfit), what, ...more }));
  return { kind: 'found', hits: reading.hits, response };
}

/** Requires of each expression in a filter that it holds alone, and of one in another spelling that it holds in the plain one. */
async function requireParts(c: Case, set: Ground, filter: Filter, spell: Spell): Promise<void> {
  const parts = expressionsIn(filter);
  if (parts[0] !== filter) for (const part of parts) await requireAlone(c, set, part, spell(part));
  else if (spell(filter) !== formatFilter(filter)) await requireAlone(c, set, filter);
}

/**
 * Requires of what is answered with no list that the answers to plain filters are lists, also where nobody matches: what is
 * wrong with them is for plain filters to say.
 */
async function requireForm(c: Case, set: Ground, filter: Filter, answer: Answer): Promise<void> {
  const { items, scope, subject } = set;
  if (filter.kind === 'compare' && filter.operator === 'eq') return;
  if (answer.ok && !('path' in filter))
    throw new InputRefused(
      `cannot judge: the filter ${formatFilter(filter)} is answered with no list`,
      answer,
    );
  const matched = items.some(({ shown }) => decideFilter(filter, shown, subject.type) === true);
  if (!matched && scope?.kind === 'compare')
    await requireAlone(c, set, { ...scope, value: `${scope.value} nobody` });
}

/** What a finding about a filter is about: an attribute where it is one expression, and how it is written. */
function about(filter: Filter, text: string): Pick<Complaint, 'attribute' | 'form'> {
  const spelled = text === formatFilter(filter) ? [] : ['filter in another spelling'];
  const form = [...new Set([...operatorsIn(filter), ...spelled])];
  if (!('path' in filter)) return { form };
  return { form, attribute: formatPath({ ...filter.path, filter: null }) };
}

/** What a filter is made of, as a form: `filter and`, `filter eq`. */
export function operatorsIn(filter: Filter): readonly string[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return [`filter ${filter.kind}`, ...operatorsIn(filter.left), ...operatorsIn(filter.right)];
    case 'not':
      return ['filter not', ...operatorsIn(filter.filter)];
    case 'valuePath':
      return ['filter [ ]', ...(filter.path.filter === null ? [] : operatorsIn(filter.path.filter))];
    case 'present':
      return ['filter pr'];
    case 'compare':
      return [`filter ${filter.operator}`];
  }
}

/** A filter that finds others than those that match. */
function misfitComplaint(
  { subject }: Ground,
  filter: Filter,
  misfit: Misfit | null,
): Omit<Complaint, 'what'> {
  const { noun, type } = subject;
  const found = misfit?.found === true;
  const holder = `the ${noun} ${misfit === null ? '' : valuesIn(filter, misfit.item.shown, type)}`;
  return {
    deviation: found ? 'found' : 'unfound',
    says: found ? `finds a ${noun} that does not match` : `does not find a ${noun} that matches`,
    wanted: found ? 'no match' : holder,
    got: found ? holder : 'no match',
  };
}

/** The values of a specimen that a filter asks for: `with title = "Dr", without nickName`. */
function valuesIn(filter: Filter, shown: JsonObject, type: ResourceType): string {
  const paths = expressionsIn(filter).flatMap((part) => ('path' in part ? [part.path] : []));
  return [...new Map(paths.map((path) => [formatPath(path), path]))]
    .map(([text, path]) => {
      const values = readPath(shown, path, type);
      if (values.length === 0) return `without ${text}`;
      return `with ${text} = ${JSON.stringify(values.length === 1 ? values[0] : values)}`;
    })
    .join(', ');
}

/**
 * A target may refuse to compare an attribute with an operator (RFC 7644 §3.12, Table 9, invalidFilter): that is
 * observed. Refusing to join expressions that it takes one by one is worth a warning.
 */
async function judgeRefusal(
  c: Case,
  set: Ground,
  filter: Filter,
  requirement: RequirementId,
  { spell, response }: { readonly spell: Spell; readonly response: Answer },
): Promise<void> {
  const text = spell(filter);
  const { type } = set.subject;
  if ('path' in filter && !(await takesEach(c, set, filter))) {
    const operator = filter.kind === 'compare' ? filter.operator : filter.kind;
    if (text === formatFilter(filter)) c.session.observe(`filter.refused.${type.name}.${operator}`, text);
    return;
  }
  await requireParts(c, set, filter, spell);
  c.advise(requirement, false, () =>
    answered(`the filter ${text}`, response, 200, {
      ...about(filter, text),
      says: 'is refused, although each expression of it is taken alone',
      wanted: '200 with a list',
    }),
  );
}

/** Whether each of several conditions in square brackets is taken where it stands there alone. */
async function takesEach(c: Case, set: Ground, filter: Filter): Promise<boolean> {
  if (filter.kind !== 'valuePath' || filter.path.filter === null || !isComposed(filter)) return false;
  for (const condition of conditionsIn(filter.path.filter)) {
    const single: Filter = { ...filter, path: { ...filter.path, filter: condition } };
    if ((await alone(c.session, set, single)).kind !== 'holds') return false;
  }
  return true;
}

/** Runs the body for each of these sets at the same time. @throws NotOffered when there is none */
export async function forSets(
  t: CheckContext,
  sets: readonly SpecimenSet[],
  missing: string,
  body: (set: SpecimenSet, t: CheckContext) => Promise<void>,
): Promise<void> {
  if (sets.length === 0) throw new NotOffered(missing);
  await t.forEach(sets, body);
}

/** Whether filters may compare an attribute for equality, which is the plainest form. */
export const isComparable = ({ operators }: FilterOperand): boolean => operators.includes('eq');

/** Attributes as a check can use them. */
type Usable = (all: readonly FilterOperand[]) => readonly FilterOperand[];

/**
 * Runs the body for the specimens of each type of which filters may ask for such attributes, and find exactly those that match.
 * @param usable by default all that can be compared for equality
 * @throws NotOffered where filters may ask for none, SetupFailure where they never find those that match
 */
export async function overFilterable(
  t: CheckContext,
  body: (set: SpecimenSet, t: CheckContext) => Promise<void>,
  usable: Usable = (all) => all.filter(isComparable),
): Promise<void> {
  const sets = (await specimensOf(t.session).all()).filter(
    ({ operands, failing }) => usable([...operands, ...failing]).length > 0,
  );
  const holding = sets.filter(({ operands }) => usable(operands).length > 0);
  const [first] = sets;
  if (holding.length === 0 && first !== undefined)
    throw new SetupFailure(
      'cannot judge: not even in its plainest form does such a filter find exactly those that match (see filter-language/eq)',
      null,
    );
  await forSets(t, holding, 'the target filters on no attribute that this could be asked of', body);
}
