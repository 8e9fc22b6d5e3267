import { isObject, type Json, type JsonObject, member } from '../scim/json.ts';

/** The id of a representation as a text: a number, which no id may be (RFC 7643 §3.1), is still one to find a resource by. */
export function idOf(body: Json | undefined): string | undefined {
  const id = member(body, 'id');
  if (typeof id === 'string') return id === '' ? undefined : id;
  return typeof id === 'number' ? String(id) : undefined;
}

/** The representation with its id as a text, and those of a list with theirs: what is wrong with them is told by others. */
export function withTextIds(body: JsonObject): JsonObject {
  const { Resources: listed } = body;
  const own = typeof body.id === 'number' ? { ...body, id: String(body.id) } : body;
  if (!Array.isArray(listed) || !listed.some((one) => typeof member(one, 'id') === 'number')) return own;
  return { ...own, Resources: listed.map((one: Json) => (isObject(one) ? withTextIds(one) : one)) };
}

/** What a program writes into a URI where it has no id to write. */
const NO_ID = /^(?:undefined|null|none|nan|\[object .*\]|\{.*\})$/i;

/** The id in a location of a resource: what follows the endpoint, decoded; undefined where there is none. */
export function idInLocation(location: string | undefined, endpoint: string): string | undefined {
  const at = location?.lastIndexOf(`${endpoint}/`) ?? -1;
  if (location === undefined || at < 0) return undefined;
  try {
    const id = decodeURIComponent(location.slice(at + endpoint.length + 1).replace(/[/?#].*$/, ''));
    return id === '' || NO_ID.test(id) ? undefined : id;
  } catch {
    return undefined;
  }
}
