import fc from 'fast-check';
import type { CompareOperator, Filter } from '../scim/filter.ts';
import type { AttributePath } from '../scim/path.ts';
import type { AttributeDefinition } from '../scim/schema.ts';
import { literalFor } from './literal.ts';

/** Every operator of RFC 7644 §3.4.2.2, Table 3. */
export type Operator = CompareOperator | 'pr';

/** An attribute that filters can ask for, with values to compare it with. */
export interface FilterOperand {
  /** `title`, `name.givenName`, `emails.value`: no filter in it. */
  readonly path: AttributePath;
  readonly definition: AttributeDefinition;
  /** The definition of the first named attribute. */
  readonly parent: AttributeDefinition;
  /** Values that resources hold. */
  readonly values: readonly (string | number | boolean)[];
  /** The operators whose outcome the RFC decides for this attribute. */
  readonly operators: readonly Operator[];
  /** Whether to ask for these values exactly: how others compare with them is the service provider's affair. */
  readonly exactly: boolean;
}

/** Filters of one expression: an operand, one of its operators, and a value that resources hold or nearly hold. */
export function expressionArbitrary(
  operands: readonly FilterOperand[],
  among: (operator: Operator) => boolean = () => true,
): fc.Arbitrary<Filter> {
  const classes = new Map<string, { operand: FilterOperand; operator: Operator }[]>();
  for (const operand of operands) {
    for (const operator of operand.operators.filter(among)) {
      const key = `${operator} ${kindOf(operand)}`;
      classes.set(key, [...(classes.get(key) ?? []), { operand, operator }]);
    }
  }
  // Kinds of attributes before attributes: of the few booleans and date-times as many as of the many texts.
  const pair = fc.constantFrom(...classes.values()).chain((pairs) => fc.constantFrom(...pairs));
  return new ShrinkingFilter(pair.chain(({ operand, operator }) => expression(operand, operator)));
}

/** What makes one attribute a different matter to compare than another. */
function kindOf({ definition, parent, path }: FilterOperand): string {
  const place = parent.multiValued ? 'several' : path.subAttribute === null ? 'single' : 'part';
  return `${definition.type} ${definition.caseExact} ${place} ${path.urn === null}`;
}

function expression(
  { path, definition, values, exactly }: FilterOperand,
  operator: Operator,
): fc.Arbitrary<Filter> {
  if (operator === 'pr') return fc.constant({ kind: 'present', path });
  return fc
    .constantFrom(...values)
    .chain((value) => (exactly ? fc.constant(value) : literalFor(value, operator, definition)))
    .map((value) => ({ kind: 'compare', path, operator, value }));
}

/**
 * Filters of several expressions, joined by `and` and `or` and negated by `not`, at most `depth` of them inside one
 * another. Shrinks to the parts of the filter. Written out, they need brackets in some places and precedence in others.
 */
export function filterArbitrary(leaf: fc.Arbitrary<Filter>, depth: number): fc.Arbitrary<Filter> {
  const { node } = fc.letrec<{ node: Filter }>((tie) => ({
    node: fc.oneof(
      { maxDepth: depth, depthIdentifier: 'filter' },
      { arbitrary: leaf, weight: 1 },
      {
        arbitrary: fc.record({
          kind: fc.constantFrom('and' as const, 'or' as const),
          left: tie('node'),
          right: tie('node'),
        }),
        weight: 4,
      },
      { arbitrary: tie('node').map((filter): Filter => ({ kind: 'not', filter })), weight: 2 },
    ),
  }));
  return new ShrinkingFilter(node);
}

/** Conditions on one and the same value of a multi-valued attribute, `emails[type eq "work" and value sw "a"]`. */
export function valuePathArbitrary(operands: readonly FilterOperand[]): fc.Arbitrary<Filter> {
  const parents = [...new Set(operands.map(({ parent }) => parent))];
  return new ShrinkingFilter(
    fc.constantFrom(...parents).chain((parent) => {
      const inside = operands.filter((operand) => operand.parent === parent).map(asElementOperand);
      const { urn = null } = operands.find((operand) => operand.parent === parent)?.path ?? {};
      return filterArbitrary(expressionArbitrary(inside), 2).map(
        (filter): Filter => ({
          kind: 'valuePath',
          path: { urn, attribute: parent.name, filter, subAttribute: null },
        }),
      );
    }),
  );
}

function asElementOperand(operand: FilterOperand): FilterOperand {
  const attribute = operand.path.subAttribute ?? operand.path.attribute;
  return { ...operand, path: { urn: null, attribute, filter: null, subAttribute: null } };
}

/** Filters drawn from elsewhere that shrink to their parts: a filter that fails is mostly one expression that fails. */
class ShrinkingFilter extends fc.Arbitrary<Filter> {
  readonly #drawn: fc.Arbitrary<Filter>;

  constructor(drawn: fc.Arbitrary<Filter>) {
    super();
    this.#drawn = drawn;
  }

  override generate(random: fc.Random, biasFactor: number | undefined): fc.Value<Filter> {
    return new fc.Value(this.#drawn.generate(random, biasFactor).value, undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is Filter {
    return typeof value === 'object' && value !== null && 'kind' in value;
  }

  override shrink(filter: Filter): fc.Stream<fc.Value<Filter>> {
    return fc.stream(
      smaller(filter)
        .map((part) => new fc.Value(part, undefined))
        .values(),
    );
  }
}

/** Filters with one part less. */
function smaller(filter: Filter): readonly Filter[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return [
        filter.left,
        filter.right,
        ...smaller(filter.left).map((left) => ({ ...filter, left })),
        ...smaller(filter.right).map((right) => ({ ...filter, right })),
      ];
    case 'not':
      return [
        filter.filter,
        ...smaller(filter.filter).map((inner): Filter => ({ kind: 'not', filter: inner })),
      ];
    case 'valuePath':
      return filter.path.filter === null
        ? []
        : smaller(filter.path.filter).map((inner) => ({
            ...filter,
            path: { ...filter.path, filter: inner },
          }));
    default:
      return [];
  }
}
