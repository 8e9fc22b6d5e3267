import { ScimError } from '../../scim/error.ts';
import { type Json, type JsonObject, member, stringMember } from '../../scim/json.ts';
import type { PatchOperation } from '../../scim/patch.ts';
import { idOf, memberIds, nameKey } from '../store.ts';
import type { Fault, FaultTable } from './fault.ts';
import { mapAttribute, omit, patching, storing, targets } from './rewrite.ts';

/** Overrides that change the operations on `members` and no others. */
function patchingMembers(
  change: (operation: PatchOperation, group: JsonObject) => PatchOperation | readonly PatchOperation[],
): Fault['overrides'] {
  return patching((operation, resource) =>
    targets(operation, 'members') ? change(operation, resource) : operation,
  );
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
const isFiltered = ({ path }: PatchOperation) => path?.includes('[') ?? false;

/** The values an operation names, as a list. */
function listed({ value }: PatchOperation): readonly Json[] {
  return isList(value) ? value : value === undefined ? [] : [value];
}

/** Ids an operation adds or removes by value array. */
function idsIn(operation: PatchOperation): readonly string[] {
  return listed(operation).flatMap((item) =>
    typeof item === 'string' ? item : (stringMember(item, 'value') ?? []),
  );
}

/** Overrides that read groups with the list of members changed. */
function reading(change: (members: readonly Json[]) => readonly Json[]): Fault['overrides'] {
  return (steps) => ({
    represent: (resource, type) =>
      mapAttribute(steps.represent(resource, type), 'members', (members) =>
        isList(members) ? change(members) : members,
      ),
  });
}

const cutting = (length: number) => reading((members) => members.slice(0, length));

/** Defects in groups and their members: RFC 7644 §3.5.2, RFC 7643 §4.2, Entra rules E-120 to E-135. */
export const GROUP_MEMBERS = {
  'members-add-replaces': {
    title: 'adding a member removes the others',
    violates: 'RFC7644-3.5.2.1',
    overrides: patchingMembers((operation) =>
      operation.op === 'add' ? { ...operation, op: 'replace', value: listed(operation) } : operation,
    ),
  },
  'members-add-ignored': {
    title: 'adding a member succeeds and changes nothing',
    violates: 'RFC7644-3.5.2.1',
    overrides: patchingMembers((operation) => (operation.op === 'add' ? [] : operation)),
  },
  'members-add-first-only': {
    title: 'of several members added at once only the first is stored',
    violates: 'E-128',
    overrides: patchingMembers((operation) =>
      operation.op === 'add' ? { ...operation, value: listed(operation).slice(0, 1) } : operation,
    ),
  },
  'members-add-last-only': {
    title: 'of several members added at once only the last is stored',
    violates: 'E-128',
    overrides: patchingMembers((operation) =>
      operation.op === 'add' ? { ...operation, value: listed(operation).slice(-1) } : operation,
    ),
  },
  'members-add-cut-at-50': {
    title: 'of more than 50 members added at once the rest is dropped',
    violates: 'E-128',
    overrides: patchingMembers((operation) =>
      operation.op === 'add' ? { ...operation, value: listed(operation).slice(0, 50) } : operation,
    ),
  },
  'members-add-twice-duplicates': {
    title: 'a member who is added again is listed twice',
    violates: 'E-131',
    seenIn: 'Infisical/infisical #6471',
    overrides: (steps) => {
      const again = new WeakMap<JsonObject, readonly string[]>();
      return {
        modify: (resource, operations, type) => {
          const present = memberIds(resource);
          const changed = { ...steps.modify(resource, operations, type) };
          const added = operations
            .filter((item) => item.op === 'add' && targets(item, 'members'))
            .flatMap(idsIn);
          again.set(
            changed,
            added.filter((id) => present.includes(id)),
          );
          return changed;
        },
        settle: (resource, type, before) => {
          const twice = again.get(resource) ?? [];
          const double = (members: Json) =>
            isList(members)
              ? [...members, ...members.filter((item) => twice.includes(stringMember(item, 'value') ?? ''))]
              : members;
          return mapAttribute(steps.settle(resource, type, before), 'members', double);
        },
      };
    },
  },
  'members-add-again-refused': {
    title: 'adding a member who is there already is refused',
    violates: 'E-131',
    overrides: patchingMembers((operation, group) => {
      if (operation.op === 'add' && idsIn(operation).some((id) => memberIds(group).includes(id))) {
        throw new ScimError(409, 'uniqueness', 'A member already.');
      }
      return operation;
    }),
  },
  'members-null-ref-refused': {
    title: 'a member with `$ref` null is refused',
    violates: 'E-127',
    overrides: patchingMembers((operation) => {
      if (listed(operation).some((item) => member(item, '$ref') === null)) {
        throw new ScimError(400, 'invalidValue', '$ref must be a string.');
      }
      return operation;
    }),
  },
  'members-remove-array-empties': {
    title: 'removing members by value array empties the group',
    violates: 'E-129',
    seenIn: 'azure-docs #30826',
    overrides: patchingMembers((operation) =>
      operation.op === 'remove' && !isFiltered(operation) ? { ...operation, value: undefined } : operation,
    ),
  },
  'members-remove-array-ignored': {
    title: 'removing members by value array succeeds and changes nothing',
    violates: 'E-129',
    overrides: patchingMembers((operation) =>
      operation.op === 'remove' && operation.value !== undefined ? [] : operation,
    ),
  },
  'members-remove-array-first-only': {
    title: 'of several members removed by value array only the first goes',
    violates: 'E-129',
    overrides: patchingMembers((operation) =>
      operation.op === 'remove' && isList(operation.value)
        ? { ...operation, value: operation.value.slice(0, 1) }
        : operation,
    ),
  },
  'members-remove-filter-empties': {
    title: 'removing one member by a value filter empties the group',
    violates: 'E-130',
    overrides: patchingMembers((operation) =>
      operation.op === 'remove' && isFiltered(operation)
        ? { ...operation, path: 'members', value: undefined }
        : operation,
    ),
  },
  'members-remove-filter-ignored': {
    title: 'removing a member by a value filter succeeds and changes nothing',
    violates: 'E-130',
    overrides: patchingMembers((operation) =>
      operation.op === 'remove' && isFiltered(operation) ? [] : operation,
    ),
  },
  'members-remove-absent-refused': {
    title: 'removing someone who is no member is refused',
    violates: 'RFC7644-3.5.2.2',
    seenIn: 'Infisical/infisical #6471',
    overrides: patchingMembers((operation, group) => {
      const id = /\[value eq "([^"]*)"\]/i.exec(operation.path ?? '')?.[1];
      const ids = id === undefined ? idsIn(operation) : [id];
      if (operation.op === 'remove' && ids.some((item) => !memberIds(group).includes(item))) {
        throw new ScimError(400, 'noTarget', 'No such member.');
      }
      return operation;
    }),
  },
  'members-remove-all-ignored': {
    title: 'removing all members succeeds and changes nothing',
    violates: 'RFC7644-3.5.2.2',
    overrides: patchingMembers((operation) =>
      operation.op === 'remove' && !isFiltered(operation) && operation.value === undefined ? [] : operation,
    ),
  },
  'members-remove-capital-op-ignored': {
    title: '`Remove` with a capital letter and a value filter changes nothing',
    violates: 'E-076',
    overrides: (steps) => ({
      readOperations: (body) => {
        const operations = member(body, 'Operations');
        const ignored = (item: Json) => {
          const path = stringMember(item, 'path') ?? '';
          return member(item, 'op') === 'Remove' && path.toLowerCase().startsWith('members[');
        };
        return steps.readOperations(
          isList(operations) ? { ...body, Operations: operations.filter((item) => !ignored(item)) } : body,
        );
      },
    }),
  },
  'members-replace-appends': {
    title: 'replacing the members adds to them',
    violates: 'RFC7644-3.5.2.3',
    overrides: patchingMembers((operation) =>
      operation.op === 'replace' && !isFiltered(operation) ? { ...operation, op: 'add' } : operation,
    ),
  },
  'members-excluded-returned-in-list': {
    title: '`excludedAttributes=members` has no effect on lists',
    violates: 'RFC7644-3.4.2.5',
    overrides: (steps) => ({
      presentListed: (resource, type, projection) =>
        steps.presentListed(
          resource,
          type,
          type.name === 'Group' && projection.excludedAttributes ? {} : projection,
        ),
    }),
  },
  'members-excluded-returned-on-get': {
    title: '`excludedAttributes=members` has no effect on a single group',
    violates: 'RFC7644-3.9',
    overrides: (steps) => ({
      present: (resource, type, projection) =>
        steps.present(
          resource,
          type,
          type.name === 'Group' && projection.excludedAttributes ? {} : projection,
        ),
    }),
  },
  'members-missing-in-list': {
    title: 'lists of groups never hold members',
    violates: 'E-134',
    overrides: (steps) => ({
      presentListed: (resource, type, projection) =>
        omit(steps.presentListed(resource, type, projection), 'members'),
    }),
  },
  'members-cut-at-100': {
    title: 'a group shows 100 members at most',
    violates: 'RFC7643-4.2',
    overrides: cutting(100),
  },
  'members-cut-at-200': {
    title: 'a group shows 200 members at most',
    violates: 'RFC7643-4.2',
    overrides: cutting(200),
  },
  'members-lost-on-rename': {
    title: 'a change of displayName removes the members',
    violates: 'E-126',
    overrides: storing((resource, before) =>
      before && resource.displayName !== before.displayName ? omit(resource, 'members') : resource,
    ),
  },
  'members-lost-on-put': {
    title: 'PUT drops the members it is given',
    violates: 'RFC7644-3.5.1',
    overrides: (steps) => ({
      intake: (body, type, before) => {
        const taken = steps.intake(body, type, before);
        return before ? omit(taken, 'members') : taken;
      },
    }),
  },
  'members-lost-on-create': {
    title: 'POST drops the members it is given',
    violates: 'RFC7644-3.3',
    overrides: (steps) => ({
      intake: (body, type, before) => {
        const taken = steps.intake(body, type, before);
        return before ? taken : omit(taken, 'members');
      },
    }),
  },
  'members-keep-deleted-user': {
    title: 'a deleted user stays in his groups',
    violates: 'RFC7643-2.3.7',
    overrides: (steps, { store }) => ({
      remove: (resource, type) =>
        type.name === 'User' ? store.delete(type.name, idOf(resource)) : steps.remove(resource, type),
    }),
  },
  'user-delete-removes-groups': {
    title: 'deleting a user deletes the groups he is in',
    violates: 'RFC7644-3.6',
    overrides: (steps, { store }) => ({
      remove: (resource, type) => {
        const groups = type.name === 'User' ? store.groupsOf(idOf(resource)) : [];
        steps.remove(resource, type);
        for (const group of groups) store.delete('Group', idOf(group));
      },
    }),
  },
  'group-delete-removes-users': {
    title: 'deleting a group deletes its members',
    violates: 'RFC7644-3.6',
    overrides: (steps, { store }) => ({
      remove: (resource, type) => {
        steps.remove(resource, type);
        if (type.name === 'Group') for (const id of memberIds(resource)) store.delete('User', id);
      },
    }),
  },
  'group-rename-ignored': {
    title: 'PATCH of displayName succeeds and changes nothing',
    violates: 'E-126',
    overrides: patching((operation) => (targets(operation, 'displayName') ? [] : operation)),
  },
  'group-duplicate-accepted': {
    title: 'a second group with the same displayName is created',
    violates: 'E-121',
    overrides: (steps) => ({
      requireUnique: (resource, type, id) => {
        if (type.name !== 'Group') steps.requireUnique(resource, type, id);
      },
    }),
  },
  'group-name-kept-after-delete': {
    title: 'the displayName of a deleted group stays taken',
    violates: 'E-136',
    overrides: (steps) => {
      const gone = new Set<string>();
      const key = (group: JsonObject) => nameKey(stringMember(group, 'displayName') ?? '');
      return {
        remove: (resource, type) => {
          steps.remove(resource, type);
          if (type.name === 'Group') gone.add(key(resource));
        },
        requireUnique: (resource, type, id) => {
          if (type.name === 'Group' && id === null && gone.has(key(resource))) {
            throw new ScimError(409, 'uniqueness', 'displayName is in use.');
          }
          steps.requireUnique(resource, type, id);
        },
      };
    },
  },
  'group-patch-200-empty': {
    title: 'PATCH of a group answers 200 without a body',
    violates: 'RFC7644-3.5.2',
    seenIn: 'captured SCIM Validator runs',
    overrides: (steps) => ({
      patched: (body, resource, type, projection) => {
        const given = steps.patched(body, resource, type, projection);
        return type.name === 'Group' ? { ...given, status: 200, body: null } : given;
      },
    }),
  },
} as const satisfies FaultTable;
