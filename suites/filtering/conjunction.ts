import fc from 'fast-check';
import { setPath } from '../../generators/build.ts';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Created,
  Filterable,
  JsonObject,
  ListAnswer,
} from '../../kit/index.ts';
import {
  found,
  holds,
  InputRefused,
  judgeList,
  listIn,
  NotOffered,
  prepare,
  requirePlainSearch,
  subjects,
  unfound,
  valueAt,
} from '../../kit/index.ts';
import { FILTER, filterable, filterFor, search, strayValue } from './filterable.ts';

const AND = 'RFC7644-3.4.2.2-and';

/** Filters joined by and, the one combination that Entra sends (rule E-043). */
export const conjunction: readonly CheckEntry[] = [
  {
    name: 'and',
    title: 'and finds a resource only where both sides match',
    requirements: [AND],
    needs: [FILTER],
    run: and,
  },
];

/** A resource with its values of two attributes. */
interface Pair {
  readonly created: Created;
  readonly values: readonly [string, string];
}

/** The two sides of a filter. */
type Sides = readonly [Filterable, Filterable];

async function and(parent: CheckContext): Promise<void> {
  const all = subjects(parent.session).flatMap((subject): Sides[] => {
    const attributes = filterable(subject);
    const [first, last] = [attributes[0], attributes.at(-1)];
    if (first === undefined || last === undefined) return [];
    return [
      [
        { subject, attribute: first },
        { subject, attribute: last },
      ],
    ];
  });
  if (all.length === 0) throw new NotOffered('the attribute table documents no attribute for filtering');
  await parent.forEach(all, (sides, t) => {
    const [{ subject, attribute: first }, { attribute: last }] = sides;
    const resource = subject.arbitrary({
      required: 'with-optional',
      omit: (a) => !a.required && a !== first && a !== last,
    });
    return t.forAll(
      fc.tuple(resource, resource),
      async ([a, b], c) => {
        const left = await createPair(c, sides, a);
        const right = await createPair(c, sides, b);
        await judgeBoth(c, sides, left, right);
        await judgeCrossed(c, sides, left, right);
      },
      { runs: t.session.effort.costlyRuns },
    );
  });
}

async function createPair(c: Case, [one, other]: Sides, resource: JsonObject): Promise<Pair> {
  const { subject, attribute } = other;
  const { body, value } = prepare(c, one, resource);
  const current = valueAt(body, attribute, subject.type);
  const second = typeof current === 'string' ? current : c.marker();
  const whole = setPath(body, attribute.path, second, attribute);
  const created = await c.create(subject.type.endpoint, whole, `create a ${subject.noun} with both values`);
  return { created, values: [value, second] };
}

/** A filter for two values. */
const both = ([one, other]: Sides, [first, second]: Pair['values']): string =>
  `${filterFor(one, first)} and ${filterFor(other, second)}`;

/** Asks for two values, where a search for each of them is answered with a list. */
async function searchBoth(
  c: Case,
  [one, other]: Sides,
  filter: string,
  purpose: string,
): Promise<ListAnswer> {
  const answer = await c.send({ method: 'GET', path: one.subject.type.endpoint, query: { filter }, purpose });
  if (listIn(answer) === null) for (const side of [one, other]) await requirePlainSearch(c, side);
  return judgeList(c, answer, AND, `the filter ${filter}`);
}

const FORM = { form: ['filter and', 'filter eq'] };

async function judgeBoth(c: Case, sides: Sides, left: Pair, right: Pair): Promise<void> {
  const [{ subject }] = sides;
  const filter = both(sides, left.values);
  const hit = await searchBoth(c, sides, filter, 'find the first by two attributes');
  const more = { ...FORM, answer: hit.response };
  const [finds, strays] = [holds(hit, left.created.id), holds(hit, right.created.id)];
  if (!finds || strays) await requireSides(c, sides, left);
  c.judge(AND, finds, () =>
    unfound(`the filter ${filter}`, `the ${subject.noun} that matches both sides`, more),
  );
  c.judge(AND, !strays, () => found(`the filter ${filter}`, `a ${subject.noun} with other values`, more));
}

async function judgeCrossed(c: Case, sides: Sides, left: Pair, right: Pair): Promise<void> {
  const [{ subject }] = sides;
  const filter = both(sides, [left.values[0], right.values[1]]);
  const miss = await searchBoth(c, sides, filter, 'ask for one attribute of each');
  const stray = [left, right].find(({ created }) => holds(miss, created.id));
  if (stray !== undefined) for (const pair of [left, right]) await requireSides(c, sides, pair);
  c.judge(AND, stray === undefined, () =>
    found(`the filter ${filter}`, `a ${subject.noun} that matches one side only`, {
      ...FORM,
      answer: miss.response,
      hint: 'and is treated as or, or one of the two sides is ignored.',
    }),
  );
}

/** Lets a joined filter be blamed only where each side finds who has the value. @throws InputRefused where one does not */
async function requireSides(c: Case, sides: Sides, { created, values }: Pair): Promise<void> {
  for (const [index, of] of sides.entries()) {
    const value = values[index] ?? '';
    const list = await search(c, of, value, AND);
    if (!holds(list, created.id) || strayValue(list, of, value) !== null)
      throw new InputRefused(
        `cannot judge: ${list.what} alone does not find exactly who has the value`,
        list.response,
      );
  }
}
