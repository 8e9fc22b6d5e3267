import { timeOf } from './_internals/time.ts';
import { isObject, type Json, type JsonObject, sameJson } from './json.ts';
import { type AttributeDefinition, findAttribute } from './schema.ts';

/** Whether a value is the unassigned state: left out, `null` or an empty array (RFC 7643 §2.5). */
export function isUnassigned(value: Json | undefined): value is null | undefined | readonly [] {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** Whether a text is an xsd:dateTime with date and time (RFC 7643 §2.3.5); the time zone is optional there. */
export function isDateTime(text: string): boolean {
  return timeOf(text) !== null;
}

/**
 * Whether a value is "present" (RFC 7644 §3.4.2.2, `pr`): assigned, and for complex values with at least one
 * sub-attribute present. The empty string is a value: §2.5 of RFC 7643 does not count it as unassigned.
 */
export function isPresent(value: Json | undefined): boolean {
  if (Array.isArray(value)) return value.some(isPresent);
  if (isObject(value)) return Object.values(value).some(isPresent);
  return !isUnassigned(value);
}

/** Text as it is compared: composed and decomposed spellings are one (RFC 7644 §7.8; RFC 7613 §3.2.2, rule 5). */
export function prepare(text: string): string {
  return text.normalize('NFC');
}

/**
 * Letter case removed from prepared text, for attributes that are not `caseExact`. Final sigma is levelled with the other one, as
 * Unicode's case folding does, because `toLowerCase` chooses by position and would break prefixes and substrings.
 */
export function foldCase(text: string): string {
  return prepare(text).toLowerCase().replaceAll('ς', 'σ');
}

/**
 * Whether two values of the attribute are the same under its type and `caseExact` (RFC 7643 §2.3): date-times by
 * the instant, binaries whatever their padding and alphabet (§2.3.6), complex values by their sub-attributes.
 * Two arrays are compared as collections without order; all states of "unassigned" are one (§2.5).
 */
export function sameValue(a: Json, b: Json, definition: AttributeDefinition): boolean {
  if (isUnassigned(a) || isUnassigned(b)) return isUnassigned(a) && isUnassigned(b);
  if (Array.isArray(a) && Array.isArray(b)) return sameElements(a, b, definition);
  if (isObject(a) && isObject(b)) return sameComplex(a, b, definition);
  if (typeof a === 'string' && typeof b === 'string') {
    return comparable(a, definition) === comparable(b, definition);
  }
  return a === b;
}

/**
 * Order of two values: negative, zero or positive, by instant for dateTime, by number for numbers, else
 * lexicographically by UTF-16 code unit under `caseExact` (RFC 7644 §3.4.2.2, Table 3). Null when the
 * attribute has no order (boolean, binary, complex) or the values are not of its type.
 */
export function compareValues(a: Json, b: Json, definition: AttributeDefinition): number | null {
  if (UNORDERED.has(definition.type)) return null;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a !== 'string' || typeof b !== 'string') return null;
  const left = comparable(a, definition);
  const right = comparable(b, definition);
  if (typeof left !== typeof right) return null;
  return left < right ? -1 : Number(left > right);
}

const UNORDERED: ReadonlySet<string> = new Set(['boolean', 'binary', 'complex']);

function comparable(text: string, definition: AttributeDefinition): string | bigint {
  if (definition.type === 'dateTime') return timeOf(text) ?? foldCase(text);
  if (definition.type === 'binary') {
    return text
      .replaceAll('-', '+')
      .replaceAll('_', '/')
      .replace(/={1,2}$/, '');
  }
  return definition.caseExact ? prepare(text) : foldCase(text);
}

function sameElements(a: readonly Json[], b: readonly Json[], definition: AttributeDefinition): boolean {
  if (a.length !== b.length) return false;
  const rest = [...b];
  return a.every((item) => {
    const index = rest.findIndex((other) => sameValue(item, other, definition));
    if (index >= 0) rest.splice(index, 1);
    return index >= 0;
  });
}

function sameComplex(a: JsonObject, b: JsonObject, definition: AttributeDefinition): boolean {
  const left = assignedMembers(a);
  const right = assignedMembers(b);
  return [...new Set([...left.keys(), ...right.keys()])].every((name) => {
    const subAttribute = findAttribute(definition.subAttributes, name);
    const [one = null, other = null] = [left.get(name), right.get(name)];
    return subAttribute === undefined ? sameJson(one, other) : sameValue(one, other, subAttribute);
  });
}

/** Assigned members by lower-case name; `primary: false` is what leaving it out means (RFC 7643 §2.4). */
function assignedMembers(value: JsonObject): Map<string, Json> {
  const members = new Map<string, Json>();
  for (const [key, item] of Object.entries(value)) {
    const name = key.toLowerCase();
    if (!isUnassigned(item) && !(name === 'primary' && item === false)) members.set(name, item);
  }
  return members;
}
