import fc from 'fast-check';
import { expressionArbitrary, filterArbitrary } from '../../generators/filter.ts';
import { spellFilter, spellingArbitrary } from '../../generators/spelling.ts';
import type { CheckContext, CheckEntry, Filter, RequirementId } from '../../kit/index.ts';
import { expressionsIn, formatFilter, judgeFilter, overFilterable } from '../../kit/index.ts';
import { exactly } from './operands.ts';
import { FILTER } from './operators.ts';

type Leaves = readonly [Filter, Filter, Filter];
type Shape = (leaves: Leaves) => Filter;

/** Filters of several expressions, each of which finds what it should alone. */
interface Logic {
  readonly name: string;
  readonly title: string;
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  readonly shapes: readonly Shape[];
}

const and = (left: Filter, right: Filter): Filter => ({ kind: 'and', left, right });
const or = (left: Filter, right: Filter): Filter => ({ kind: 'or', left, right });
const not = (filter: Filter): Filter => ({ kind: 'not', filter });

/** Two expressions, and three. */
const joined = (join: typeof and): readonly Shape[] => [
  ([a, b]) => join(a, b),
  ([a, b, c]) => join(join(a, b), c),
];

const LOGIC: readonly Logic[] = [
  {
    name: 'and',
    title: 'and finds those that match both sides, or all three',
    requirements: ['RFC7644-3.4.2.2-and', 'RFC7644-3.4.2.2-logical'],
    shapes: joined(and),
  },
  {
    name: 'or',
    title: 'or finds those that match one side or both, or one of three',
    requirements: ['RFC7644-3.4.2.2-or', 'RFC7644-3.4.2.2-logical'],
    shapes: joined(or),
  },
  {
    name: 'not',
    title: 'not finds those that the expression in its brackets does not match',
    requirements: ['RFC7644-3.4.2.2-not', 'RFC7644-3.4.2.2-logical'],
    shapes: [([a]) => not(a)],
  },
  {
    // What precedence, not brackets, gives its meaning (RFC 7644 §3.4.2.2).
    name: 'precedence',
    title: 'not binds before and, and binds before or',
    requirements: ['RFC7644-3.4.2.2-precedence', 'RFC7644-3.4.2.2-logical'],
    shapes: [
      ([a, b, c]) => or(a, and(b, c)),
      ([a, b, c]) => or(and(a, b), c),
      ([a, b]) => and(not(a), b),
      ([a, b]) => or(not(a), b),
      ([a, b, c]) => or(a, and(b, not(c))),
    ],
  },
  {
    name: 'brackets',
    title: 'Round brackets are evaluated first',
    requirements: ['RFC7644-3.4.2.2-precedence', 'RFC7644-3.4.2.2-brackets', 'RFC7644-3.4.2.2-grouped'],
    shapes: [
      ([a, b, c]) => and(or(a, b), c),
      ([a, b, c]) => and(a, or(b, c)),
      ([a, b]) => not(or(a, b)),
      ([a, b]) => not(and(a, b)),
      ([a, b, c]) => and(not(or(a, b)), c),
    ],
  },
];

/** Filters of several expressions. */
export const logic: readonly CheckEntry[] = [
  ...LOGIC.map(
    ({ shapes, ...entry }): CheckEntry => ({
      ...entry,
      needs: [FILTER],
      run: (t) => overShapes(t, shapes, entry.requirements),
    }),
  ),
  {
    name: 'any-filter',
    title: 'Any filter finds those that match it and no others, however it is written',
    requirements: ['RFC7644-3.4.2.2-filter', 'RFC7644-3.4.2.2-grouped'],
    needs: [FILTER],
    run: anyFilter,
  },
];

function overShapes(
  t: CheckContext,
  shapes: Logic['shapes'],
  requirements: Logic['requirements'],
): Promise<void> {
  return overFilterable(t, async (set, own) => {
    // What is wrong with other operators and values is for other checks to say.
    const leaf = exactly(set.operands);
    await own.forAll(
      fc.record({ shape: fc.nat(shapes.length - 1), leaves: fc.tuple(leaf, leaf, leaf) }),
      async ({ shape, leaves }, c) => {
        await judgeFilter(c, set, shapes[shape]?.(leaves) ?? leaves[0], requirements);
      },
      { runs: own.session.effort.runs * 3 },
    );
  });
}

function anyFilter(t: CheckContext): Promise<void> {
  const requirements = ['RFC7644-3.4.2.2-filter', 'RFC7644-3.4.2.2-grouped'] as const;
  return overFilterable(t, async (set, own) => {
    const composed = filterArbitrary(expressionArbitrary(set.operands), 3).filter(
      (filter) => expressionsIn(filter)[0] !== filter,
    );
    await own.forAll(
      fc.record({ filter: composed, spelling: spellingArbitrary() }),
      async ({ filter, spelling }, c) => {
        const spell = (part: Filter): string => spellFilter(part, spelling, set.subject.type);
        const { kind } = await judgeFilter(c, set, filter, requirements);
        if (kind === 'found' && spell(filter) !== formatFilter(filter))
          await judgeFilter(c, set, filter, requirements, spell);
      },
      { runs: own.session.effort.runs * 3 },
    );
  });
}
