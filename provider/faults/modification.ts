import { ScimError } from '../../scim/error.ts';
import { isObject, type JsonObject, member, stringMember } from '../../scim/json.ts';
import { readPath } from '../../scim/lookup.ts';
import { parsePath } from '../../scim/path.ts';
import { isUnassigned } from '../../scim/value.ts';
import { answer } from '../answer.ts';
import { idOf, metaOf } from '../store.ts';
import { BULK } from './bulk.ts';
import type { Fault, FaultTable } from './fault.ts';
import { PATCHING } from './patching.ts';
import { omit, storing } from './rewrite.ts';
import { VERSIONING } from './versions.ts';

/** Overrides that change what is made of a PUT's body. */
function putting(
  change: (wanted: JsonObject, before: JsonObject, body: JsonObject) => JsonObject,
): Fault['overrides'] {
  return (steps) => ({
    intake: (body, type, before) => {
      const wanted = steps.intake(body, type, before);
      return before === null ? wanted : change(wanted, before, body);
    },
  });
}

const isList = (value: unknown): boolean => Array.isArray(value);
const OWN = ['schemas', 'members'];

/** Defects in creation, PUT and DELETE: RFC 7644 §3.3, §3.5.1, §3.6. */
export const WHOLE = {
  'creation-keeps-first-element': {
    title: 'a creation stores only the first element of multi-valued attributes',
    violates: 'RFC7644-3.3',
    overrides: storing((resource, before) =>
      before !== null
        ? resource
        : Object.fromEntries(
            Object.entries(resource).map(([name, value]) => [
              name,
              Array.isArray(value) && !OWN.includes(name) ? value.slice(0, 1) : value,
            ]),
          ),
    ),
  },
  'creation-drops-display': {
    title: 'a creation drops the display of elements',
    violates: 'RFC7644-3.3',
    overrides: storing((resource, before) =>
      before !== null
        ? resource
        : Object.fromEntries(
            Object.entries(resource).map(([name, value]) => [
              name,
              Array.isArray(value) && !OWN.includes(name)
                ? value.map((item) => (isObject(item) ? omit(item, 'display') : item))
                : value,
            ]),
          ),
    ),
  },
  'creation-drops-declared-attribute': {
    title: 'a creation drops nickName and costCenter, which the schema declares',
    violates: 'RFC7644-3.3',
    overrides: storing((resource, before) => {
      if (before !== null) return resource;
      const kept = Object.entries(omit(resource, 'nickName')).map(([name, value]) => [
        name,
        isObject(value) && name.startsWith('urn:') ? omit(value, 'costCenter') : value,
      ]);
      return Object.fromEntries(kept);
    }),
  },
  'creation-null-as-text': {
    title: 'null in a creation is stored as the text "null"',
    violates: 'RFC7644-3.3',
    overrides: (steps) => ({
      intake: (body, type, before) => {
        const wanted = steps.intake(body, type, before);
        const nulls = type.schema.attributes.filter(
          ({ name, multiValued, type: kind }) => kind === 'string' && !multiValued && body[name] === null,
        );
        return before !== null
          ? wanted
          : { ...wanted, ...Object.fromEntries(nulls.map(({ name }) => [name, 'null'])) };
      },
    }),
  },
  'put-adds-elements': {
    title: 'a PUT adds its elements to those that are there',
    violates: 'RFC7644-3.5.1',
    overrides: putting((wanted, before) => ({
      ...wanted,
      ...Object.fromEntries(
        Object.entries(wanted).flatMap(([name, value]) => {
          const old = before[name];
          if (!Array.isArray(value) || !Array.isArray(old) || OWN.includes(name)) return [];
          const known = value.map((item) => member(item, 'value'));
          return [[name, [...old.filter((item) => !known.includes(member(item, 'value'))), ...value]]];
        }),
      ),
    })),
  },
  'put-leaves-multi-valued': {
    title: 'a PUT does not change multi-valued attributes',
    violates: 'RFC7644-3.5.1',
    overrides: putting((wanted, before) => {
      const old = Object.entries(before).filter(([name, value]) => isList(value) && !OWN.includes(name));
      return { ...wanted, ...Object.fromEntries(old) };
    }),
  },
  'put-leaves-extensions': {
    title: 'a PUT does not change attributes of extensions',
    violates: 'RFC7644-3.5.1',
    overrides: putting((wanted, before) => {
      const old = Object.entries(before).filter(([name]) => name.startsWith('urn:'));
      return { ...wanted, ...Object.fromEntries(old) };
    }),
  },
  'put-merges-name': {
    title: 'a PUT keeps the parts of name as they were',
    violates: 'RFC7644-3.5.1',
    overrides: putting((wanted, before) =>
      isObject(wanted.name) && isObject(before.name)
        ? { ...wanted, name: { ...wanted.name, ...before.name } }
        : wanted,
    ),
  },
  'put-null-keeps-value': {
    title: 'a PUT with null or [] leaves the attribute as it was',
    violates: 'RFC7644-3.5.1',
    overrides: putting((wanted, before, body) => {
      const cleared = Object.keys(body).filter(
        (name) => isUnassigned(body[name]) && before[name] !== undefined,
      );
      return { ...wanted, ...Object.fromEntries(cleared.map((name) => [name, before[name] ?? null])) };
    }),
  },
  'put-omitted-becomes-blank': {
    title: 'a text attribute that a PUT leaves out becomes an empty text',
    violates: 'RFC7644-3.5.1',
    overrides: putting((wanted, before) => {
      const lost = Object.keys(before).filter(
        (name) => typeof before[name] === 'string' && name !== 'id' && wanted[name] === undefined,
      );
      return { ...wanted, ...Object.fromEntries(lost.map((name) => [name, ''])) };
    }),
  },
  'put-takes-creation-time': {
    title: 'a PUT sets meta.created to what its body says',
    violates: 'RFC7644-3.5.1',
    overrides: (steps) => {
      const told = new Map<string, string>();
      return {
        intake: (body, type, before) => {
          const created = stringMember(member(body, 'meta'), 'created');
          if (before !== null && created !== undefined) told.set(idOf(before), created);
          return steps.intake(body, type, before);
        },
        stamp: (resource, type, before) => {
          const stored = steps.stamp(resource, type, before);
          const created = before === null ? undefined : told.get(idOf(before));
          return created === undefined ? stored : { ...stored, meta: { ...metaOf(stored), created } };
        },
        isUnchanged: (settled, before) => !told.has(idOf(before)) && steps.isUnchanged(settled, before),
      };
    },
  },
  'put-read-only-refused': {
    title: 'a PUT whose meta is not the resource’s own is refused',
    violates: 'RFC7644-3.5.1',
    overrides: putting((wanted, before, body) => {
      const created = stringMember(member(body, 'meta'), 'created');
      if (created !== undefined && created !== metaOf(before).created)
        throw new ScimError(400, 'mutability', 'meta is readOnly.');
      return wanted;
    }),
  },
  'put-refuses-id': {
    title: 'a PUT with the id of its resource in its body is refused',
    violates: 'RFC7644-3.5.1',
    overrides: putting((wanted, _before, body) => {
      if (body.id !== undefined) throw new ScimError(400, 'mutability', 'id is readOnly.');
      return wanted;
    }),
  },
  'put-answers-nothing': {
    title: 'a PUT is answered with 204',
    violates: 'RFC7644-3.5.1',
    overrides: () => ({ replaced: () => answer(204, null) }),
  },
  'put-answers-request': {
    title: 'a PUT is answered with its multi-valued attributes missing',
    violates: 'RFC7644-3.5.1',
    overrides: (steps) => ({
      replaced: (body, resource) => {
        const lists = Object.keys(body).filter((name) => isList(body[name]) && name !== 'schemas');
        return steps.replaced(omit(body, ...lists), resource);
      },
    }),
  },
  'put-not-implemented': {
    title: 'PUT is answered with 501',
    violates: 'RFC7644-3.5',
    overrides: putting(() => {
      throw new ScimError(501, null, 'PUT is not implemented.');
    }),
  },
  'deleted-group-still-readable': {
    title: 'GET of a deleted group answers with it',
    violates: 'RFC7644-3.6',
    overrides: (steps) => {
      const gone = new Map<string, JsonObject>();
      return {
        remove: (resource, type) => {
          if (type.name === 'Group') gone.set(idOf(resource), resource);
          steps.remove(resource, type);
        },
        find: (id, type, ...rest) => {
          const found = type.name === 'Group' ? gone.get(id) : undefined;
          return found ?? steps.find(id, type, ...rest);
        },
      };
    },
  },
  'deleted-group-still-listed': {
    title: 'a deleted group is found by its id',
    violates: 'RFC7644-3.6',
    overrides: (steps) => {
      const gone: JsonObject[] = [];
      return {
        remove: (resource, type) => {
          if (type.name === 'Group') gone.push(resource);
          steps.remove(resource, type);
        },
        search: (filter, type) => {
          const wanted = filter?.kind === 'compare' && filter.path.attribute === 'id' ? filter.value : null;
          const back = type.name === 'Group' ? gone.filter((group) => group.id === wanted) : [];
          return [...steps.search(filter, type), ...back];
        },
      };
    },
  },
  'deleted-id-reused': {
    title: 'a new resource gets the id of the one deleted last',
    violates: 'RFC7643-3.1',
    overrides: (steps) => {
      const free = new Map<string, string[]>();
      return {
        remove: (resource, type) => {
          const name = type.schema.attributes.find(({ required }) => required)?.name ?? 'id';
          const [value] = readPath(resource, parsePath(name), type);
          free.set(`${type.name} ${String(value)}`, [idOf(resource)]);
          steps.remove(resource, type);
        },
        stamp: (resource, type, before) => {
          const stored = steps.stamp(resource, type, before);
          const name = type.schema.attributes.find(({ required }) => required)?.name ?? 'id';
          const [value] = readPath(stored, parsePath(name), type);
          const id = before === null ? free.get(`${type.name} ${String(value)}`)?.[0] : undefined;
          if (id === undefined) return stored;
          const location = stringMember(metaOf(stored), 'location')?.replace(idOf(stored), id) ?? '';
          return { ...stored, id, meta: { ...metaOf(stored), location } };
        },
      };
    },
  },
} as const satisfies FaultTable;

/** Defects in creating, replacing, modifying, deleting, bulk and versions: RFC 7644 §3.3, §3.5-§3.7, §3.14. */
export const MODIFICATION = {
  ...WHOLE,
  ...PATCHING,
  ...BULK,
  ...VERSIONING,
} as const satisfies FaultTable;
