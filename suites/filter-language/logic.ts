import fc from 'fast-check';
import { expressionArbitrary, filterArbitrary } from '../../generators/filter.ts';
import { spellFilter, spellingArbitrary } from '../../generators/spelling.ts';
import type { CheckContext, CheckEntry, Filter, RequirementId, SpecimenSet } from '../../kit/index.ts';
import { formatFilter, judgeFilter, overFilterable } from '../../kit/index.ts';
import { FILTER } from './operators.ts';

type Leaves = readonly [Filter, Filter, Filter];
type Requirements = readonly [RequirementId, ...RequirementId[]];

const and = (left: Filter, right: Filter): Filter => ({ kind: 'and', left, right });
const or = (left: Filter, right: Filter): Filter => ({ kind: 'or', left, right });
const not = (filter: Filter): Filter => ({ kind: 'not', filter });

/** Two expressions, and three. */
const joined = (join: typeof and): readonly ((leaves: Leaves) => Filter)[] => [
  ([a, b]) => join(a, b),
  ([a, b, c]) => join(join(a, b), c),
];

/** Filters that precedence, not brackets, gives their meaning (RFC 7644 §3.4.2.2). */
const UNBRACKETED: readonly ((leaves: Leaves) => Filter)[] = [
  ([a, b, c]) => or(a, and(b, c)),
  ([a, b, c]) => or(and(a, b), c),
  ([a, b]) => and(not(a), b),
  ([a, b]) => or(not(a), b),
  ([a, b, c]) => or(a, and(b, not(c))),
];

const BRACKETED: readonly ((leaves: Leaves) => Filter)[] = [
  ([a, b, c]) => and(or(a, b), c),
  ([a, b, c]) => and(a, or(b, c)),
  ([a, b]) => not(or(a, b)),
  ([a, b]) => not(and(a, b)),
  ([a, b, c]) => and(not(or(a, b)), c),
];

/** Filters of several expressions. */
export const logic: readonly CheckEntry[] = [
  {
    name: 'and',
    title: 'and finds those that match both sides, or all three',
    requirements: ['RFC7644-3.4.2.2-and', 'RFC7644-3.4.2.2-logical'],
    needs: [FILTER],
    run: (t) => overShapes(t, joined(and), ['RFC7644-3.4.2.2-and', 'RFC7644-3.4.2.2-logical']),
  },
  {
    name: 'or',
    title: 'or finds those that match one side or both, or one of three',
    requirements: ['RFC7644-3.4.2.2-or', 'RFC7644-3.4.2.2-logical'],
    needs: [FILTER],
    run: (t) => overShapes(t, joined(or), ['RFC7644-3.4.2.2-or', 'RFC7644-3.4.2.2-logical']),
  },
  {
    name: 'not',
    title: 'not finds those that the expression in its brackets does not match',
    requirements: ['RFC7644-3.4.2.2-not', 'RFC7644-3.4.2.2-logical'],
    needs: [FILTER],
    run: (t) => overShapes(t, [([a]) => not(a)], ['RFC7644-3.4.2.2-not', 'RFC7644-3.4.2.2-logical']),
  },
  {
    name: 'precedence',
    title: 'not binds before and, and binds before or',
    requirements: ['RFC7644-3.4.2.2-precedence', 'RFC7644-3.4.2.2-logical'],
    needs: [FILTER],
    run: (t) => overShapes(t, UNBRACKETED, ['RFC7644-3.4.2.2-precedence', 'RFC7644-3.4.2.2-logical']),
  },
  {
    name: 'brackets',
    title: 'Round brackets are evaluated first',
    requirements: ['RFC7644-3.4.2.2-precedence', 'RFC7644-3.4.2.2-brackets', 'RFC7644-3.4.2.2-grouped'],
    needs: [FILTER],
    run: (t) =>
      overShapes(t, BRACKETED, [
        'RFC7644-3.4.2.2-precedence',
        'RFC7644-3.4.2.2-brackets',
        'RFC7644-3.4.2.2-grouped',
      ]),
  },
  {
    name: 'any-filter',
    title: 'Any filter finds those that match it and no others, however it is written',
    requirements: ['RFC7644-3.4.2.2-filter', 'RFC7644-3.4.2.2-grouped'],
    needs: [FILTER],
    run: anyFilter,
  },
];

/** Expressions of the plainest operator: what is wrong with another one is for its own check to say. */
function leafOf({ operands }: SpecimenSet): fc.Arbitrary<Filter> {
  return expressionArbitrary(operands, (operator) => operator === 'eq');
}

async function overShapes(
  t: CheckContext,
  shapes: readonly ((leaves: Leaves) => Filter)[],
  requirements: Requirements,
): Promise<void> {
  await overFilterable(t, async (set, own) => {
    const leaf = leafOf(set);
    await own.forAll(
      fc.record({ shape: fc.nat(shapes.length - 1), leaves: fc.tuple(leaf, leaf, leaf) }),
      async ({ shape, leaves }, c) => {
        const filter = shapes[shape]?.(leaves) ?? leaves[0];
        await judgeFilter(c, set, filter, requirements);
      },
      { runs: own.session.effort.runs * 3 },
    );
  });
}

async function anyFilter(t: CheckContext): Promise<void> {
  await overFilterable(t, async (set, own) => {
    await own.forAll(
      fc.record({
        filter: filterArbitrary(expressionArbitrary(set.operands), 3),
        spelling: spellingArbitrary(),
      }),
      async ({ filter, spelling }, c) => {
        const requirements = ['RFC7644-3.4.2.2-filter', 'RFC7644-3.4.2.2-grouped'] as const;
        const plain = await judgeFilter(c, set, filter, requirements);
        if (plain === 'refused') return;
        const text = spellFilter(filter, spelling, set.subject.type);
        if (text !== formatFilter(filter)) await judgeFilter(c, set, filter, requirements, text);
      },
      { runs: own.session.effort.runs * 3 },
    );
  });
}
