import { ScimError } from '../../error.ts';
import { isObject, type Json, type JsonObject } from '../../json.ts';
import { elementTest } from '../../lookup.ts';
import type { AttributeDefinition } from '../../schema.ts';
import { isUnassigned, sameValue } from '../../value.ts';
import { memberNamed, withMember } from '../members.ts';
import { invalidValue, normaliseElement, normaliseValue } from '../normalise.ts';
import { elementFromFilter } from './elementFromFilter.ts';
import { asElements, isReferring, merge, replaceElement, union, unionByValue } from './elements.ts';
import { assertChangeable, mutabilityError } from './mutability.ts';
import { settlePrimary } from './settle.ts';
import { type Context, readTarget, type Target, writeTarget } from './target.ts';

/** An `add` or `replace` of one attribute. */
export interface Assignment extends Target {
  readonly op: 'add' | 'replace';
}

/**
 * The resource after an assignment (RFC 7644 §3.5.2.1 and §3.5.2.3).
 * @throws ScimError 400 `mutability`, `invalidValue`, `noTarget`, `invalidFilter`
 */
export function assign(resource: JsonObject, assignment: Assignment, context: Context): JsonObject {
  const { attribute } = assignment.resolved;
  const before = readTarget(resource, assignment.resolved);
  if (isReadOnly(before, assignment)) return resource;
  const after = attribute.multiValued
    ? assignElements(asElements(before), assignment, context)
    : assignSingle(before, assignment, context);
  assertChangeable(attribute, before, after);
  if (attribute.required && (isUnassigned(after) || after === '')) {
    throw invalidValue(attribute.name, 'is required');
  }
  return writeTarget(resource, assignment.resolved, after);
}

/** Whether the attribute is read-only and was sent its present value; any other value is refused. */
function isReadOnly(before: Json | undefined, { path, resolved, value }: Assignment): boolean {
  const { attribute, subAttribute } = resolved;
  const fixed = [attribute, subAttribute].find((definition) => definition?.mutability === 'readOnly');
  if (fixed === undefined || fixed === null) return false;
  const whole = path.filter === null && subAttribute === null;
  if (whole && sameValue(before ?? null, value ?? null, attribute)) return true;
  throw mutabilityError(fixed, 'is readOnly');
}

function assignSingle(before: Json | undefined, assignment: Assignment, context: Context): Json | undefined {
  const { attribute, subAttribute } = assignment.resolved;
  if (subAttribute !== null) return assignSub(before, assignment, subAttribute, context);
  const value = context.entra && isReferring(attribute) ? reference(assignment.value) : assignment.value;
  if (attribute.type !== 'complex' || isUnassigned(value)) {
    return normaliseElement(value ?? null, attribute, context.reading);
  }
  return merge(isObject(before) ? before : {}, value, attribute, context.reading);
}

/** A reference as Entra sends it: the bare id, an array of one, or empty to unset it (rules E-093, E-095). */
function reference(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return reference(value[0]);
  if (typeof value === 'string') return value === '' ? null : { value };
  return isObject(value) && memberNamed(value, 'value') === '' ? null : value;
}

function assignSub(
  holder: Json | undefined,
  { op, value }: Assignment,
  definition: AttributeDefinition,
  context: Context,
): JsonObject {
  const object = isObject(holder) ? holder : {};
  const before = memberNamed(object, definition.name);
  const given = normaliseValue(value, definition, context.reading);
  const adds = op === 'add' && definition.multiValued;
  const after = adds ? union(asElements(before), asElements(given), definition) : given;
  assertChangeable(definition, before, after);
  if (definition.required && (isUnassigned(after) || after === '')) {
    throw invalidValue(definition.name, 'is required');
  }
  return withMember(object, definition.name, after);
}

/** All of a multi-valued attribute, or the elements that its path selects. */
function assignElements(before: readonly Json[], assignment: Assignment, context: Context): readonly Json[] {
  const { op, path, resolved, value } = assignment;
  const { attribute, subAttribute } = resolved;
  if (path.filter === null && subAttribute === null) {
    const given = normaliseValue(asElements(value), attribute, context.reading);
    const byValue = context.entra && op === 'add' && attribute.name === 'roles';
    const after = byValue
      ? unionByValue(before, asElements(given), attribute, context.reading)
      : union(op === 'add' ? before : [], asElements(given), attribute);
    return settlePrimary(before, after, attribute);
  }
  const selects = path.filter === null ? () => true : elementTest(path.filter, attribute);
  const after = before.some(selects)
    ? before.flatMap((element) =>
        selects(element) ? assignElement(element, assignment, context) : [element],
      )
    : [...before, ...createElement(assignment, context)];
  return settlePrimary(before, after, attribute);
}

/** What becomes of a selected element: one element, or none when nothing of it is left. */
function assignElement(element: Json, assignment: Assignment, context: Context): readonly Json[] {
  const { attribute, subAttribute } = assignment.resolved;
  const value = assignment.value ?? null;
  if (subAttribute !== null) return nonEmpty(assignSub(element, assignment, subAttribute, context));
  if (isUnassigned(value)) return assignment.op === 'add' ? [element] : [];
  return assignment.op === 'add' && isObject(element)
    ? nonEmpty(merge(element, value, attribute, context.reading))
    : nonEmpty(replaceElement(element, value, attribute, context.reading));
}

/**
 * The element that an assignment creates when its path selects none. Without a filter the attribute "does not exist"
 * and is added; with one, RFC 7644 §3.5.2.3 wants `noTarget` and Entra an element (rule E-081).
 */
function createElement(assignment: Assignment, context: Context): readonly Json[] {
  const { path, resolved, value } = assignment;
  if (path.filter === null) return isUnassigned(value) ? [] : assignElement({}, assignment, context);
  const element = context.entra ? elementFromFilter(path.filter, resolved.attribute) : null;
  if (element === null) {
    throw new ScimError(
      400,
      'noTarget',
      `No value of "${resolved.attribute.name}" matches the path's filter.`,
    );
  }
  return isUnassigned(value) ? [] : assignElement(element, { ...assignment, op: 'add' }, context);
}

function nonEmpty(element: Json | undefined): readonly Json[] {
  return isUnassigned(element) || (isObject(element) && Object.keys(element).length === 0) ? [] : [element];
}
