import fc from 'fast-check';
import type { FilterOperand } from '../../generators/filter.ts';
import { PLAIN, type Spelling, spellPath } from '../../generators/spelling.ts';
import type { Answer, Case, CheckContext, CheckEntry, RequirementId, SpecimenSet } from '../../kit/index.ts';
import {
  announced,
  answered,
  ask,
  formatFilter,
  formatPath,
  forSets,
  InputRefused,
  idsOf,
  shown,
  specimensOf,
} from '../../kit/index.ts';
import { isDisorder, type SortKey, sortKeyOf } from './order.ts';
import { type About, type Order, plainly, RULES, type Rule, SORT_BY } from './rules.ts';

/** The target says that it sorts. */
const SORT = announced('sort');

/** What a check judges of an order. */
type Judged = Pick<Rule, 'requirement' | 'about'>;

/** Another spelling of the attribute that is sorted by, which means the same (RFC 7644 §3.10). */
interface Respelling {
  readonly requirement: RequirementId;
  readonly spelling: Spelling;
}

/** Other spellings, each to be blamed only where those before it in its list are understood. */
const SPELLINGS: readonly (readonly Respelling[])[] = [
  [{ requirement: 'RFC7644-3.10-facets-caseless', spelling: { ...PLAIN, names: 'upper' } }],
  [
    { requirement: 'RFC7644-3.10-urn-names', spelling: { ...PLAIN, urns: 'full' } },
    { requirement: 'RFC7644-3.10-facets-caseless', spelling: { ...PLAIN, urns: 'upper' } },
  ],
];

/** Sorting, rule by rule. */
export const orders: readonly CheckEntry[] = RULES.map((rule) => {
  const spellings = rule.requirement === SORT_BY ? SPELLINGS : [];
  return {
    name: rule.name,
    title: rule.title,
    requirements: [rule.requirement, ...new Set(spellings.flat().map(({ requirement }) => requirement))],
    needs: [SORT],
    run: (t) =>
      t.forEach([...spellings, null], (one, own) =>
        one === null ? judgeRule(own, rule) : judgeSpellings(own, one),
      ),
  };
});

/** Attributes that results can be sorted by, whether filters may ask for them or not. */
function sortable({ operands, failing, refused }: SpecimenSet): readonly FilterOperand[] {
  // Instants that the service provider set are too near to tell, and its own ids mean nothing.
  return [...operands, ...failing, ...refused].filter(
    ({ path, exactly }) => path.attribute !== 'meta' && !(exactly && path.attribute === 'id'),
  );
}

/** What every resource has, and no target that sorts refuses to sort by. */
function nameIn(set: SpecimenSet): FilterOperand | undefined {
  return sortable(set).find(({ parent, path }) => parent.required && path.subAttribute === null);
}

async function judgeRule(t: CheckContext, rule: Rule): Promise<void> {
  const usable = (set: SpecimenSet): readonly FilterOperand[] => sortable(set).filter(rule.fits);
  const sets = (await specimensOf(t.session).all()).filter((set) => usable(set).length > 0);
  await forSets(t, sets, 'no resource has an attribute that could show it', async (set, own) => {
    // Pages are sorted as a whole; where others are among the results, there are too many short ones.
    const paged = rule.requirement === SORT_BY && set.scope !== null;
    const name = nameIn(set);
    const [order = null] = rule.orders;
    const first = name !== undefined && rule.fits(name) ? [{ operand: name, order, count: null }] : [];
    await own.forAll(
      fc.record({
        operand: fc.constantFrom(...usable(set)),
        order: fc.constantFrom(...rule.orders),
        count: paged ? fc.option(fc.integer({ min: 2, max: 6 }), { freq: 2 }) : fc.constant(null),
      }),
      (sort, c) => judgeSort(c, set, sort, rule),
      { runs: own.session.effort.runs * 2, examples: first },
    );
  });
}

/** Judges that the attribute to sort by may be spelled in other ways, where the plain one is sorted by. */
async function judgeSpellings(t: CheckContext, spellings: readonly Respelling[]): Promise<void> {
  await t.forEach(await specimensOf(t.session).all(), async (set, own) => {
    const operand = nameIn(set);
    if (operand === undefined) return;
    for (const { requirement, spelling } of spellings) {
      const sort: Sort = { operand, order: 'ascending', spelling };
      await own.once((c) => judgeSort(c, set, sort, { requirement, about: plainly }));
    }
  });
}

/** How results are asked for in an order. */
interface Sort {
  readonly operand: FilterOperand;
  readonly order: Order;
  /** Results on a page; by default as many as the target likes. */
  readonly count?: number | null;
  /** How the attribute is named; by default as in the RFC's own examples. */
  readonly spelling?: Spelling;
}

/** What came of it: the specimens in the order of the answer, by what they are sorted by. */
interface Sorted {
  readonly keys: readonly SortKey[];
  readonly sortBy: string;
  readonly answer: Answer;
  readonly refused: boolean;
}

async function sorted(
  c: Case,
  { subject, scope, items }: SpecimenSet,
  { operand, order, count = null, spelling = PLAIN }: Sort,
  requirement: RequirementId,
): Promise<Sorted> {
  const sortBy = formatPath(spellPath(operand.path, spelling, subject.type));
  const parameters = {
    ...(scope !== null && { filter: formatFilter(scope) }),
    sortBy,
    ...(order !== null && { sortOrder: order }),
    ...(count !== null && { count }),
  };
  const purpose = `sort by ${sortBy}`;
  const outcome = await ask(c, subject.type.endpoint, parameters, requirement, purpose, scope === null);
  const hits = outcome.kind === 'found' ? idsOf(outcome.hits) : [];
  const found = hits.flatMap((id) => items.find((item) => item.id === id) ?? []);
  const keys = found.map((item) => sortKeyOf(operand, item, subject.type));
  return { keys, sortBy, answer: outcome.response, refused: outcome.kind === 'refused' };
}

/** The first pair that stands in the wrong order, of those that a rule is about. */
function misplaced({ keys }: Sorted, { operand, order }: Sort, about: About) {
  const pairs = keys.flatMap((first, index) => keys.slice(index + 1).map((second) => ({ first, second })));
  return pairs.find(
    ({ first, second }) =>
      about(first, second, operand) && isDisorder(first, second, operand, order === 'descending'),
  );
}

async function judgeSort(c: Case, set: SpecimenSet, sort: Sort, rule: Judged): Promise<void> {
  const { requirement, about } = rule;
  const { noun, type } = set.subject;
  const attribute = formatPath(sort.operand.path);
  const result = await sorted(c, set, sort, requirement);
  const { answer, keys, refused, sortBy } = result;
  const wrong = misplaced(result, sort, about);
  if (refused) c.session.observe(`sort.refused.${type.name}.${attribute}`, true);
  // An attribute may be one that the target does not sort by; but one that every resource has it must know.
  if (refused && sort.operand !== nameIn(set))
    throw new InputRefused(`cannot judge: the target does not sort by ${attribute}`, answer);
  if (refused || wrong !== undefined) await requireControls(c, set, sort, result, rule);
  const when = `sorted by ${sortBy}${sort.order === null ? '' : `, ${sort.order}`}`;
  c.judge(requirement, !refused, () =>
    answered(`a list of ${noun}s`, answer, 200, { when, attribute, wanted: '200 with a list' }),
  );
  const value = (key: SortKey | undefined): string =>
    key?.kind === 'value' ? `with ${attribute} = ${shown(key.value)}` : `without ${attribute}`;
  c.judge(requirement, wrong === undefined, () => ({
    deviation: 'order',
    when,
    what: `a ${noun} ${value(wrong?.first)}`,
    says: `comes before one ${value(wrong?.second)}`,
    attribute,
    wanted: `${text(wrong?.second)} before ${text(wrong?.first)}`,
    got: `the order ${keys.map(text).join(', ')}`,
    answer,
  }));
}

/**
 * Lets a rule be blamed only where the plainest sort works, by the name in ascending order; another order only where the same
 * attribute is sorted in ascending order; and what is special about some values only where the others are in order, and the
 * name is in this order.
 * @throws InputRefused where that is not so
 */
async function requireControls(
  c: Case,
  set: SpecimenSet,
  { operand, order, ...sort }: Sort,
  result: Sorted,
  { requirement, about }: Judged,
): Promise<void> {
  if (requirement === SORT_BY) return;
  if (about !== plainly && misplaced(result, { operand, order, ...sort }, plainly) !== undefined)
    throw new InputRefused('cannot judge: the other values are not in order either', result.answer);
  const name = nameIn(set) ?? operand;
  const ascending = 'ascending' as const;
  const controls: readonly Sort[] = [
    { operand: name, order: ascending },
    ...(order === ascending ? [] : [{ operand, order: ascending }]),
    ...(order === ascending || about === plainly ? [] : [{ operand: name, order }]),
  ];
  for (const control of controls) {
    const found = await sorted(c, set, control, requirement);
    if (!found.refused && misplaced(found, control, plainly) === undefined) {
      if (control.operand === operand && isSame(found, result) && operand !== name)
        await requireOtherOrder(c, set, { operand: name, order }, requirement);
      continue;
    }
    const text = `cannot judge: sorted by ${found.sortBy}, ${control.order}, the results are not in order`;
    throw new InputRefused(text, found.answer);
  }
}

const isSame = (one: Sorted, other: Sorted): boolean =>
  JSON.stringify(one.keys) === JSON.stringify(other.keys);

/**
 * Where results are the same in either order, an attribute that is not sorted by at all may be in order by chance: sortOrder
 * is to blame only where it does not work by the name either.
 * @throws InputRefused where it does
 */
async function requireOtherOrder(
  c: Case,
  set: SpecimenSet,
  byName: Sort,
  requirement: RequirementId,
): Promise<void> {
  const found = await sorted(c, set, byName, requirement);
  if (found.refused || misplaced(found, byName, plainly) !== undefined) return;
  throw new InputRefused(
    'cannot judge: the target does not sort by the attribute in either order',
    found.answer,
  );
}

function text(key: SortKey | undefined): string {
  if (key?.kind === 'value') return shown(key.value);
  return key?.kind === 'none' ? 'no value' : 'some value';
}
