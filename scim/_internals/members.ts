import type { Json, JsonObject } from '../json.ts';
import { isUnassigned } from '../value.ts';

/** The object's own key that equals `name` without regard to case (RFC 7643 §2.1), or undefined. */
export function keyNamed(object: JsonObject, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name;
  const wanted = name.toLowerCase();
  return Object.keys(object).find((key) => key.toLowerCase() === wanted);
}

/** The object's own member under {@link keyNamed}, or undefined. */
export function memberNamed(object: JsonObject, name: string): Json | undefined {
  const key = keyNamed(object, name);
  return key === undefined ? undefined : object[key];
}

/** The object with the member set, or left out when the value is unassigned or an object without members. */
export function withMember(object: JsonObject, name: string, value: Json | undefined): JsonObject {
  const key = keyNamed(object, name) ?? name;
  if (isEmpty(value)) {
    const { [key]: _, ...rest } = object;
    return rest;
  }
  return { ...object, [key]: value };
}

function isEmpty(value: Json | undefined): value is undefined | null {
  return isUnassigned(value) || (typeof value === 'object' && Object.keys(value).length === 0);
}
