import { isObject, type Json, type JsonObject } from '../../json.ts';
import { elementTest } from '../../lookup.ts';
import { type AttributeDefinition, findAttribute } from '../../schema.ts';
import { isUnassigned, sameValue } from '../../value.ts';
import { memberNamed, withMember } from '../members.ts';
import { asElements, isReferring, sameElement } from './elements.ts';
import { assertChangeable, mutabilityError } from './mutability.ts';
import { type Context, readTarget, type Target, writeTarget } from './target.ts';

/**
 * The resource after a `remove` (RFC 7644 §3.5.2.2). A value beside the path counts only for Entra, and only for a
 * whole multi-valued attribute, of which it drops no more than the elements sent (rules E-090, E-129).
 * @throws ScimError 400 `mutability` for what is required, read-only or immutable; `invalidFilter`
 */
export function remove(resource: JsonObject, target: Target, context: Context): JsonObject {
  const { attribute, subAttribute } = target.resolved;
  for (const definition of [attribute, subAttribute]) {
    if (definition?.mutability === 'readOnly') throw mutabilityError(definition, 'is readOnly');
  }
  const before = readTarget(resource, target.resolved);
  if (isUnassigned(before)) return resource;
  const after = attribute.multiValued
    ? removeElements(asElements(before), target, context)
    : withoutSub(before, subAttribute);
  assertRemovable(attribute, before, after);
  return writeTarget(resource, target.resolved, after);
}

function removeElements(before: readonly Json[], target: Target, context: Context): readonly Json[] {
  const { path, resolved, value } = target;
  const { attribute, subAttribute } = resolved;
  const limited = context.entra && path.filter === null && subAttribute === null && !isNothing(value);
  const selects = limited ? isAmong(asElements(value), attribute) : selector(target);
  return before.flatMap((element) => {
    const rest = selects(element) ? withoutSub(element, subAttribute) : element;
    return rest === undefined || (isObject(rest) && Object.keys(rest).length === 0) ? [] : [rest];
  });
}

function isNothing(value: Json | undefined): value is undefined | null {
  return value === undefined || value === null;
}

function selector({ path, resolved }: Target): (element: Json) => boolean {
  return path.filter === null ? () => true : elementTest(path.filter, resolved.attribute);
}

/** Whether an element is one of those sent: the same `value` for references, else the same in all that was sent. */
function isAmong(sent: readonly Json[], attribute: AttributeDefinition): (element: Json) => boolean {
  return (element) =>
    sent.some((item) => {
      if (!isObject(item) || !isObject(element)) return sameValue(element, item, attribute);
      return isReferring(attribute) ? sameElement(element, item, attribute) : holds(element, item, attribute);
    });
}

function holds(element: JsonObject, sent: JsonObject, attribute: AttributeDefinition): boolean {
  return Object.entries(sent).every(([name, value]) => {
    const definition = findAttribute(attribute.subAttributes, name);
    return definition === undefined || isUnassigned(value)
      ? true
      : sameValue(memberNamed(element, name) ?? null, value, definition);
  });
}

/** The value without its sub-attribute; undefined when the whole of it goes. */
function withoutSub(value: Json, subAttribute: AttributeDefinition | null): Json | undefined {
  if (subAttribute === null) return undefined;
  if (!isObject(value)) return value;
  assertRemovable(subAttribute, memberNamed(value, subAttribute.name), undefined);
  return withMember(value, subAttribute.name, undefined);
}

function assertRemovable(
  definition: AttributeDefinition,
  before: Json | undefined,
  after: Json | undefined,
): void {
  assertChangeable(definition, before, after);
  if (definition.required && !isUnassigned(before) && isUnassigned(after)) {
    throw mutabilityError(definition, 'is required');
  }
}
