import fc from 'fast-check';
import { expressionArbitrary, type FilterOperand, type Operator } from '../../generators/filter.ts';
import type { CheckContext, CheckEntry, RequirementId, SpecimenSet } from '../../kit/index.ts';
import { formatPath, forSets, judgeFilter, notDenied, specimensOf } from '../../kit/index.ts';

/** The target does not say that it has no filters. */
export const FILTER = notDenied('filter');

const TITLES: Readonly<Record<Operator, string>> = {
  eq: 'eq finds those whose value is the same',
  ne: 'ne finds those whose value is another',
  co: 'co finds those whose value contains the operand',
  sw: 'sw finds those whose value starts with the operand',
  ew: 'ew finds those whose value ends with the operand',
  pr: 'pr finds those that have a value',
  gt: 'gt finds greater values',
  ge: 'ge finds greater values and the same',
  lt: 'lt finds lesser values',
  le: 'le finds lesser values and the same',
};

const OPERATORS: readonly Operator[] = ['eq', 'ne', 'co', 'sw', 'ew', 'pr', 'gt', 'ge', 'lt', 'le'];

/** Filters of one expression: each operator over every attribute that the target filters on. */
export const operators: readonly CheckEntry[] = [
  {
    name: 'accepted',
    title: 'A query with a filter is accepted',
    requirements: ['RFC7644-3.4.2.2-requested', 'RFC7644-3.4.2-where'],
    needs: [FILTER],
    run: accepted,
  },
  ...OPERATORS.map(
    (operator): CheckEntry => ({
      name: operator,
      title: TITLES[operator],
      requirements: [`RFC7644-3.4.2.2-${operator}`],
      needs: [FILTER],
      run: (t) => judgeOperator(t, operator),
    }),
  ),
  {
    name: 'dates',
    title: 'Date-times are compared as instants, whatever time zone they are written in',
    requirements: ['RFC7644-3.4.2.2-gt', 'RFC7644-3.4.2.2-ge', 'RFC7644-3.4.2.2-lt', 'RFC7644-3.4.2.2-le'],
    needs: [FILTER],
    run: dates,
  },
  {
    name: 'any-value',
    title: 'A filter on an attribute with several values matches when one of them does',
    requirements: ['RFC7644-3.4.2.2-any-value'],
    needs: [FILTER],
    run: (t) =>
      overOperands(t, 'RFC7644-3.4.2.2-any-value', ['eq', 'co', 'sw'], ({ parent }) => parent.multiValued),
  },
  {
    name: 'sub-attributes',
    title: 'A sub-attribute is named after a dot',
    requirements: ['RFC7644-3.4.2.2-sub-attribute', 'RFC7644-3.10-dot-notation'],
    needs: [FILTER],
    run: async (t) => {
      if (!(await adviseKnown(t))) return;
      await overOperands(t, 'RFC7644-3.4.2.2-sub-attribute', ['eq', 'sw'], isSubAttribute);
      await overOperands(t, 'RFC7644-3.10-dot-notation', ['eq'], isSubAttribute);
    },
  },
];

/** Warns when filters may ask for attributes, but for none of their sub-attributes; whether there is one that they may. */
async function adviseKnown(t: CheckContext): Promise<boolean> {
  const sets = await specimensOf(t.session).all();
  await t.once(async (c) => {
    for (const { subject, operands, refused } of sets) {
      const unknown = refused.find(isSubAttribute);
      const known = operands.some(isSubAttribute) || operands.length === 0 || unknown === undefined;
      c.advise('RFC7644-3.4.2.2-sub-attribute', known, () => ({
        message: `filters on ${subject.noun}s may ask for no sub-attribute at all`,
        expected: `a filter on ${unknown === undefined ? 'one' : formatPath(unknown.path)} is taken`,
        actual: '400, 403 or 501',
      }));
    }
  });
  return sets.some(({ operands, refused }) => operands.some(isSubAttribute) || !refused.some(isSubAttribute));
}

function isSubAttribute({ path, parent }: FilterOperand): boolean {
  return path.subAttribute !== null && parent.name !== 'meta';
}

async function accepted(t: CheckContext): Promise<void> {
  const sets = await specimensOf(t.session).all();
  await t.once(async (c) => {
    for (const { subject, operands } of sets) {
      c.judge('RFC7644-3.4.2.2-requested', operands.length > 0, () => ({
        message: `filters on ${subject.noun}s are refused, whatever attribute they ask for`,
        expected: '200 with a list',
        actual: '400, 403 or 501',
      }));
      c.judge('RFC7644-3.4.2-where', operands.length > 0, () => ({ message: 'queries are refused' }));
    }
  });
}

async function judgeOperator(t: CheckContext, operator: Operator): Promise<void> {
  const requirement: RequirementId = `RFC7644-3.4.2.2-${operator}`;
  await overOperands(t, requirement, [operator], () => true, t.session.effort.runs * 2);
}

async function dates(t: CheckContext): Promise<void> {
  for (const operator of ['gt', 'ge', 'lt', 'le'] as const) {
    await overOperands(t, `RFC7644-3.4.2.2-${operator}`, [operator], isDate, t.session.effort.costlyRuns);
  }
}

function isDate({ definition }: FilterOperand): boolean {
  return definition.type === 'dateTime';
}

/** A property over these operands and operators; an operator that is refused whatever it is asked for is a warning. */
async function overOperands(
  t: CheckContext,
  requirement: RequirementId,
  among: readonly Operator[],
  fits: (operand: FilterOperand) => boolean,
  runs = t.session.effort.runs * 2,
): Promise<void> {
  const usable = ({ operands: all }: SpecimenSet): readonly FilterOperand[] =>
    all.filter((operand) => fits(operand) && operand.operators.some((operator) => among.includes(operator)));
  const sets = (await specimensOf(t.session).all()).filter((set) => usable(set).length > 0);
  const missing = 'the target filters on no attribute that this could be asked of';
  await forSets(t, sets, missing, async (set, own) => {
    let judged = 0;
    const one = expressionArbitrary(usable(set), (operator) => among.includes(operator));
    await own.forAll(
      fc.record({ filter: one }),
      async ({ filter }, c) => {
        const outcome = await judgeFilter(c, set, filter, [requirement]);
        judged += Number(outcome === 'judged');
      },
      { runs },
    );
    await own.once(async (c) =>
      c.advise(requirement, judged > 0, () => ({
        message: `${among.join(', ')} is refused on every attribute of ${set.subject.noun}s that was tried`,
        expected: '200 with a list',
        actual: '400, 403 or 501',
      })),
    );
  });
}
