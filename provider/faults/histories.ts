import { ScimError } from '../../scim/error.ts';
import { isObject, type JsonObject, stringMember } from '../../scim/json.ts';
import type { Provider } from '../steps.ts';
import { idOf, memberIds } from '../store.ts';
import type { Fault, FaultTable } from './fault.ts';
import { omit, storing } from './rewrite.ts';

const nameOf = (resource: JsonObject | null) => stringMember(resource ?? {}, 'userName')?.toLowerCase() ?? '';
const isUser = (type: { readonly name: string }) => type.name === 'User';

/** Counts the changes of each resource, so that a fault can strike at the n-th. */
function counting(
  strike: (count: number, resource: JsonObject, before: JsonObject, provider: Provider) => JsonObject,
): Fault['overrides'] {
  return (steps, provider) => {
    const changes = new Map<string, number>();
    return {
      settle: (resource, type, before) => {
        const settled = steps.settle(resource, type, before);
        if (before === null) return settled;
        const count = (changes.get(idOf(before)) ?? 0) + 1;
        changes.set(idOf(before), count);
        return strike(count, settled, before, provider);
      },
    };
  };
}

/**
 * Defects that one request does not show, only what came before it: lost updates, leaking state, names that are not freed.
 * They are what Entra rules E-017, E-052, E-104 and E-108 to E-117 are about.
 */
export const HISTORIES = {
  'third-update-lost': {
    title: 'the third change of a resource is acknowledged but not stored',
    violates: 'E-052',
    overrides: counting((count, resource, before) => (count === 3 ? before : resource)),
  },
  'second-update-reverts-first': {
    title: 'a second PATCH starts from the resource as it was created',
    violates: 'E-052',
    overrides: (steps) => {
      const originals = new Map<string, JsonObject>();
      return {
        modify: (resource, operations, type) => {
          const original = originals.get(idOf(resource)) ?? resource;
          originals.set(idOf(resource), original);
          return steps.modify(isUser(type) ? original : resource, operations, type);
        },
      };
    },
  },
  'restore-resets-attributes': {
    title: 'restoring a user brings back the attributes he had when he was disabled first',
    violates: 'E-108',
    overrides: (steps) => {
      const snapshots = new Map<string, JsonObject>();
      return {
        settle: (resource, type, before) => {
          const settled = steps.settle(resource, type, before);
          if (!isUser(type) || before === null) return settled;
          const id = idOf(before);
          if (before.active === true && settled.active === false && !snapshots.has(id))
            snapshots.set(id, settled);
          const snapshot = snapshots.get(id);
          const restored = before.active === false && settled.active === true;
          return restored && snapshot !== undefined ? { ...snapshot, active: true } : settled;
        },
      };
    },
  },
  'restore-loses-manager': {
    title: 'a user who is restored has no manager any more',
    violates: 'E-108',
    overrides: storing((resource, before) => {
      const urn = Object.keys(resource).find((key) => key.toLowerCase().includes(':enterprise:'));
      const extension = urn === undefined ? undefined : resource[urn];
      const restored = before?.active === false && resource.active === true;
      if (!restored || urn === undefined || !isObject(extension)) return resource;
      return { ...resource, [urn]: omit(extension, 'manager') };
    }),
  },
  'restore-leaves-groups': {
    title: 'a user who is restored is no member of his groups any more',
    violates: 'E-117',
    overrides: (steps, { store }) => ({
      settle: (resource, type, before) => {
        if (isUser(type) && before?.active === false && resource.active === true) {
          for (const group of store.groupsOf(idOf(before))) {
            const members = Array.isArray(group.members) ? group.members : [];
            const left = members.filter((item) => stringMember(item, 'value') !== idOf(before));
            store.put('Group', idOf(group), { ...group, members: left });
          }
        }
        return steps.settle(resource, type, before);
      },
    }),
  },
  'rename-keeps-old-name-taken': {
    title: 'the userName that a renamed user had before cannot be used again',
    violates: 'E-104',
    overrides: (steps, { store }) => {
      const held = new Map<string, string>();
      return {
        requireUnique: (resource, type, id) => {
          steps.requireUnique(resource, type, id);
          const name = nameOf(resource);
          const holder = held.get(name);
          if (
            isUser(type) &&
            holder !== undefined &&
            holder !== id &&
            store.get('User', holder) !== undefined
          ) {
            throw new ScimError(409, 'uniqueness', `userName ${name} was in use.`);
          }
        },
        settle: (resource, type, before) => {
          if (isUser(type) && before !== null) held.set(nameOf(before), idOf(before));
          return steps.settle(resource, type, before);
        },
      };
    },
  },
  'rename-back-refused': {
    title: 'a user cannot take back a userName he had before',
    violates: 'E-104',
    overrides: (steps) => {
      const past = new Map<string, Set<string>>();
      return {
        settle: (resource, type, before) => {
          const name = nameOf(resource);
          const old = nameOf(before);
          if (isUser(type) && before !== null && name !== old) {
            const names = past.get(idOf(before)) ?? new Set();
            if (names.has(name)) throw new ScimError(409, 'uniqueness', `userName ${name} was used before.`);
            past.set(idOf(before), names.add(old));
          }
          return steps.settle(resource, type, before);
        },
      };
    },
  },
  'purged-name-taken-when-disabled': {
    title: 'the userName of a user who was disabled before he was deleted is not freed',
    violates: 'RFC7644-3.6',
    overrides: (steps) => {
      const blocked = new Set<string>();
      return {
        remove: (resource, type) => {
          if (resource.active === false) blocked.add(nameOf(resource));
          steps.remove(resource, type);
        },
        requireUnique: (resource, type, id) => {
          steps.requireUnique(resource, type, id);
          const name = nameOf(resource);
          if (id === null && isUser(type) && blocked.has(name))
            throw new ScimError(409, 'uniqueness', `userName ${name} is in use.`);
        },
      };
    },
  },
  'rehired-user-inherits': {
    title: 'a user who is created under a deleted userName gets the attributes of the deleted user',
    violates: 'RFC7644-3.6',
    overrides: (steps) => {
      const gone = new Map<string, JsonObject>();
      return {
        remove: (resource, type) => {
          if (isUser(type)) gone.set(nameOf(resource), omit(resource, 'id', 'meta', 'schemas', 'externalId'));
          steps.remove(resource, type);
        },
        settle: (resource, type, before) => {
          const heir = before === null ? gone.get(nameOf(resource)) : undefined;
          return steps.settle(heir === undefined ? resource : { ...resource, ...heir }, type, before);
        },
      };
    },
  },
  'rehired-user-stays-disabled': {
    title: 'a user who is created under the userName of a user deleted while disabled is disabled',
    violates: 'RFC7644-3.6',
    overrides: (steps) => {
      const disabled = new Set<string>();
      return {
        remove: (resource, type) => {
          if (resource.active === false) disabled.add(nameOf(resource));
          steps.remove(resource, type);
        },
        settle: (resource, type, before) => {
          const known = before === null && disabled.has(nameOf(resource));
          return steps.settle(known ? { ...resource, active: false } : resource, type, before);
        },
      };
    },
  },
  'update-leaks-to-last-created': {
    title: 'a changed displayName shows on the user created last, too',
    violates: 'RFC7644-3.5.2',
    overrides: (steps, { store }) => ({
      settle: (resource, type, before) => {
        const settled = steps.settle(resource, type, before);
        const other = isUser(type) ? store.all('User').at(-1) : undefined;
        if (
          before !== null &&
          other !== undefined &&
          idOf(other) !== idOf(before) &&
          before.displayName !== settled.displayName
        ) {
          store.put('User', idOf(other), { ...other, displayName: settled.displayName ?? null });
        }
        return settled;
      },
    }),
  },
  'clearing-clears-on-second-try': {
    title: 'an attribute is removed only when it is removed a second time',
    violates: 'RFC7644-3.5.2.2',
    overrides: (steps) => {
      const asked = new Set<string>();
      return {
        modify: (resource, operations, type) => {
          const kept = operations.filter(({ op, path }) => {
            if (op !== 'remove' || !isUser(type)) return true;
            const key = `${idOf(resource)} ${path?.toLowerCase()}`;
            const again = asked.has(key);
            asked.add(key);
            return again;
          });
          return steps.modify(resource, kept, type);
        },
      };
    },
  },
  'rejoining-member-lost': {
    title: 'a member who was removed from a group cannot join it again',
    violates: 'RFC7643-4.2',
    overrides: (steps) => {
      const removed = new Set<string>();
      return {
        settle: (resource, type, before) => {
          const settled = steps.settle(resource, type, before);
          if (type.name !== 'Group' || before === null) return settled;
          const now = new Set(memberIds(settled));
          for (const id of memberIds(before)) if (!now.has(id)) removed.add(`${idOf(before)} ${id}`);
          const members = Array.isArray(settled.members) ? settled.members : [];
          const kept = members.filter(
            (item) => !removed.has(`${idOf(before)} ${stringMember(item, 'value')}`),
          );
          return kept.length === members.length ? settled : { ...settled, members: kept };
        },
      };
    },
  },
  'renamed-group-found-by-old-name': {
    title: 'a renamed group is found by its first displayName alone',
    violates: 'E-126',
    overrides: (steps) => {
      const first = new Map<string, string>();
      return {
        settle: (resource, type, before) => {
          const settled = steps.settle(resource, type, before);
          const name = stringMember(before ?? {}, 'displayName');
          if (type.name === 'Group' && before !== null && name !== undefined && !first.has(idOf(before)))
            first.set(idOf(before), name);
          return settled;
        },
        search: (filter, type) => {
          if (type.name !== 'Group' || filter === null) return steps.search(filter, type);
          const shown = steps.search(null, type).map((group) => ({ group, name: first.get(idOf(group)) }));
          const stale = shown.filter(({ name }) => name !== undefined);
          const fresh = steps.search(filter, type).filter((group) => !first.has(idOf(group)));
          const wanted = filter.kind === 'compare' ? String(filter.value).toLowerCase() : '';
          return [
            ...fresh,
            ...stale.filter(({ name }) => name?.toLowerCase() === wanted).map(({ group }) => group),
          ];
        },
      };
    },
  },
} satisfies FaultTable;
