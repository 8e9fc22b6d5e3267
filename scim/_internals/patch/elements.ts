import { isObject, type Json, type JsonObject } from '../../json.ts';
import { type AttributeDefinition, findAttribute } from '../../schema.ts';
import { isUnassigned, sameValue } from '../../value.ts';
import { memberNamed, withMember } from '../members.ts';
import { invalidValue, missing, normaliseElement, normaliseValue, type Reading } from '../normalise.ts';
import { assertChangeable } from './mutability.ts';

/** The elements of a multi-valued attribute's value; none when it is unassigned. */
export function asElements(value: Json | undefined): readonly Json[] {
  if (isUnassigned(value)) return [];
  return Array.isArray(value) ? value : [value];
}

/** Whether elements refer to resources and are therefore told apart by `value` alone (RFC 7643 §2.4, §4.2). */
export function isReferring(attribute: AttributeDefinition): boolean {
  const { subAttributes } = attribute;
  return (
    findAttribute(subAttributes, '$ref') !== undefined && findAttribute(subAttributes, 'value') !== undefined
  );
}

/** The elements with those added that are not among them yet (RFC 7644 §3.5.2.1, last rule). */
export function union(
  elements: readonly Json[],
  added: readonly Json[],
  attribute: AttributeDefinition,
): readonly Json[] {
  const result = [...elements];
  for (const element of added) {
    if (!result.some((known) => sameElement(known, element, attribute))) result.push(element);
  }
  return result;
}

/**
 * The elements with those added by their `value`: one whose value is there already takes on what was sent. So roles are
 * told apart, whose full list Entra adds again and again, under other names for the same things (rule E-100).
 * @throws ScimError 400 `mutability`, `invalidValue`
 */
export function unionByValue(
  elements: readonly Json[],
  added: readonly Json[],
  attribute: AttributeDefinition,
  reading: Reading,
): readonly Json[] {
  const definition = findAttribute(attribute.subAttributes, 'value');
  const significant = (element: Json): Json =>
    isObject(element) ? (memberNamed(element, 'value') ?? null) : null;
  const result = [...elements];
  for (const element of added) {
    const value = significant(element);
    const index = result.findIndex(
      (known) =>
        definition !== undefined && value !== null && sameValue(significant(known), value, definition),
    );
    const known = result[index];
    if (isObject(known)) result[index] = merge(known, element, attribute, reading);
    else result.push(element);
  }
  return result;
}

/** Whether two elements are one and the same: by `value` for references to resources, else by all they hold. */
export function sameElement(a: Json, b: Json, attribute: AttributeDefinition): boolean {
  const value = isReferring(attribute) ? findAttribute(attribute.subAttributes, 'value') : undefined;
  if (value === undefined || !isObject(a) || !isObject(b)) return sameValue(a, b, attribute);
  return sameValue(memberNamed(a, 'value') ?? null, memberNamed(b, 'value') ?? null, value);
}

/**
 * A complex value with the sub-attributes given set, those given as unassigned removed and all others left
 * (RFC 7644 §3.5.2.3). Read-only sub-attributes in it have no effect.
 * @throws ScimError 400 `mutability`, `invalidValue`
 */
export function merge(
  before: JsonObject,
  given: Json,
  attribute: AttributeDefinition,
  reading: Reading,
): JsonObject {
  if (!isObject(given)) throw invalidValue(attribute.name, 'takes an object');
  const definitions = attribute.subAttributes ?? [];
  let result = before;
  for (const definition of definitions) {
    const value = memberNamed(given, definition.name);
    if (value === undefined || definition.mutability === 'readOnly') continue;
    const after = normaliseValue(value, definition, reading);
    assertChangeable(definition, memberNamed(before, definition.name), after);
    result = withMember(result, definition.name, after);
  }
  const required = missing(result, definitions);
  if (required !== undefined) throw invalidValue(`${attribute.name}.${required.name}`, 'is required');
  return result;
}

/**
 * The element given in place of another ("all matching record values SHALL be replaced", RFC 7644 §3.5.2.3), with
 * what a client cannot change kept.
 * @throws ScimError 400 `mutability`, `invalidValue`
 */
export function replaceElement(
  before: Json,
  given: Json,
  attribute: AttributeDefinition,
  reading: Reading,
): Json | undefined {
  const after = normaliseElement(given, attribute, reading);
  if (!isObject(before) || !isObject(after)) return after;
  let result = after;
  for (const definition of attribute.subAttributes ?? []) {
    if (definition.mutability !== 'readOnly' && definition.mutability !== 'immutable') continue;
    const kept = memberNamed(before, definition.name);
    const replacement = memberNamed(after, definition.name);
    if (replacement === undefined) result = withMember(result, definition.name, kept);
    else assertChangeable(definition, kept, replacement);
  }
  return result;
}
