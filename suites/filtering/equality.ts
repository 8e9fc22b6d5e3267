import fc from 'fast-check';
import type { MappedAttribute } from '../../config/mapping.ts';
import { setPath } from '../../generators/build.ts';
import { otherCase } from '../../generators/letter-case.ts';
import { nearMisses } from '../../generators/near-miss.ts';
import { HARD_CLASSES, type HardClass } from '../../generators/values/hard-classes.ts';
import type { Json, JsonObject } from '../../scim/json.ts';
import { sameValue } from '../../scim/value.ts';
import { eq, holds, type ListAnswer, query, shown } from '../answers.ts';
import { type Case, type Created, describe } from '../case.ts';
import type { CheckEntry } from '../check.ts';
import { type CheckContext, Failure } from '../context.ts';
import { valueAt } from '../readback.ts';
import { type Subject, type SubjectOptions, subjects } from '../subject.ts';
import { InputRefused } from '../violation.ts';

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
    requirements: ['RFC7644-3.4.2.2-case-exact', 'RFC7643-4.1.1-user-name-case', 'RFC7643-3.1-external-id', 'E-046'],
    run: (t) => forEachFilterable(t, letterCase),
  },
  {
    name: 'hard-values',
    title: 'A value with quotes, backslashes, blanks or any Unicode character is found by its escaped literal',
    requirements: ['RFC7644-3.4.2.2-string-literal'],
    run: (t) => forEachFilterable(t, hardValues),
  },
  {
    name: 'and',
    title: 'and finds a resource only where both sides match',
    requirements: ['RFC7644-3.4.2.2-and'],
    run: (t) => and(t),
  },
];

/** Runs the body for each filterable attribute that holds strings, measuring the attribute's filter column. */
export function forEachFilterable(
  t: CheckContext,
  body: (subject: Subject, attribute: MappedAttribute, t: CheckContext) => Promise<void>,
): Promise<void> {
  const pairs = subjects(t.session).flatMap((subject) =>
    filterable(subject).map((attribute) => ({ subject, attribute })),
  );
  return t.forEach(pairs, ({ subject, attribute }) => `${attribute.text} of ${subject.noun}s`, async ({ subject, attribute }, own) => {
    try {
      await body(subject, attribute, own);
      t.session.measure(attribute, 'filter', 'pass');
    } catch (error) {
      t.session.measure(attribute, 'filter', error instanceof Failure ? 'fail' : 'error');
      throw error;
    }
  });
}

function filterable(subject: Subject): readonly MappedAttribute[] {
  return subject.attributes.filter((attribute) => attribute.filterable && attribute.definition.type === 'string');
}

/** What a resource must have so that its attribute can be filtered on: the attribute itself assigned. */
function withAttribute(attribute: MappedAttribute): SubjectOptions {
  return attribute.required ? { required: 'only' } : { omit: (other) => !other.required && other !== attribute, required: 'with-optional' };
}

/** A stamped resource that certainly has the attribute, with its value; a generated one may have left it out. */
function prepare(c: Case, subject: Subject, resource: JsonObject, attribute: MappedAttribute): { body: JsonObject; value: string } {
  const body = subject.stamp(c, resource);
  const value = valueAt(body, attribute, subject.type);
  if (typeof value === 'string') return { body, value };
  const made = c.marker();
  return { body: setPath(body, attribute.path, made, attribute), value: made };
}

async function findsExactly(subject: Subject, attribute: MappedAttribute, t: CheckContext): Promise<void> {
  const picks = fc.uniqueArray(fc.nat({ max: 15 }), { maxLength: 6 });
  const constraint = t.session.plan.target.constraints[attribute.text];
  const one = subject.arbitrary(withAttribute(attribute));
  await t.forAll(fc.tuple(one, picks), async ([resource, chosen], c) => {
    const { body, value } = prepare(c, subject, resource, attribute);
    const misses = nearMisses(value, { caseExact: attribute.definition.caseExact, ...(constraint === undefined ? {} : { constraint }) }).filter(
      (miss) => !miss.equal && miss.value === miss.value.trim(),
    );
    const near = [...new Set(chosen.map((index) => misses[index % Math.max(1, misses.length)]))].filter((miss) => miss !== undefined);
    const population: { created: Created; value: string; label: string }[] = [];
    for (const { value: text, label } of [...near, { value, label: 'the value itself' }]) {
      const own = label === 'the value itself' ? body : setPath(subject.stamp(c, resource), attribute.path, text, attribute);
      // A near miss may break a rule of the target's own, such as "an e-mail address"; then there is none to confuse.
      const { response, created } = await c.post(subject.type.endpoint, own, `create the ${subject.noun} with ${label}`);
      if (created === null && own === body) throw new InputRefused(`every generated ${subject.noun} is refused: ${describe(response)}`);
      if (created !== null) population.push({ created, value: text, label });
    }
    for (const wanted of population.toReversed()) await judgeExactly(c, subject, attribute, wanted, population);
  }, { runs: t.session.effort.costlyRuns });
}

interface Populated {
  readonly created: Created;
  readonly value: string;
  readonly label: string;
}

/** Judges that a filter for one value of a known population finds its holder alone. */
async function judgeExactly(c: Case, subject: Subject, attribute: MappedAttribute, wanted: Populated, population: readonly Populated[]): Promise<void> {
  const filter = eq(attribute.text, wanted.value);
  const list = await query(c, subject.type.endpoint, { filter }, 'APP-filterable', `find the ${subject.noun} by ${attribute.text}`);
  c.judge('RFC7644-3.4.2.2-filter', holds(list, wanted.created.id), () => ({
    message: `the filter on ${attribute.text} does not find the ${subject.noun} that has the value`,
    expected: `the ${subject.noun} ${wanted.created.id}`,
    actual: summary(list, attribute, subject),
  }));
  const confused = population.find(({ created, value }) => created !== wanted.created && holds(list, created.id) && !sameValue(value, wanted.value, attribute.definition));
  c.judge('RFC7644-3.4.2.2-filter', confused === undefined, () => ({
    message: `the filter on ${attribute.text} also finds a near miss (${confused?.label})`,
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

/** Judges that every resource in the list, whoever created it, has the value. Resources that hide the attribute tell nothing. */
function judgeAllMatch(c: Case, subject: Subject, attribute: MappedAttribute, wanted: Json, list: ListAnswer): void {
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
  const values = list.resources.slice(0, 5).map((resource) => shown(valueAt(resource, attribute, subject.type)));
  return list.resources.length === 0 ? 'no resource' : `${list.resources.length} resources: ${values.join(', ')}`;
}

/** The requirement that fixes the letter case of an attribute, where one names it. */
const CASE_RULES: Readonly<Record<string, string>> = {
  'user username': 'RFC7643-4.1.1-user-name-case',
  'user externalid': 'RFC7643-3.1-external-id',
  'group externalid': 'RFC7643-3.1-external-id',
  'group displayname': 'E-046',
};

async function letterCase(subject: Subject, attribute: MappedAttribute, t: CheckContext): Promise<void> {
  const { caseExact } = attribute.definition;
  const key = `${subject.noun} ${attribute.definition.name.toLowerCase()}`;
  const rule = (attribute.path.subAttribute === null ? CASE_RULES[key] : undefined) ?? 'RFC7644-3.4.2.2-case-exact';
  await t.forAll(subject.arbitrary(withAttribute(attribute)), async (resource, c) => {
    const { body, value } = prepare(c, subject, resource, attribute);
    const flipped = otherCase(value);
    if (flipped === null) return fc.pre(false);
    const created = await c.create(subject.type.endpoint, body, `create the ${subject.noun}`);
    const list = await query(c, subject.type.endpoint, { filter: eq(attribute.text, flipped) }, rule, 'find it in other letter case');
    const found = holds(list, created.id);
    c.judge(rule, found === !caseExact, () => ({
      message: caseExact
        ? `a filter on ${attribute.text}, which is case-exact, finds a value in other letter case`
        : `a filter on ${attribute.text} in other letter case does not find the ${subject.noun}`,
      expected: caseExact ? 'no match' : `the ${subject.noun} with ${shown(value)}`,
      actual: found ? `the ${subject.noun} with ${shown(value)}` : 'no match',
    }));
  }, { runs: t.session.effort.costlyRuns });
}

async function hardValues(subject: Subject, attribute: MappedAttribute, t: CheckContext): Promise<void> {
  const isUserName = attribute.definition.name === 'userName';
  const classes = HARD_CLASSES.filter((kind) => !kind.onDemand && (kind.userName || !isUserName));
  await t.forEach(classes, (kind) => kind.name, (kind, own) => hardClass(own, subject, attribute, kind));
}

async function hardClass(t: CheckContext, subject: Subject, attribute: MappedAttribute, kind: HardClass): Promise<void> {
  const one = fc.tuple(subject.arbitrary(withAttribute(attribute)), kind.arbitrary);
  await t.forAll(one, async ([resource, hard], c) => {
    const body = subject.stamp(c, setPath(resource, attribute.path, hard, attribute));
    const { created } = await c.post(subject.type.endpoint, body, `create the ${subject.noun}`);
    // A target may refuse such a value (required-attributes/keeps-hard-values observes it); then there is nothing to find.
    if (created === null) return;
    const stored = valueAt(await c.read(created), attribute, subject.type);
    if (typeof stored !== 'string') return;
    const filter = eq(attribute.text, stored);
    const list = await query(c, subject.type.endpoint, { filter }, 'RFC7644-3.4.2.2-string-literal', 'find it by the value');
    c.judge('RFC7644-3.4.2.2-string-literal', holds(list, created.id), () => ({
      message: `the ${subject.noun} whose ${attribute.text} holds ${kind.name} is not found by that value`,
      expected: `a match for ${filter}`,
      actual: list.resources.length === 0 ? 'no resource' : `${list.resources.length} other resources`,
      hint: 'The comparison value is a JSON string: undo \\" and \\\\ and \\u escapes once, and decode + and % in the URL once.',
    }));
    judgeAllMatchLiteral(c, subject, attribute, stored, list);
  }, { runs: Math.max(1, Math.floor(t.session.effort.runs / 10)) });
}

function judgeAllMatchLiteral(c: Case, subject: Subject, attribute: MappedAttribute, wanted: string, list: ListAnswer): void {
  const stranger = list.resources.find((resource) => {
    const value = valueAt(resource, attribute, subject.type);
    return typeof value === 'string' && !sameValue(value, wanted, attribute.definition) && value.normalize('NFC').trim() !== wanted.normalize('NFC').trim();
  });
  c.judge('RFC7644-3.4.2.2-string-literal', stranger === undefined, () => ({
    message: `the filter for ${shown(wanted)} finds a ${subject.noun} with another value`,
    expected: `only ${shown(wanted)}`,
    actual: `also ${shown(stranger === undefined ? undefined : valueAt(stranger, attribute, subject.type))}`,
  }));
}

async function and(parent: CheckContext): Promise<void> {
  await parent.forEach(subjects(parent.session), (subject) => `${subject.noun}s`, async (subject, t) => {
    const attributes = filterable(subject);
    const [first, second] = [attributes[0], attributes.at(-1)];
    if (first === undefined || second === undefined) return;
    const one = subject.arbitrary({ required: 'with-optional', omit: (a) => !a.required && a !== first && a !== second });
    await t.forAll(fc.tuple(one, one), async ([a, b], c) => {
      const pair = [prepareBoth(c, subject, a, [first, second]), prepareBoth(c, subject, b, [first, second])] as const;
      const left = await c.create(subject.type.endpoint, pair[0].body, `create the first ${subject.noun}`);
      const right = await c.create(subject.type.endpoint, pair[1].body, `create the second ${subject.noun}`);
      const both = `${eq(first.text, pair[0].values[0])} and ${eq(second.text, pair[0].values[1])}`;
      const hit = await query(c, subject.type.endpoint, { filter: both }, 'RFC7644-3.4.2.2-and', 'find the first by two attributes');
      c.judge('RFC7644-3.4.2.2-and', holds(hit, left.id) && !holds(hit, right.id), () => ({
        message: `a filter joined by and does not find exactly the ${subject.noun} that matches both sides`,
        expected: `only the first ${subject.noun}`,
        actual: `${hit.resources.length} resources${holds(hit, right.id) ? ', the second among them' : ''}`,
      }));
      const crossed = `${eq(first.text, pair[0].values[0])} and ${eq(second.text, pair[1].values[1])}`;
      const miss = await query(c, subject.type.endpoint, { filter: crossed }, 'RFC7644-3.4.2.2-and', 'ask for one attribute of each');
      c.judge('RFC7644-3.4.2.2-and', !holds(miss, left.id) && !holds(miss, right.id), () => ({
        message: `a filter joined by and finds a ${subject.noun} that matches one side only`,
        expected: 'no match',
        actual: `${miss.resources.length} resources`,
        hint: 'and is treated as or, or one of the two sides is ignored.',
      }));
    }, { runs: t.session.effort.costlyRuns });
  });
}

function prepareBoth(c: Case, subject: Subject, resource: JsonObject, [first, second]: readonly [MappedAttribute, MappedAttribute]): { body: JsonObject; values: readonly [string, string] } {
  const one = prepare(c, subject, resource, first);
  const current = valueAt(one.body, second, subject.type);
  const value = typeof current === 'string' ? current : c.marker();
  return { body: setPath(one.body, second.path, value, second), values: [one.value, value] };
}
