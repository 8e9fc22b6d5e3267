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
  Filterable,
  JsonObject,
  RequirementId,
} from '../../kit/index.ts';
import {
  answered,
  counted,
  Failure,
  found,
  holds,
  InputRefused,
  member,
  oncePerSession,
  sameValue,
  shown,
  troubleOf,
  valueAt,
  withAttribute,
} from '../../kit/index.ts';
import {
  createHolder,
  FILTER,
  filterFor,
  forEachFilterable,
  type Holder,
  notFound,
  requireControls,
  search,
  searched,
  strayValue,
} from './filterable.ts';

const FILTERED = 'RFC7644-3.4.2.2-filter';

/** Filters with eq: the right resource, and no other. */
export const equality: readonly CheckEntry[] = [
  {
    name: 'eq-finds-exactly',
    title: 'eq on a filterable attribute finds the resource with that value and none of its near misses',
    requirements: [FILTERED, 'APP-filterable', 'RFC7644-3.4.2-total-results'],
    needs: [FILTER],
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
    needs: [FILTER],
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

async function findsExactly(of: Filterable, t: CheckContext): Promise<void> {
  const kinds = fc.uniqueArray(fc.constantFrom(...NEAR_MISSES), { maxLength: 6 });
  const resource = of.subject.arbitrary(withAttribute(of.attribute));
  await t.forAll(
    fc.record({ resource, nearMisses: kinds }),
    async ({ resource, nearMisses: chosen }, c) => {
      const first = await createHolder(c, of, resource);
      const others = await createNearMisses(c, of, resource, first, chosen);
      for (const holder of [first, ...others]) await judgeExactly(c, of, holder);
      await judgeOtherTexts(c, of, first);
    },
    { runs: t.session.effort.costlyRuns },
  );
  await findsFull(of, t);
}

/**
 * Finds a resource that has all attributes at once: a target may look in another attribute where there is one. One that
 * takes no such resource has nothing to confuse.
 */
async function findsFull(of: Filterable, t: CheckContext): Promise<void> {
  const full = of.subject.arbitrary({ required: 'all' });
  const experiment = (resource: JsonObject, c: Case): Promise<void> =>
    createHolder(c, of, resource).then((holder) => judgeExactly(c, of, holder));
  const trouble = await troubleOf(() => t.forAll(full, experiment, { runs: 1 }));
  if (trouble instanceof Failure) throw trouble;
}

/** Creates near misses of these kinds. */
async function createNearMisses(
  c: Case,
  { subject, attribute }: Filterable,
  resource: JsonObject,
  { value }: Holder,
  chosen: readonly string[],
): Promise<readonly Holder[]> {
  const constraint = constraintFor(c.session.plan.target.constraints, attribute.text);
  const { caseExact } = attribute.definition;
  const misses = nearMisses(value, { caseExact, ...(constraint === undefined ? {} : { constraint }) });
  const holders: Holder[] = [];
  for (const miss of misses) {
    if (miss.equal || !isPlain(miss.value) || !chosen.includes(miss.label)) continue;
    const near = setPath(subject.stamp(c, resource), attribute.path, miss.value, attribute);
    // A near miss may break a rule of the target's own, such as "an e-mail address"; then there is none to confuse.
    const { created } = await c.post(subject.type.endpoint, near, `create a near miss: ${miss.label}`);
    if (created !== null) holders.push({ created, value: miss.value });
  }
  return holders;
}

/**
 * Whether a value can be a near miss here: a provider may trim one that ends in a blank and so store another, and
 * whether escapes are undone is for filtering/hard-values to say.
 */
function isPlain(value: string): boolean {
  return value === value.trim() && JSON.stringify(value) === `"${value}"`;
}

/** Judges that a filter for a value finds its holder, and nobody with another value, whoever created him. */
async function judgeExactly(c: Case, of: Filterable, { created, value }: Holder): Promise<void> {
  const list = await search(c, of, value, 'APP-filterable');
  const { noun } = of.subject;
  const stray = strayValue(list, of, value);
  c.judge(FILTERED, stray === null, () =>
    found(list.what, `a ${noun} with another value`, {
      ...list.about,
      actual: `a ${noun} with ${stray}`,
      hint: isWithin(value, stray) ? 'The filter compares a part of the value only.' : undefined,
    }),
  );
  if (!holds(list, created.id)) return judgeMissing(c, of, created);
  c.judge('RFC7644-3.4.2-total-results', list.totalResults === list.resources.length, () =>
    counted('totalResults', list.resources.length, member(list.body, 'totalResults'), {
      when: `in the answer to ${list.what}`,
      attribute: 'totalResults',
      answer: list.response,
    }),
  );
}

const isWithin = (value: string, other: string | null): boolean =>
  other?.toLowerCase().includes(value.toLowerCase()) === true;

/** Judges that somebody is found by the value that GET shows, if not by the one that was sent, and at once. */
async function judgeMissing(c: Case, of: Filterable, created: Created): Promise<void> {
  const { attribute, subject } = of;
  const kept = valueAt(await c.read(created), attribute, subject.type);
  if (typeof kept !== 'string')
    throw new InputRefused(`GET does not show ${attribute.text}, so nobody can be found by it`);
  const list = await search(c, of, kept, 'APP-filterable');
  if (holds(list, created.id)) return;
  const late = await latenessOf(c.session)(async () =>
    holds(await search(c, of, kept, 'APP-filterable', 'look again a while later'), created.id),
  );
  c.judge(FILTERED, !late, () => ({
    deviation: 'slow',
    what: list.what,
    says: `finds the ${subject.noun} only a while after the ${subject.noun} was created`,
    wanted: 'at once',
    got: `${PATIENCE / 1000} s later`,
    hint: 'The index is written behind the answer: clients that look at once create the resource again.',
    ...list.about,
  }));
  c.judge(FILTERED, false, () => notFound(list, of, kept));
}

/** Milliseconds after which a resource that was not found is looked for again. */
const PATIENCE = 1000;

/** Whether what a filter does not find is found a while later; tried once in a session. */
const latenessOf = oncePerSession(() => {
  let trial: Promise<boolean> | undefined;
  return (again: () => Promise<boolean>): Promise<boolean> => {
    trial ??= new Promise((resolve) => setTimeout(resolve, PATIENCE)).then(again);
    return trial;
  };
});

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

/** Judges that other texts are not taken for the value, nor break anything. */
async function judgeOtherTexts(c: Case, of: Filterable, { created, value }: Holder): Promise<void> {
  const { subject, attribute } = of;
  for (const [kind, change] of OTHER_TEXTS) {
    const other = change(value);
    if (sameValue(other, value, attribute.definition)) continue;
    const filter = filterFor(of, other);
    const what = `the filter ${filter} with ${kind}`;
    const purpose = `look for ${kind}`;
    const answer = await c.send({ method: 'GET', path: subject.type.endpoint, query: { filter }, purpose });
    const more = { attribute: attribute.text, form: ['filter eq'], wanted: '200 with a list' };
    c.judge(FILTERED, answer.status < 500, () => answered(what, answer, 200, more));
    // A target may refuse a value that its own rules exclude; then there is nothing to confuse.
    if (answer.status >= 400) continue;
    const list = await searched(c, of, answer, 'APP-filterable', what);
    c.judge(FILTERED, !holds(list, created.id), () =>
      found(what, `the ${subject.noun} with ${shown(value)}`, {
        ...list.about,
        hint: 'eq compares the whole value, character by character: mind what signs and accents mean to the store.',
      }),
    );
  }
}

/** The requirement that fixes the letter case of an attribute, where one names it. */
const CASE_RULES: Readonly<Record<string, RequirementId>> = {
  'user username': 'RFC7643-4.1.1-user-name-case',
  'user externalid': 'RFC7643-3.1-external-id',
  'group externalid': 'RFC7643-3.1-external-id',
  'group displayname': 'E-046',
};

async function letterCase(of: Filterable, t: CheckContext): Promise<void> {
  const { subject, attribute } = of;
  const { caseExact, name } = attribute.definition;
  const own = attribute.path.subAttribute === null ? `${subject.noun} ${name.toLowerCase()}` : '';
  const rule = CASE_RULES[own] ?? 'RFC7644-3.4.2.2-case-exact';
  await t.forAll(
    subject.arbitrary(withAttribute(attribute)),
    async (resource, c) => {
      const holder = await createHolder(c, of, resource);
      const flipped = otherCase(holder.value);
      if (flipped === null) return fc.pre(false);
      const list = await search(c, of, flipped, rule, 'find it in other letter case');
      const right = holds(list, holder.created.id) === !caseExact;
      if (!right) await requireControls(c, of, holder);
      c.judge(rule, right, () =>
        caseExact
          ? found(list.what, `the ${subject.noun} with ${attribute.text} = ${shown(holder.value)}`, {
              ...list.about,
              says: `finds the ${subject.noun} with ${shown(holder.value)}, although letter case counts`,
            })
          : notFound(list, of, holder.value),
      );
    },
    { runs: t.session.effort.costlyRuns },
  );
}
