import { isObject, type JsonObject, stringMember } from '../scim/json.ts';
import { foldCase } from '../scim/value.ts';

/** The attribute no two resources of a type may share, by resource type (RFC 7643 §4.1.1, Entra rule E-121). */
const UNIQUE: Readonly<Record<string, string>> = { User: 'userName', Group: 'displayName' };

/** Lookups by the attributes clients match on, so that a match does not cost a scan of the store. */
interface Index {
  readonly byId: Map<string, JsonObject>;
  /** Unique name without its letter case, to id. */
  readonly byName: Map<string, string>;
}

/** The name of the attribute that is unique for a resource type. */
export function uniqueAttribute(typeName: string): string | null {
  return UNIQUE[typeName] ?? null;
}

/** The key under which a unique name is taken: `userName` is not case-exact (RFC 7643 §8.7.1). */
export function nameKey(name: string): string {
  return foldCase(name);
}

/** The ids in a group's `members`. */
export function memberIds(group: JsonObject): readonly string[] {
  const members = group.members;
  if (!Array.isArray(members)) return [];
  return members.flatMap((item) => stringMember(item, 'value') ?? []);
}

/**
 * Resources in memory, by resource type, in the order of their creation. A resource is an immutable value;
 * a change replaces it. Knows no HTTP and refuses nothing: the rules are in the steps.
 */
export class Store {
  readonly #types = new Map<string, Index>();
  /** Member id to the ids of the groups that hold it. */
  readonly #groupsOf = new Map<string, Set<string>>();

  #index(typeName: string): Index {
    const found = this.#types.get(typeName);
    if (found) return found;
    const created: Index = { byId: new Map(), byName: new Map() };
    this.#types.set(typeName, created);
    return created;
  }

  get(typeName: string, id: string): JsonObject | undefined {
    return this.#index(typeName).byId.get(id);
  }

  all(typeName: string): readonly JsonObject[] {
    return [...this.#index(typeName).byId.values()];
  }

  /** The resource whose unique name equals `name` in any letter case. */
  named(typeName: string, name: string): JsonObject | undefined {
    const { byId, byName } = this.#index(typeName);
    const id = byName.get(nameKey(name));
    return id === undefined ? undefined : byId.get(id);
  }

  /** Stores a resource under its `id`, in place of any earlier one. */
  put(typeName: string, id: string, resource: JsonObject): void {
    const { byId, byName } = this.#index(typeName);
    const before = byId.get(id);
    if (before) this.#forgetName(typeName, before, id);
    byId.set(id, resource);
    const name = stringMember(resource, UNIQUE[typeName] ?? '');
    if (name !== undefined) byName.set(nameKey(name), id);
    this.#link(id, before, resource);
  }

  delete(typeName: string, id: string): void {
    const before = this.get(typeName, id);
    if (!before) return;
    this.#forgetName(typeName, before, id);
    this.#index(typeName).byId.delete(id);
    this.#link(id, before, undefined);
  }

  /** The groups that hold the resource `id` as a direct member. */
  groupsOf(id: string): readonly JsonObject[] {
    return [...(this.#groupsOf.get(id) ?? [])]
      .map((groupId) => this.get('Group', groupId))
      .filter((group) => group !== undefined);
  }

  #forgetName(typeName: string, resource: JsonObject, id: string): void {
    const { byName } = this.#index(typeName);
    const key = nameKey(stringMember(resource, UNIQUE[typeName] ?? '') ?? '');
    if (byName.get(key) === id) byName.delete(key);
  }

  #link(groupId: string, before: JsonObject | undefined, after: JsonObject | undefined): void {
    if (before?.members === after?.members) return;
    for (const member of before ? memberIds(before) : []) this.#groupsOf.get(member)?.delete(groupId);
    for (const member of after ? memberIds(after) : []) {
      const groups = this.#groupsOf.get(member);
      if (groups) groups.add(groupId);
      else this.#groupsOf.set(member, new Set([groupId]));
    }
  }
}

/** The id of a stored resource. */
export function idOf(resource: JsonObject): string {
  const id = stringMember(resource, 'id');
  if (id === undefined) throw new TypeError('a stored resource has an id');
  return id;
}

/** `meta` of a stored resource. */
export function metaOf(resource: JsonObject): JsonObject {
  const meta = resource.meta;
  return isObject(meta) ? meta : {};
}
