import fc from 'fast-check';
import { expressionArbitrary, type FilterOperand, type Operator } from '../../generators/filter.ts';
import type { Answer, CheckContext, Filter, RequirementId, SpecimenSet } from '../../kit/index.ts';
import {
  answered,
  formatFilter,
  formatPath,
  isComparable,
  judgeFilter,
  NotOffered,
  overFilterable,
  plainest,
  queryRequest,
  REFUSALS,
  shapeOf,
  specimensOf,
} from '../../kit/index.ts';

type Requirements = readonly [RequirementId, ...RequirementId[]];

/** What is asked of attributes, and judged by which requirements. */
interface Asking {
  readonly operators: readonly Operator[];
  readonly requirements: Requirements;
  /** Which attributes; by default all. */
  readonly fits?: (operand: FilterOperand) => boolean;
  /** The filters, where something else is judged than how the operators compare; by default with any values. */
  readonly filters?: (operands: readonly FilterOperand[], set: SpecimenSet) => fc.Arbitrary<Filter>;
  /** Filters in all, whatever kinds of attributes there are. */
  readonly runs?: number;
}

/**
 * A property over these operators on each kind of attribute by which filters in the plainest form find exactly those that
 * match. Operators that are refused whatever they are asked for are a warning.
 * @throws NotOffered, SetupFailure
 */
export async function overOperands(t: CheckContext, asking: Asking): Promise<void> {
  const { operators, requirements, fits = () => true, runs = t.session.effort.runs * 2 } = asking;
  const among = (operator: Operator): boolean => operators.includes(operator);
  const { filters = (all) => expressionArbitrary(all, among) } = asking;
  const usable = (all: readonly FilterOperand[]): readonly FilterOperand[] =>
    all.filter((operand) => fits(operand) && operand.operators.some(among));
  const body = async (set: SpecimenSet, own: CheckContext): Promise<void> => {
    const kinds = byKind(usable(set.operands), set);
    const taken: Answer[] = [];
    const refused: Answer[] = [];
    await own.forEach(kinds, (operands, each) =>
      each.forAll(
        fc.record({ filter: filters(operands, set) }),
        async ({ filter }, c) => {
          const { kind, response } = await judgeFilter(c, set, filter, requirements);
          (kind === 'refused' ? refused : taken).push(response);
        },
        { runs: Math.ceil(runs / kinds.length) },
      ),
    );
    const [refusal] = refused;
    if (refusal === undefined || taken.length > 0) return;
    await own.once(async (c) => {
      for (const rule of requirements)
        c.advise(rule, false, () =>
          answered(`every filter with ${operators.join(', ')} on ${set.subject.noun}s`, refusal, 200, {
            form: operators.map((operator) => `filter ${operator}`),
          }),
        );
    });
  };
  await overFilterable(t, body, usable);
}

/** Filters for equality with values as they stand. */
export function exactly(operands: readonly FilterOperand[]): fc.Arbitrary<Filter> {
  const asTheyStand = operands.filter(isComparable).map((operand) => ({ ...operand, exactly: true }));
  return expressionArbitrary(asTheyStand, (operator) => operator === 'eq');
}

/** The filters that every other one is made of. */
export function plainly(operands: readonly FilterOperand[], set: SpecimenSet): fc.Arbitrary<Filter> {
  return fc.constantFrom(...operands.map((operand) => plainest(operand, set)));
}

/** Attributes by their kind: what goes wrong with one mostly goes wrong with all of the kind, and is told once. */
function byKind(
  operands: readonly FilterOperand[],
  { subject }: Pick<SpecimenSet, 'subject'>,
): readonly (readonly FilterOperand[])[] {
  const kinds = new Map<string | null, FilterOperand[]>();
  for (const operand of operands) {
    const kind = shapeOf(formatPath(operand.path), subject.type);
    kinds.set(kind, [...(kinds.get(kind) ?? []), operand]);
  }
  return [...kinds.values()];
}

/**
 * Judges the plainest form of this operator on every kind of attribute by which it does not find exactly those that match.
 * No other check makes anything of these attributes.
 */
export async function plainForms(t: CheckContext, { operators, requirements }: Asking): Promise<void> {
  const plain = (operand: FilterOperand): Operator => (isComparable(operand) ? 'eq' : 'pr');
  const kinds = (await specimensOf(t.session).all()).flatMap((set) =>
    byKind(
      set.failing.filter((operand) => operators.includes(plain(operand))),
      set,
    ).flatMap(([operand]) => (operand === undefined ? [] : [{ set, operand }])),
  );
  await t.forEach(kinds, ({ set, operand }, own) =>
    own.once(async (c) => {
      await judgeFilter(c, set, plainest(operand, set), requirements);
    }),
  );
}

/**
 * Warns where filters may ask for no attribute of a kind at all. Where others are refused too, it is the target's choice of
 * attributes (RFC 7644 §3.12, Table 9), and not for being of that kind.
 * @returns whether they may ask for any, of any type of resource
 */
export async function judgeTaken(
  t: CheckContext,
  requirements: Requirements,
  fits: (operand: FilterOperand) => boolean,
): Promise<boolean> {
  const taken: SpecimenSet[] = [];
  await t.forEach(await specimensOf(t.session).all(), (set, own) =>
    own.once(async (c) => {
      const all = [...set.operands, ...set.failing, ...set.refused];
      const [operand] = all.filter(fits);
      if (operand === undefined) return;
      const filter = formatFilter(plainest(operand, set));
      const { endpoint } = set.subject.type;
      const answer = await c.send(queryRequest(endpoint, { filter }, 'see whether filters are taken'));
      const accepted = !REFUSALS.has(answer.status);
      if (accepted) taken.push(set);
      if (!accepted && !set.refused.every(fits))
        throw new NotOffered('the target refuses to filter on attributes of other kinds, too');
      for (const rule of requirements)
        c.advise(rule, accepted, () =>
          answered(`the filter ${filter}`, answer, 200, {
            attribute: formatPath(operand.path),
            says: 'is refused, and so is every other one on such an attribute',
            wanted: '200 with a list',
          }),
        );
    }),
  );
  return taken.length > 0;
}
