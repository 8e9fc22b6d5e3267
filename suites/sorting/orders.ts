import fc from 'fast-check';
import type { FilterOperand } from '../../generators/filter.ts';
import { PLAIN, spellingArbitrary, spellPath } from '../../generators/spelling.ts';
import type { Case, CheckContext, CheckEntry, RequirementId, SpecimenSet } from '../../kit/index.ts';
import {
  announced,
  ask,
  describe,
  formatPath,
  forSets,
  idsOf,
  scopeText,
  shown,
  specimensOf,
} from '../../kit/index.ts';
import { isDisorder, type SortKey, sortKeyOf } from './order.ts';

/** The target says that it sorts. */
const SORT = announced('sort');

type Order = 'ascending' | 'descending' | null;

/** One rule of sorting: which attributes and resources show whether it is kept. */
interface Rule {
  readonly name: string;
  readonly title: string;
  readonly requirement: RequirementId;
  readonly orders: readonly Order[];
  readonly fits: (operand: FilterOperand) => boolean;
  /** Which pairs of neighbours the rule is about. */
  readonly about: (first: SortKey, second: SortKey) => boolean;
}

const always = (): boolean => true;
const ofValues = (first: SortKey, second: SortKey): boolean =>
  first.kind === 'value' && second.kind === 'value';
const isText = ({ definition }: FilterOperand): boolean => definition.type === 'string';
const isSingular = ({ path, parent }: FilterOperand): boolean =>
  path.subAttribute === null && !parent.multiValued;

const RULES: readonly Rule[] = [
  {
    name: 'ascending',
    title: 'sortBy orders the results by the values of its attribute',
    requirement: 'RFC7644-3.4.2.3-sort-by',
    orders: ['ascending'],
    fits: isSingular,
    about: ofValues,
  },
  {
    name: 'descending',
    title: 'sortOrder descending reverses the order',
    requirement: 'RFC7644-3.4.2.3-descending',
    orders: ['descending'],
    fits: always,
    about: ofValues,
  },
  {
    name: 'default-order',
    title: 'Without sortOrder the order is ascending',
    requirement: 'RFC7644-3.4.2.3-default-order',
    orders: [null],
    fits: always,
    about: ofValues,
  },
  {
    name: 'sub-attributes',
    title: 'sortBy takes a sub-attribute in dot notation',
    requirement: 'RFC7644-3.4.2.3-sub-attribute',
    orders: ['ascending', 'descending'],
    fits: ({ path }) => path.subAttribute !== null,
    about: ofValues,
  },
  {
    name: 'several-values',
    title: 'Of an attribute with several values the primary one is sorted by',
    requirement: 'RFC7644-3.4.2.3-multi-valued',
    orders: ['ascending', 'descending'],
    fits: ({ parent, definition }) => parent.multiValued && definition.name !== 'primary',
    about: ofValues,
  },
  {
    name: 'without-value',
    title: 'Resources without a value come last when ascending and first when descending',
    requirement: 'RFC7644-3.4.2.3-unassigned',
    orders: ['ascending', 'descending'],
    fits: always,
    about: (first, second) => first.kind === 'none' || second.kind === 'none',
  },
  {
    name: 'letter-case',
    title: 'Letter case counts in sorting exactly when the attribute is caseExact',
    requirement: 'RFC7644-3.4.2.3-by-type',
    orders: ['ascending', 'descending'],
    fits: isText,
    about: ofValues,
  },
  {
    name: 'by-type',
    title: 'Values are sorted by their type: numbers by size, date-times by instant',
    requirement: 'RFC7644-3.4.2.3-by-type',
    orders: ['ascending', 'descending'],
    fits: (operand) => !isText(operand),
    about: ofValues,
  },
];

/** Sorting, rule by rule. */
export const orders: readonly CheckEntry[] = RULES.map((rule) => ({
  name: rule.name,
  title: rule.title,
  requirements: [rule.requirement],
  needs: [SORT],
  run: (t) => judgeRule(t, rule),
}));

async function judgeRule(t: CheckContext, rule: Rule): Promise<void> {
  const usable = ({ operands }: SpecimenSet): readonly FilterOperand[] =>
    operands.filter((operand) => isSortable(operand) && rule.fits(operand));
  const sets = (await specimensOf(t.session).all()).filter((set) => usable(set).length > 0);
  const missing = 'no attribute that filters may ask for shows it';
  await forSets(t, sets, missing, async (set, own) => {
    await own.forAll(
      fc.record({
        operand: fc.constantFrom(...usable(set)),
        order: fc.constantFrom(...rule.orders),
        count: fc.option(fc.integer({ min: 2, max: 6 }), { freq: 2 }),
        spelling: fc.oneof(fc.constant(PLAIN), spellingArbitrary()),
      }),
      async ({ operand, order, count, spelling }, c) => {
        const sortBy = formatPath(spellPath(operand.path, spelling, set.subject.type));
        await judgeOrder(c, set, operand, { sortBy, order, count }, rule);
      },
      { runs: own.session.effort.runs * 2, examples: byName(usable(set), rule) },
    );
  });
}

/** Sorting by what every resource has, which no target that sorts refuses. */
function byName(operands: readonly FilterOperand[], { orders: [order = null] }: Rule) {
  const name = operands.find(({ parent, path }) => parent.required && path.subAttribute === null);
  return name === undefined ? [] : [{ operand: name, order, count: null, spelling: PLAIN }];
}

/** Booleans have no order; of instants that the service provider set, neighbours are too near to tell. */
function isSortable({ definition, path, exactly }: FilterOperand): boolean {
  return definition.type !== 'boolean' && path.attribute !== 'meta' && !(exactly && path.attribute === 'id');
}

async function judgeOrder(
  c: Case,
  set: SpecimenSet,
  operand: FilterOperand,
  { sortBy, order, count }: { readonly sortBy: string; readonly order: Order; readonly count: number | null },
  { requirement, about }: Rule,
): Promise<void> {
  const parameters = {
    filter: scopeText(set),
    sortBy,
    ...(order !== null && { sortOrder: order }),
    ...(count !== null && { count }),
  };
  const { endpoint } = set.subject.type;
  const outcome = await ask(c, endpoint, parameters, requirement, `sort by ${sortBy}`, set.scope === null);
  if (outcome.kind === 'refused') {
    judgeRefusal(c, set, operand, requirement, describe(outcome.response));
    return;
  }
  const items = idsOf(outcome.hits).flatMap((id) => set.items.find((item) => item.id === id) ?? []);
  const keys = items.map((item) => sortKeyOf(operand, item, set.subject.type));
  const pairs = keys.flatMap((first, index) => keys.slice(index + 1).map((second) => ({ first, second })));
  const wrong = pairs.find(
    ({ first, second }) => about(first, second) && isDisorder(first, second, operand, order === 'descending'),
  );
  c.judge(requirement, wrong === undefined, () => ({
    message: `sorted by ${sortBy}${order === null ? '' : `, ${order}`}, a ${set.subject.noun} with ${text(wrong?.first)} comes before one with ${text(wrong?.second)}`,
    expected: `${text(wrong?.second)} before ${text(wrong?.first)}`,
    actual: `the order ${keys.map(text).join(', ')}`,
  }));
}

/** An attribute may be one that the target does not sort by; but one that every resource has it must know. */
function judgeRefusal(
  c: Case,
  { subject }: SpecimenSet,
  { path, parent }: FilterOperand,
  requirement: RequirementId,
  answer: string,
): void {
  c.session.observe(`sort.refused.${subject.type.name}.${formatPath(path)}`, true);
  c.judge(requirement, !parent.required || path.subAttribute !== null, () => ({
    message: `sorting by ${formatPath(path)} is refused, although sorting is announced`,
    expected: '200 with a list',
    actual: answer,
  }));
}

function text(key: SortKey | undefined): string {
  if (key?.kind === 'value') return shown(key.value);
  return key?.kind === 'none' ? 'no value' : 'some value';
}
