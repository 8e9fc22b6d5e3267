import type { FilterOperand, Operator } from '../../generators/filter.ts';
import type { CheckEntry } from '../../kit/index.ts';
import { notDenied } from '../../kit/index.ts';
import { exactly, judgeTaken, overOperands, plainForms, plainly } from './operands.ts';

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
const ORDER = ['gt', 'ge', 'lt', 'le'] as const;

const REQUESTED = 'RFC7644-3.4.2.2-requested';
const SUB_ATTRIBUTE = 'RFC7644-3.4.2.2-sub-attribute';

const isSubAttribute = ({ path, parent }: FilterOperand): boolean =>
  path.subAttribute !== null && parent.name !== 'meta';

/** Filters of one expression: each operator over every attribute that the target filters on. */
export const operators: readonly CheckEntry[] = [
  {
    name: 'accepted',
    title: 'A query with a filter is accepted',
    requirements: [REQUESTED, 'RFC7644-3.4.2-where'],
    needs: [FILTER],
    run: async (t) => {
      await judgeTaken(t, [REQUESTED, 'RFC7644-3.4.2-where'], () => true);
    },
  },
  ...OPERATORS.map(
    (operator): CheckEntry => ({
      name: operator,
      title: TITLES[operator],
      requirements: [`RFC7644-3.4.2.2-${operator}`],
      needs: [FILTER],
      run: (t) =>
        t.forEach([plainForms, overOperands], (part, own) =>
          part(own, {
            operators: [operator],
            requirements: [`RFC7644-3.4.2.2-${operator}`],
            // What all others are made of is looked at most closely.
            runs: t.session.effort.runs * (operator === 'eq' ? 6 : 2),
          }),
        ),
    }),
  ),
  {
    name: 'dates',
    title: 'Date-times are compared as instants, whatever time zone they are written in',
    requirements: ['RFC7644-3.4.2.2-gt', 'RFC7644-3.4.2.2-ge', 'RFC7644-3.4.2.2-lt', 'RFC7644-3.4.2.2-le'],
    needs: [FILTER],
    run: (t) =>
      t.forEach(ORDER, (operator, own) =>
        overOperands(own, {
          operators: [operator],
          requirements: [`RFC7644-3.4.2.2-${operator}`],
          fits: ({ definition }) => definition.type === 'dateTime',
          runs: t.session.effort.costlyRuns,
        }),
      ),
  },
  {
    name: 'any-value',
    title: 'A filter on an attribute with several values matches when one of them does',
    requirements: ['RFC7644-3.4.2.2-any-value'],
    needs: [FILTER],
    run: (t) =>
      overOperands(t, {
        operators: ['eq'],
        requirements: ['RFC7644-3.4.2.2-any-value'],
        fits: ({ parent }) => parent.multiValued,
        filters: exactly,
      }),
  },
  {
    name: 'sub-attributes',
    title: 'A sub-attribute is named after a dot',
    requirements: [SUB_ATTRIBUTE, 'RFC7644-3.10-dot-notation'],
    needs: [FILTER],
    run: async (t) => {
      if (!(await judgeTaken(t, [SUB_ATTRIBUTE], isSubAttribute))) return;
      await overOperands(t, {
        operators: ['eq'],
        requirements: [SUB_ATTRIBUTE, 'RFC7644-3.10-dot-notation'],
        fits: isSubAttribute,
        filters: plainly,
      });
    },
  },
];
