import fc from 'fast-check';
import { setPath } from '../../generators/build.ts';
import { constraintFor } from '../../generators/constraints.ts';
import { otherCase } from '../../generators/letter-case.ts';
import { nearMisses } from '../../generators/near-miss.ts';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Created,
  Json,
  JsonObject,
  ListAnswer,
  MappedAttribute,
  RequirementId,
  Session,
  Subject,
} from '../../kit/index.ts';
import {
  eq,
  formatPath,
  holds,
  judgeList,
  member,
  query,
  sameValue,
  shown,
  valueAt,
} from '../../kit/index.ts';
import { forEachFilterable, prepare, withAttribute } from './filterable.ts';

/** Filters with eq: the right resource, and no other. */
export const equality: readonly CheckEntry[] = [
  {
    name: 'eq-finds-exactly',
    title: 'eq on a filterable attribute finds the resource with that value and none of its near misses',
    requirements: ['RFC7644-3.4.2.2-filter', 'APP-filterable', 'RFC7644-3.4.2-total-results'],
    run: (t) => forEachFilterable(t, findsExactly),
  },
  {
    name: 'letter-case',
    title: 'Letter case counts in a filter exactly when the attribute is caseExact',
    requirements: [
      'RFC7644-3.4.2.2-case-exact',
      'RFC7643-4.1.1-user-name-case',
      'RFC7643-3.1-external-id',
      'E-046',
    ],
    run: (t) => forEachFilterable(t, letterCase),
  },
];

/** The kinds of near misses there are, of plain text and of addresses. */
const NEAR_MISSES: readonly string[] = [
  ...new Set(
    ['Ada Example', 'ada@example.com'].flatMap((value) =>
      nearMisses(value, { caseExact: true }).map((miss) => miss.label),
    ),
  ),
];

async function findsExactly(subject: Subject, attribute: MappedAttribute, t: CheckContext): Promise<void> {
  const kinds = fc.uniqueArray(fc.constantFrom(...NEAR_MISSES), { maxLength: 6 });
  const one = subject.arbitrary(withAttribute(attribute));
  await t.forAll(
    fc.record({ resource: one, nearMisses: kinds }),
    async ({ resource, nearMisses: chosen }, c) => {
      const population = await populate(c, subject, attribute, resource, chosen);
      for (const wanted of population) await judgeExactly(c, subject, attribute, wanted, population);
      const [first] = population;
      if (first !== undefined) await judgeOtherTexts(c, subject, attribute, first);
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** Creates the resource and its near misses of these kinds. */
async function populate(
  c: Case,
  subject: Subject,
  attribute: MappedAttribute,
  resource: JsonObject,
  chosen: readonly string[],
): Promise<readonly Populated[]> {
  const { endpoint } = subject.type;
  const { body, value } = prepare(c, subject, resource, attribute);
  const created = await c.create(endpoint, body, `create the ${subject.noun}`);
  const population: Populated[] = [{ created, value }];
  const constraint = constraintFor(c.session.plan.target.constraints, attribute.text);
  const misses = nearMisses(value, {
    caseExact: attribute.definition.caseExact,
    ...(constraint === undefined ? {} : { constraint }),
  });
  for (const miss of misses) {
    if (miss.equal || !isPlain(miss.value) || !chosen.includes(miss.label)) continue;
    const near = setPath(subject.stamp(c, resource), attribute.path, miss.value, attribute);
    // A near miss may break a rule of the target's own, such as "an e-mail address"; then there is none to confuse.
    const answer = await c.post(endpoint, near, `create a near miss: ${miss.label}`);
    if (answer.created !== null) population.push({ created: answer.created, value: miss.value });
  }
  return population;
}

/**
 * Whether a value can be a near miss here: a provider may trim one that ends in a blank and so store another, and
 * whether escapes are undone is for filtering/hard-values to say.
 */
function isPlain(value: string): boolean {
  return value === value.trim() && JSON.stringify(value) === `"${value}"`;
}

/** A resource with the value of the attribute it was created with. */
interface Populated {
  readonly created: Created;
  readonly value: string;
}

/** Judges that a filter for one value of a known population finds its holder alone. */
async function judgeExactly(
  c: Case,
  subject: Subject,
  attribute: MappedAttribute,
  wanted: Populated,
  population: readonly Populated[],
): Promise<void> {
  const filter = eq(formatPath(attribute.path), wanted.value);
  const list = await query(
    c,
    subject.type.endpoint,
    { filter },
    'APP-filterable',
    `find the ${subject.noun} by ${attribute.text}`,
  );
  const found = holds(list, wanted.created.id);
  const late = !found && (await isLate(c, subject, filter, wanted.created.id));
  c.judge('RFC7644-3.4.2.2-filter', found, () => ({
    message: late
      ? `the filter on ${attribute.text} finds a ${subject.noun} only a while after it was created`
      : `the filter on ${attribute.text} does not find the ${subject.noun} that has the value`,
    expected: `the ${subject.noun} ${wanted.created.id}${late ? ' at once' : ''}`,
    actual: late ? `it, ${PATIENCE / 1000} s later` : summary(list, attribute, subject),
    ...(late
      ? {
          hint: 'The index is written behind the answer: clients that look at once create the resource again.',
        }
      : {}),
  }));
  const confused = population.find(
    ({ created, value }) =>
      created !== wanted.created &&
      holds(list, created.id) &&
      !sameValue(value, wanted.value, attribute.definition),
  );
  c.judge('RFC7644-3.4.2.2-filter', confused === undefined, () => ({
    message: `the filter on ${attribute.text} for one value also finds a ${subject.noun} with a near miss of it`,
    expected: `only ${shown(wanted.value)}`,
    actual: `also ${shown(confused?.value)}`,
  }));
  judgeAllMatch(c, subject, attribute, wanted.value, list);
  c.judge('RFC7644-3.4.2-total-results', list.totalResults === list.resources.length, () => ({
    message: `totalResults is ${shown(list.totalResults)} where ${list.resources.length} resource matches`,
    expected: `"totalResults": ${list.resources.length}`,
    actual: `"totalResults": ${shown(list.body.totalResults)}`,
  }));
}

/** Milliseconds after which a resource that was not found is looked for again. */
const PATIENCE = 1000;

const LATE = new WeakMap<Session, Promise<boolean>>();

/** Whether what a filter does not find is found a while later; tried once in a session. */
function isLate(c: Case, { type }: Subject, filter: string, id: string): Promise<boolean> {
  const known = LATE.get(c.session);
  if (known !== undefined) return known;
  const trial = (async () => {
    await new Promise((resolve) => setTimeout(resolve, PATIENCE));
    const request = { method: 'GET', path: type.endpoint, query: { filter } } as const;
    const { body } = await c.send({ ...request, purpose: 'look again a while later' });
    const resources = member(body, 'Resources');
    return Array.isArray(resources) && resources.some((item) => member(item, 'id') === id);
  })();
  LATE.set(c.session, trial);
  return trial;
}

/** Texts that sloppy comparisons take for the value: patterns of several languages, and the value with an accent more. */
const OTHER_TEXTS: readonly (readonly [what: string, change: (value: string) => string])[] = [
  ['a pattern of SQL', (value) => `_${withoutEnds(value)}%`],
  ['a pattern with *', (value) => `*${withoutFirst(value)}`],
  ['a regular expression', (value) => `.${withoutFirst(value)}`],
  [
    'the same with an accent',
    (value) => value.replace(/[aeiou]/i, (letter) => `${letter}\u0301`.normalize()),
  ],
];

const withoutFirst = (value: string): string => [...value].slice(1).join('');
const withoutEnds = (value: string): string => [...value].slice(1, -1).join('');

/** Judges that other texts are not taken for the value. */
async function judgeOtherTexts(
  c: Case,
  { type, noun }: Subject,
  { text, path, definition }: MappedAttribute,
  { created, value }: Populated,
): Promise<void> {
  for (const [what, change] of OTHER_TEXTS) {
    const other = change(value);
    if (sameValue(other, value, definition)) continue;
    const request = { filter: eq(formatPath(path), other) };
    const purpose = `look for ${what}`;
    const answer = await c.send({ method: 'GET', path: type.endpoint, query: request, purpose });
    // A target may refuse a value that its own rules exclude; then there is nothing to confuse.
    if (answer.status !== 200) continue;
    const list = judgeList(c, answer, 'APP-filterable', request.filter);
    c.judge('RFC7644-3.4.2.2-filter', !holds(list, created.id), () => ({
      message: `the filter on ${text} finds the ${noun} by ${what}`,
      expected: `no ${noun} with another value than ${shown(other)}`,
      actual: `the ${noun} with ${shown(value)}`,
      hint: 'eq compares the whole value, character by character: mind what signs and accents mean to the store.',
    }));
  }
}

/** Judges that every resource in the list, whoever created it, has the value. Resources that hide the attribute tell nothing. */
function judgeAllMatch(
  c: Case,
  subject: Subject,
  attribute: MappedAttribute,
  wanted: Json,
  list: ListAnswer,
): void {
  const stranger = list.resources.find((resource) => {
    const value = valueAt(resource, attribute, subject.type);
    return value !== undefined && !Array.isArray(value) && !sameValue(value, wanted, attribute.definition);
  });
  c.judge('RFC7644-3.4.2.2-filter', stranger === undefined, () => ({
    message: `the filter on ${attribute.text} also finds a ${subject.noun} with another value`,
    expected: `only ${shown(wanted)}`,
    actual: `also ${shown(stranger === undefined ? undefined : valueAt(stranger, attribute, subject.type))}`,
    hint: 'The filter is ignored, or compares parts of the value.',
  }));
}

function summary(list: ListAnswer, attribute: MappedAttribute, subject: Subject): string {
  const values = list.resources
    .slice(0, 5)
    .map((resource) => shown(valueAt(resource, attribute, subject.type)));
  return list.resources.length === 0
    ? 'no resource'
    : `${list.resources.length} resources: ${values.join(', ')}`;
}

/** The requirement that fixes the letter case of an attribute, where one names it. */
const CASE_RULES: Readonly<Record<string, RequirementId>> = {
  'user username': 'RFC7643-4.1.1-user-name-case',
  'user externalid': 'RFC7643-3.1-external-id',
  'group externalid': 'RFC7643-3.1-external-id',
  'group displayname': 'E-046',
};

async function letterCase(subject: Subject, attribute: MappedAttribute, t: CheckContext): Promise<void> {
  const { caseExact } = attribute.definition;
  const key = `${subject.noun} ${attribute.definition.name.toLowerCase()}`;
  const rule =
    (attribute.path.subAttribute === null ? CASE_RULES[key] : undefined) ?? 'RFC7644-3.4.2.2-case-exact';
  await t.forAll(
    subject.arbitrary(withAttribute(attribute)),
    async (resource, c) => {
      const { body, value } = prepare(c, subject, resource, attribute);
      const flipped = otherCase(value);
      if (flipped === null) return fc.pre(false);
      const created = await c.create(subject.type.endpoint, body, `create the ${subject.noun}`);
      const list = await query(
        c,
        subject.type.endpoint,
        { filter: eq(formatPath(attribute.path), flipped) },
        rule,
        'find it in other letter case',
      );
      const found = holds(list, created.id);
      c.judge(rule, found === !caseExact, () => ({
        message: caseExact
          ? `a filter on ${attribute.text}, which is case-exact, finds a value in other letter case`
          : `a filter on ${attribute.text} in other letter case does not find the ${subject.noun}`,
        expected: caseExact ? 'no match' : `the ${subject.noun} with ${shown(value)}`,
        actual: found ? `the ${subject.noun} with ${shown(value)}` : 'no match',
      }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}
