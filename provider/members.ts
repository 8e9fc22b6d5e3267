import { ScimError } from '../scim/error.ts';
import { isObject, type Json, type JsonObject, stringMember } from '../scim/json.ts';
import type { Provider } from './steps.ts';
import type { Store } from './store.ts';

function membersOf(group: JsonObject): readonly Json[] {
  const members = group.members;
  return Array.isArray(members) ? members : [];
}

/** The type of the resource with this id, or undefined when there is none. */
function typeOf(id: string, store: Store): 'User' | 'Group' | undefined {
  if (store.get('User', id)) return 'User';
  return store.get('Group', id) ? 'Group' : undefined;
}

/**
 * Refuses a group with a member that is no resource here; a provider may keep references whole (RFC 7643 §2.3.7).
 * @throws ScimError 400 invalidValue
 */
export function requireMembers(group: JsonObject, store: Store): void {
  for (const item of membersOf(group)) {
    const id = stringMember(item, 'value');
    if (id === undefined || !typeOf(id, store)) {
      throw new ScimError(
        400,
        'invalidValue',
        `members: there is no resource ${JSON.stringify(id ?? item)}.`,
      );
    }
  }
}

/** A group with each member once, and with the `type` and `$ref` the provider knows (RFC 7643 §4.2). */
export function completeMembers(group: JsonObject, { store, baseUrl }: Provider): JsonObject {
  const members = membersOf(group);
  if (members.length === 0) return group;
  const byId = new Map<string, Json>();
  for (const item of members) {
    const id = stringMember(item, 'value');
    if (id === undefined || byId.has(id) || !isObject(item)) continue;
    const type = typeOf(id, store) ?? 'User';
    const complete = item.type === type && typeof item.$ref === 'string';
    byId.set(id, complete ? item : { ...item, type, $ref: `${baseUrl}/${type}s/${encodeURIComponent(id)}` });
  }
  return { ...group, members: [...byId.values()] };
}
