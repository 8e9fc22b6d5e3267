import type { WireResponse } from '../../../http/transport.ts';
import { isObject, type Json, type JsonObject, member, stringMember } from '../../../scim/json.ts';
import { type Call, type Provide, type Target, when, without } from './target.ts';

/**
 * Values of these attributes are accepted and not kept, whether POST, PUT or PATCH brings them: `title`, `emails` with all
 * its parts, `name.formatted`.
 */
export function drops(...attributes: readonly string[]): Target {
  const isDropped = (path: string): boolean => attributes.some((name) => isWithin(path, name));
  const forget = (resource: JsonObject): JsonObject =>
    attributes.reduce(withoutPart, without(resource, ...Object.keys(resource).filter(isDropped)));
  return when(
    ({ method, endpoint, body }) => isObject(body) && method !== 'GET' && endpoint === '/Users',
    (call, provide) => {
      if (!isObject(call.body)) return provide();
      if (call.method !== 'PATCH') return provide({ body: forget(call.body) });
      const operations = operationsOf(call.body);
      if (operations.length === 0) return provide();
      const left = operations.flatMap((operation) => remaining(operation, isDropped, forget));
      return left.length > 0
        ? provide({ body: { ...call.body, Operations: left } })
        : unchanged(call, provide);
    },
  );
}

/** The operations of a PATCH. */
export function operationsOf(body: Json | undefined): readonly JsonObject[] {
  const operations = member(body, 'Operations');
  return Array.isArray(operations) ? operations.filter(isObject) : [];
}

/** What a PATCH that has no effect is answered with: the resource as it is. */
export function unchanged({ query }: Pick<Call, 'query'>, provide: Provide): Promise<WireResponse> {
  return provide({ method: 'GET', body: undefined, query });
}

/** The path of an operation, in small letters and without the schema URI of users: `emails[type eq "work"].value`. */
export function pathOf(operation: JsonObject): string {
  return plain(stringMember(operation, 'path') ?? '');
}

function plain(path: string): string {
  return path.replace(/^urn:[^[]*:core:2\.0:\w+:/i, '').toLowerCase();
}

/** Whether a path names an attribute or a part of it. */
function isWithin(path: string, attribute: string): boolean {
  const [named, name] = [plain(path), attribute.toLowerCase()];
  return named === name || (named.startsWith(name) && /[.[]/.test(named.charAt(name.length)));
}

function remaining(
  operation: JsonObject,
  isDropped: (path: string) => boolean,
  forget: (resource: JsonObject) => JsonObject,
): readonly JsonObject[] {
  const value = member(operation, 'value');
  if (pathOf(operation) !== '') return isDropped(pathOf(operation)) ? [] : [operation];
  if (!isObject(value)) return [operation];
  const left = forget(value);
  return Object.keys(left).length > 0 ? [{ ...operation, value: left }] : [];
}

/** The resource without `name.formatted` in its `name`. */
function withoutPart(resource: JsonObject, path: string): JsonObject {
  const [name = '', part] = path.split('.');
  const parts = member(resource, name);
  if (part === undefined || !isObject(parts)) return resource;
  return { ...without(resource, name), [name]: without(parts, part) };
}
