import type { FilterOperand } from '../../generators/filter.ts';
import type { RequirementId } from '../../kit/index.ts';
import { type SortKey, turnsOnCase } from './order.ts';

/** What `sortOrder` says; null where it is left out. */
export type Order = 'ascending' | 'descending' | null;

/** Whether a rule is about a pair of resources, one of which comes before the other. */
export type About = (first: SortKey, second: SortKey, operand: FilterOperand) => boolean;

/** One rule of sorting: which attributes and resources show whether it is kept. */
export interface Rule {
  readonly name: string;
  readonly title: string;
  readonly requirement: RequirementId;
  readonly orders: readonly Order[];
  readonly fits: (operand: FilterOperand) => boolean;
  readonly about: About;
}

export const SORT_BY = 'RFC7644-3.4.2.3-sort-by';

/** Values of which every reading has the same order: letter case is for one rule alone. */
export const plainly: About = (first, second, operand) =>
  first.kind === 'value' && second.kind === 'value' && !turnsOnCase(first, second, operand);

const isText = ({ definition }: FilterOperand): boolean => definition.type === 'string';
const isNumberOrDate = ({ definition }: FilterOperand): boolean =>
  ['integer', 'decimal', 'dateTime'].includes(definition.type);
const isSingle = (operand: FilterOperand): boolean => isText(operand) && !operand.parent.multiValued;

export const RULES: readonly Rule[] = [
  {
    name: 'ascending',
    title: 'sortBy orders the results by the values of its attribute',
    requirement: SORT_BY,
    orders: ['ascending'],
    fits: (operand) => isSingle(operand) && operand.path.subAttribute === null,
    about: plainly,
  },
  {
    name: 'descending',
    title: 'sortOrder descending reverses the order',
    requirement: 'RFC7644-3.4.2.3-descending',
    orders: ['descending'],
    fits: isSingle,
    about: plainly,
  },
  {
    name: 'default-order',
    title: 'Without sortOrder the order is ascending',
    requirement: 'RFC7644-3.4.2.3-default-order',
    orders: [null],
    fits: isSingle,
    about: plainly,
  },
  {
    name: 'sub-attributes',
    title: 'sortBy takes a sub-attribute in dot notation',
    requirement: 'RFC7644-3.4.2.3-sub-attribute',
    orders: ['ascending'],
    fits: (operand) => isSingle(operand) && operand.path.subAttribute !== null,
    about: plainly,
  },
  {
    name: 'several-values',
    title: 'Of an attribute with several values the primary one is sorted by',
    requirement: 'RFC7644-3.4.2.3-multi-valued',
    orders: ['ascending'],
    fits: (operand) => isText(operand) && operand.parent.multiValued,
    about: plainly,
  },
  {
    name: 'without-value',
    title: 'Resources without a value come last when ascending and first when descending',
    requirement: 'RFC7644-3.4.2.3-unassigned',
    orders: ['ascending', 'descending'],
    fits: isSingle,
    about: (first, second) => first.kind === 'none' || second.kind === 'none',
  },
  {
    name: 'letter-case',
    title: 'Letter case counts in sorting exactly when the attribute is caseExact',
    requirement: 'RFC7644-3.4.2.3-by-type',
    orders: ['ascending'],
    fits: isSingle,
    about: turnsOnCase,
  },
  {
    name: 'by-type',
    title: 'Values are sorted by their type: numbers by size, date-times by instant',
    requirement: 'RFC7644-3.4.2.3-by-type',
    orders: ['ascending'],
    fits: isNumberOrDate,
    about: plainly,
  },
];
