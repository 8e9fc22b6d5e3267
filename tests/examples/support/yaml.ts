import { parseAllDocuments } from 'yaml';
import { isObject, type Json, member } from '../../../scim/json.ts';

/** The documents of a YAML text. @throws Error for one that is not well-formed */
export function documentsOf(text: string): readonly Json[] {
  return parseAllDocuments(text).map((document) => {
    if (document.errors[0] !== undefined) throw document.errors[0];
    return document.toJS();
  });
}

/** What is at a path of keys, or undefined. */
export function at(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((found, key) => member(found, key), value);
}

/** A string or a number as text. @throws TypeError for anything else */
export function text(value: Json | undefined): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new TypeError(`expected a text, not ${JSON.stringify(value)}`);
}

/** The items of a list; those of nothing are none. @throws TypeError for anything else */
export function list(value: Json | undefined): readonly Json[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw new TypeError(`expected a list, not ${JSON.stringify(value)}`);
}

/** The members of an object; those of nothing are none. */
export function members(value: Json | undefined): readonly (readonly [string, Json])[] {
  return isObject(value) ? Object.entries(value) : [];
}

/** Values by name, each filled in. */
export function texts(
  value: Json | undefined,
  fillIn: (value: string) => string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(members(value).map(([name, each]) => [name, fillIn(text(each))]));
}

/** Fills the places of a pattern, which captures a name, from a table. @throws Error for a name that is not in it */
export function filler(pattern: RegExp, values: Readonly<Record<string, string>>): (text: string) => string {
  return (text) =>
    text.replaceAll(pattern, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`the recipe uses ${name}, which is not set`);
      return value;
    });
}
