import { ScimError } from '../error.ts';
import type { CompareOperator, Filter } from '../filter.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { AttributePath } from '../path.ts';
import { type AttributeDefinition, findAttribute } from '../schema.ts';
import { compareValues, foldCase, isPresent, isUnassigned, prepare, sameValue } from '../value.ts';
import { pathText } from './format.ts';
import { memberNamed } from './members.ts';
import { ORDER_TESTS, TEXT_TESTS } from './operators.ts';

/** What a path of a filter stands for: a definition, and how to read the assigned values from a resource or element. */
export interface Operand {
  readonly definition: AttributeDefinition;
  readonly read: (holder: JsonObject) => readonly Json[];
}

/** Finds the operand of a path, or null when the attribute is not defined. */
export type Scope = (path: AttributePath) => Operand | null;

type Literal = string | number | boolean | null;
type Comparison = Extract<Filter, { kind: 'compare' }>;

/**
 * A filter as a function. All its paths and comparisons are judged here and now, so that a filter the RFC refuses
 * is refused whatever the resources hold.
 * @throws ScimError 400 `invalidFilter`
 */
export function predicate(filter: Filter, scope: Scope): (holder: JsonObject) => boolean {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const left = predicate(filter.left, scope);
      const right = predicate(filter.right, scope);
      return filter.kind === 'and'
        ? (holder) => left(holder) && right(holder)
        : (holder) => left(holder) || right(holder);
    }
    case 'not': {
      const negated = predicate(filter.filter, scope);
      return (holder) => !negated(holder);
    }
    case 'present':
    case 'valuePath': {
      const operand = scope(filter.path);
      return (holder) => operand?.read(holder).some(isPresent) ?? false;
    }
    case 'compare':
      return comparison(filter, scope(filter.path));
  }
}

/** An attribute without a value compares as `null`, which is the same state (RFC 7643 §2.5). */
const NO_VALUE: readonly Json[] = [null];

function comparison(filter: Comparison, found: Operand | null): (holder: JsonObject) => boolean {
  const operand = found && filter.value !== null ? significant(found, filter) : found;
  if (operand === null) {
    const matches = filter.operator === (filter.value === null ? 'eq' : 'ne');
    return () => matches;
  }
  const { definition } = operand;
  if (
    ORDER_TESTS[filter.operator] !== undefined &&
    (definition.type === 'boolean' || definition.type === 'binary')
  ) {
    throw invalidFilter(filter, `"${filter.operator}" does not apply to ${definition.type} attributes`);
  }
  const literal = definition.type === 'boolean' ? booleanLiteral(filter.value) : filter.value;
  return (holder) => {
    const values = operand.read(holder);
    return (values.length === 0 ? NO_VALUE : values).some((value) =>
      satisfies(value, filter.operator, literal, definition),
    );
  };
}

/**
 * What is compared when the path names a complex attribute: its `value`, as in `emails co "example.com"` (RFC 7644
 * §3.4.2.2, Figure 2) and Entra's `manager eq "u-1"` (rule E-060). Without one, "a fully qualified sub-attribute MUST
 * be specified".
 */
function significant(operand: Operand, filter: Comparison): Operand {
  const { definition, read } = operand;
  if (definition.type !== 'complex') return operand;
  const value = findAttribute(definition.subAttributes, 'value');
  if (value === undefined) throw invalidFilter(filter, 'a complex attribute is compared by a sub-attribute');
  return {
    definition: value,
    read: (holder) =>
      read(holder).flatMap((element) => {
        const found = isObject(element) ? memberNamed(element, 'value') : undefined;
        return isUnassigned(found) ? [] : [found];
      }),
  };
}

function satisfies(
  value: Json,
  operator: CompareOperator,
  literal: Literal,
  definition: AttributeDefinition,
): boolean {
  if (operator === 'eq') return sameValue(value, literal, definition);
  if (operator === 'ne') return !sameValue(value, literal, definition);
  const textTest = TEXT_TESTS[operator];
  if (textTest !== undefined) {
    if (typeof value !== 'string' || typeof literal !== 'string') return false;
    const comparable = definition.caseExact ? prepare : foldCase;
    return textTest(comparable(value), comparable(literal));
  }
  const order = compareValues(value, literal, definition);
  return order !== null && (ORDER_TESTS[operator]?.(order) ?? false);
}

/** Entra writes booleans as strings in filters, `roles[primary eq "True"]` (rule E-087). */
function booleanLiteral(literal: Literal): Literal {
  const text = typeof literal === 'string' ? literal.toLowerCase() : null;
  return text === 'true' || text === 'false' ? text === 'true' : literal;
}

function invalidFilter(filter: Comparison, why: string): ScimError {
  return new ScimError(400, 'invalidFilter', `${pathText(filter.path)}: ${why}.`);
}
