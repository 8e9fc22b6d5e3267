import { ScimError } from '../error.ts';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { AttributeDefinition, AttributeType } from '../schema.ts';
import { isUnassigned } from '../value.ts';
import { memberNamed } from './members.ts';
import { timeOf } from './time.ts';

/** RFC 4648 §4 and §5; RFC 7643 §2.3.6 lets the padding be left out. */
const BASE64 = /^[\w+/-]*={0,2}$/;
const isText = (value: Json) => typeof value === 'string';

/** What JSON value an attribute type takes (RFC 7643 §2.3, Table 1). */
const ACCEPTS: Record<Exclude<AttributeType, 'complex'>, (value: Json) => boolean> = {
  string: isText,
  reference: isText,
  boolean: (value) => typeof value === 'boolean',
  decimal: (value) => typeof value === 'number',
  integer: Number.isInteger,
  dateTime: (value) => typeof value === 'string' && timeOf(value) !== null,
  binary: (value) => typeof value === 'string' && BASE64.test(value),
};

/** How to read values a client sent. */
export interface Reading {
  /** Take "True" and "False" for booleans (Entra rules E-071, E-088). */
  readonly coerceBooleans: boolean;
}

/**
 * The value an attribute takes from a client: sub-attributes in the schema's spelling, those unknown, read-only or
 * unassigned left out. Undefined when nothing is assigned (RFC 7643 §2.5).
 * @throws ScimError 400 `invalidValue` when the value is not of the attribute's type or has two primaries
 */
export function normaliseValue(
  value: Json | undefined,
  definition: AttributeDefinition,
  reading: Reading,
): Json | undefined {
  if (isUnassigned(value)) return undefined;
  if (!definition.multiValued) return normaliseElement(value, definition, reading);
  if (!Array.isArray(value)) throw invalidValue(definition.name, 'takes an array');
  const elements = value.flatMap((item: Json) => normaliseElement(item, definition, reading) ?? []);
  if (elements.filter(isPrimary).length > 1)
    throw invalidValue(definition.name, 'has more than one primary value');
  return elements.length === 0 ? undefined : elements;
}

/** One value of an attribute; the rules are those of {@link normaliseValue}. */
export function normaliseElement(
  value: Json,
  definition: AttributeDefinition,
  reading: Reading,
): Json | undefined {
  if (isUnassigned(value)) return undefined;
  if (definition.type !== 'complex') return normaliseSimple(value, definition, reading);
  if (!isObject(value)) throw invalidValue(definition.name, 'takes an object');
  const members = normaliseMembers(value, definition.subAttributes ?? [], reading);
  const required = missing(members, definition.subAttributes ?? []);
  if (Object.keys(members).length === 0) return undefined;
  if (required !== undefined) throw invalidValue(`${definition.name}.${required.name}`, 'is required');
  return members;
}

/** The members of a client's object that the definitions know and let it write. */
export function normaliseMembers(
  value: JsonObject,
  definitions: readonly AttributeDefinition[],
  reading: Reading,
): JsonObject {
  const members: [string, Json][] = [];
  for (const definition of definitions) {
    if (definition.mutability === 'readOnly') continue;
    const member = normaliseValue(memberNamed(value, definition.name), definition, reading);
    if (member !== undefined) members.push([definition.name, member]);
  }
  return Object.fromEntries(members);
}

/** The first attribute a client must give and did not; an empty string is no value to require (RFC 7643 §4.1.1). */
export function missing(
  members: JsonObject,
  definitions: readonly AttributeDefinition[],
): AttributeDefinition | undefined {
  return definitions.find((definition) => {
    if (!definition.required || definition.mutability === 'readOnly') return false;
    const value = memberNamed(members, definition.name);
    return isUnassigned(value) || value === '';
  });
}

/** A value that does not fit the attribute (RFC 7644 §3.12, Table 9). */
export function invalidValue(attribute: string, why: string): ScimError {
  return new ScimError(400, 'invalidValue', `Attribute "${attribute}" ${why}.`);
}

/** Whether an element is marked as the primary one (RFC 7643 §2.4). */
export function isPrimary(element: Json): element is JsonObject {
  return isObject(element) && memberNamed(element, 'primary') === true;
}

function normaliseSimple(value: Json, definition: AttributeDefinition, reading: Reading): Json {
  const { type } = definition;
  const read = type === 'boolean' && reading.coerceBooleans ? booleanFrom(value) : value;
  if (type !== 'complex' && !ACCEPTS[type](read))
    throw invalidValue(definition.name, `takes a value of type ${type}`);
  return read;
}

function booleanFrom(value: Json): Json {
  const text = typeof value === 'string' ? value.toLowerCase() : null;
  return text === 'true' || text === 'false' ? text === 'true' : value;
}
