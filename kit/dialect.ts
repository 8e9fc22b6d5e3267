import type { MappedAttribute } from '../config/mapping.ts';
import type { Json, JsonObject } from '../scim/json.ts';
import { formatPath } from '../scim/path.ts';
import type { WireOperation } from './patching.ts';

/** One attribute that a PATCH has to bring from the value the target shows to the one it should have. */
export interface AttributeChange {
  readonly attribute: MappedAttribute;
  /** What the target shows; undefined when the attribute is unassigned. */
  readonly current: Json | undefined;
  /** Undefined clears the attribute. */
  readonly wanted: Json | undefined;
}

/** How the provisioning service writes PATCH operations: by default, or with the flag aadOptscim062020 (rule E-139). */
export interface Dialect {
  readonly name: 'default' | 'aadOptscim062020';
  readonly changes: (changes: readonly AttributeChange[]) => readonly WireOperation[];
  readonly active: (active: boolean) => WireOperation;
  readonly removeMembers: (ids: readonly string[]) => readonly WireOperation[];
  readonly addMembers: (ids: readonly string[]) => WireOperation;
  readonly rename: (displayName: string) => WireOperation;
}

const memberValues = (ids: readonly string[]): Json => ids.map((value) => ({ $ref: null, value }));

/** One operation per attribute, capitalised, booleans as strings, members removed by a value array. */
const byDefault: Dialect = {
  name: 'default',
  changes: (changes) =>
    changes.map(({ attribute, current, wanted }) => {
      const path = formatPath(attribute.path);
      if (wanted === undefined) return { op: 'Remove', path };
      return { op: current === undefined ? 'Add' : 'Replace', path, value: booleanAsString(wanted) };
    }),
  active: (active) => ({ op: 'Replace', path: 'active', value: active ? 'True' : 'False' }),
  removeMembers: (ids) => [{ op: 'Remove', path: 'members', value: memberValues(ids) }],
  addMembers: (ids) => ({ op: 'Add', path: 'members', value: memberValues(ids) }),
  rename: (displayName) => ({ op: 'Replace', path: 'displayName', value: displayName }),
};

/** Lower case, real booleans; what needs no filter in its path is merged into one replace operation without a path. */
const withFlag: Dialect = {
  name: 'aadOptscim062020',
  changes: (changes) => {
    const cleared = changes.filter(({ wanted }) => wanted === undefined);
    const filtered = changes.filter(
      ({ attribute, wanted }) => wanted !== undefined && attribute.path.filter !== null,
    );
    const merged = changes.filter(
      ({ attribute, wanted }) => wanted !== undefined && attribute.path.filter === null,
    );
    const value: JsonObject = Object.fromEntries(
      merged.map(({ attribute, wanted }) => [formatPath(attribute.path), wanted ?? null]),
    );
    return [
      ...cleared.map(({ attribute }) => ({ op: 'remove', path: formatPath(attribute.path) })),
      ...filtered.map(({ attribute, wanted }) => ({
        op: 'replace',
        path: formatPath(attribute.path),
        value: wanted ?? null,
      })),
      ...(merged.length > 0 ? [{ op: 'replace', value }] : []),
    ];
  },
  active: (active) => ({ op: 'replace', path: 'active', value: active }),
  removeMembers: (ids) =>
    ids.map((id) => ({ op: 'remove', path: `members[value eq ${JSON.stringify(id)}]` })),
  addMembers: (ids) => ({ op: 'add', path: 'members', value: memberValues(ids) }),
  rename: (displayName) => ({ op: 'replace', value: { displayName } }),
};

/** Both dialects; one server sees both from one tenant (rule E-141). */
export const DIALECTS: readonly Dialect[] = [byDefault, withFlag];

function booleanAsString(value: Json): Json {
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : value;
}
