import fc from 'fast-check';
import type { MappedAttribute } from '../../config/mapping.ts';
import { setPath } from '../../generators/build.ts';
import { otherCase } from '../../generators/letter-case.ts';
import { nearMisses } from '../../generators/near-miss.ts';
import type { Json } from '../../scim/json.ts';
import { sameValue } from '../../scim/value.ts';
import { eq, holds, type ListAnswer, query, shown } from '../answers.ts';
import { type Case, type Created, describe } from '../case.ts';
import type { CheckEntry } from '../check.ts';
import type { CheckContext } from '../context.ts';
import { valueAt } from '../readback.ts';
import type { Subject } from '../subject.ts';
import { InputRefused } from '../violation.ts';
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

async function findsExactly(subject: Subject, attribute: MappedAttribute, t: CheckContext): Promise<void> {
  const picks = fc.uniqueArray(fc.nat({ max: 15 }), { maxLength: 6 });
  const constraint = t.session.plan.target.constraints[attribute.text];
  const one = subject.arbitrary(withAttribute(attribute));
  await t.forAll(
    fc.tuple(one, picks),
    async ([resource, chosen], c) => {
      const { body, value } = prepare(c, subject, resource, attribute);
      const misses = nearMisses(value, {
        caseExact: attribute.definition.caseExact,
        ...(constraint === undefined ? {} : { constraint }),
      }).filter((miss) => !miss.equal && miss.value === miss.value.trim());
      const near = [...new Set(chosen.map((index) => misses[index % Math.max(1, misses.length)]))].filter(
        (miss) => miss !== undefined,
      );
      const population: { created: Created; value: string; label: string }[] = [];
      for (const { value: text, label } of [...near, { value, label: 'the value itself' }]) {
        const own =
          label === 'the value itself'
            ? body
            : setPath(subject.stamp(c, resource), attribute.path, text, attribute);
        // A near miss may break a rule of the target's own, such as "an e-mail address"; then there is none to confuse.
        const { response, created } = await c.post(
          subject.type.endpoint,
          own,
          `create the ${subject.noun} with ${label}`,
        );
        if (created === null && own === body)
          throw new InputRefused(`every generated ${subject.noun} is refused: ${describe(response)}`);
        if (created !== null) population.push({ created, value: text, label });
      }
      for (const wanted of population.toReversed())
        await judgeExactly(c, subject, attribute, wanted, population);
    },
    { runs: t.session.effort.costlyRuns },
  );
}

interface Populated {
  readonly created: Created;
  readonly value: string;
  readonly label: string;
}

/** Judges that a filter for one value of a known population finds its holder alone. */
async function judgeExactly(
  c: Case,
  subject: Subject,
  attribute: MappedAttribute,
  wanted: Populated,
  population: readonly Populated[],
): Promise<void> {
  const filter = eq(attribute.text, wanted.value);
  const list = await query(
    c,
    subject.type.endpoint,
    { filter },
    'APP-filterable',
    `find the ${subject.noun} by ${attribute.text}`,
  );
  c.judge('RFC7644-3.4.2.2-filter', holds(list, wanted.created.id), () => ({
    message: `the filter on ${attribute.text} does not find the ${subject.noun} that has the value`,
    expected: `the ${subject.noun} ${wanted.created.id}`,
    actual: summary(list, attribute, subject),
  }));
  const confused = population.find(
    ({ created, value }) =>
      created !== wanted.created &&
      holds(list, created.id) &&
      !sameValue(value, wanted.value, attribute.definition),
  );
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
const CASE_RULES: Readonly<Record<string, string>> = {
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
        { filter: eq(attribute.text, flipped) },
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
