import type { ScimRequest } from '../http/client.ts';
import { isObject, type Json, type JsonObject, member, stringMember } from '../scim/json.ts';

/** A resource that a request is about to create, as far as it can be told from others. */
export interface Creation {
  /** The endpoint below the base URL where it can be looked for: `/Users`. */
  readonly endpoint: string;
  /** The attribute that carries the marker of the run, and its value. */
  readonly attribute: string;
  readonly value: string;
}

/** The attributes that carry a marker, the most telling first. */
const MARKED = ['userName', 'displayName', 'externalId'] as const;

/** What a request creates when it is carried out: one resource, those of a bulk request, or none. */
export function creationsIn({ method, path, body }: ScimRequest, prefix: string): readonly Creation[] {
  if (method !== 'POST' || !isObject(body)) return [];
  return path === '/Bulk' ? bulkCreations(body, prefix) : creation(path, body, prefix);
}

function bulkCreations(body: JsonObject, prefix: string): readonly Creation[] {
  const operations = member(body, 'Operations');
  return (Array.isArray(operations) ? operations : []).filter(isObject).flatMap((operation) => {
    const path = stringMember(operation, 'path');
    const posts = stringMember(operation, 'method')?.toUpperCase() === 'POST';
    return posts && path !== undefined ? creation(path, member(operation, 'data'), prefix) : [];
  });
}

function creation(endpoint: string, resource: Json | undefined, prefix: string): readonly Creation[] {
  for (const attribute of MARKED) {
    const value = stringMember(resource, attribute);
    if (value?.includes(prefix) === true) return [{ endpoint, attribute, value }];
  }
  return [];
}

/** Characters of a name that was cut off by which it is still told from others. */
const TELLING = 16;

/** The names of a representation that were sent with a marker of the run, each with what was sent. */
function namesIn(
  shown: Json | undefined,
  sent: JsonObject,
  prefix: string,
): readonly { readonly name: string; readonly sent: string }[] {
  return MARKED.flatMap((attribute) => {
    const [name, was] = [stringMember(shown, attribute), stringMember(sent, attribute)];
    // A name that is empty is nobody's.
    return name === undefined || name === '' || was?.includes(prefix) !== true
      ? []
      : [{ name: name.toLowerCase(), sent: was.toLowerCase() }];
  });
}

/** Whether a representation shows a name that was sent with a marker of the run: with the marker, or cut off before it. */
export function isOwn(sent: JsonObject, shown: Json | undefined, prefix: string): boolean {
  return namesIn(shown, sent, prefix).some(
    ({ name, sent: was }) => name.includes(prefix) || (name.length >= TELLING && was.startsWith(name)),
  );
}

/** Whether a representation shows that its resource is another than the one sent: its names carry no marker of the run. */
export function isStranger(sent: JsonObject, shown: Json | undefined, prefix: string): boolean {
  return namesIn(shown, sent, prefix).length > 0 && !isOwn(sent, shown, prefix);
}
