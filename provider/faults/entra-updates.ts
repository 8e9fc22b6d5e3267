import { ScimError } from '../../scim/error.ts';
import { isObject, type Json, type JsonObject, member } from '../../scim/json.ts';
import { readPath, resolvePath } from '../../scim/lookup.ts';
import type { PatchOperation } from '../../scim/patch.ts';
import { type AttributePath, formatPath, parsePath } from '../../scim/path.ts';
import type { ResourceType } from '../../scim/schema.ts';
import { ENTERPRISE_USER } from '../../scim/urns.ts';
import { idOf, metaOf } from '../store.ts';
import type { Fault, FaultTable } from './fault.ts';
import { mapAttribute, omit, storing } from './rewrite.ts';

/** An operation with its path read, on the user it is for. */
interface Change {
  readonly operation: PatchOperation;
  /** Null for an operation without a path. */
  readonly path: AttributePath | null;
  readonly user: JsonObject;
  readonly type: ResourceType;
}

/** Overrides that change the operations on users one by one; those that `change` returns as they are stay. */
function patchingUsers(
  change: (given: Change) => PatchOperation | readonly PatchOperation[],
): Fault['overrides'] {
  return (steps) => ({
    modify: (user, operations, type) => {
      if (type.name !== 'User') return steps.modify(user, operations, type);
      const changed = operations.flatMap((operation) => {
        const path = operation.path === null ? null : parsePath(operation.path);
        return change({ operation, path, user, type });
      });
      return steps.modify(user, changed, type);
    },
  });
}

/** Overrides that change whole lists of operations on users. */
function listing(
  change: (operations: readonly PatchOperation[], user: JsonObject) => readonly PatchOperation[],
): Fault['overrides'] {
  return (steps) => ({
    modify: (resource, operations, type) =>
      steps.modify(resource, type.name === 'User' ? change(operations, resource) : operations, type),
  });
}

/** Overrides that refuse operations on users. */
function refusing(isRefused: (given: Change) => boolean, status = 400): Fault['overrides'] {
  return patchingUsers((given) => {
    if (isRefused(given))
      throw new ScimError(status, status === 400 ? 'invalidValue' : null, 'This is not welcome.');
    return given.operation;
  });
}

/** Overrides that drop operations on users without a word. */
const ignoring = (isIgnored: (given: Change) => boolean): Fault['overrides'] =>
  patchingUsers((given) => (isIgnored(given) ? [] : given.operation));

const isSet = ({ operation: { op } }: Change): boolean => op !== 'remove';
const isFiltered = ({ path }: Change): boolean => path?.filter !== null && path?.filter !== undefined;
const isPart = ({ path }: Change): boolean => path !== null && path.subAttribute !== null;

/** Whether the path's filter selects no element of the user. */
function isMissing(given: Change): boolean {
  const { path, user, type } = given;
  return (
    path !== null && isFiltered(given) && readPath(user, { ...path, subAttribute: null }, type).length === 0
  );
}

/** Whether the attribute, or its part, has a value. */
const isAssigned = ({ path, user, type }: Change): boolean =>
  path !== null && readPath(user, path, type).length > 0;

/** The element `{"type": "work", "value": …}` for a path with a filter, with or without what the filter says. */
function element({ path, operation }: Change, described = true): JsonObject {
  const filter = path?.filter?.kind === 'compare' ? path.filter : null;
  return {
    ...(filter !== null && described ? { [filter.path.attribute]: filter.value } : {}),
    [path?.subAttribute ?? 'value']: operation.value ?? null,
  };
}

/** The path of the whole attribute. */
const whole = ({ path }: Change): string =>
  path === null ? '' : formatPath({ ...path, filter: null, subAttribute: null });

/** An operation on the manager, by his path in any form. */
const isManager = ({ path }: Change): boolean => path?.attribute.toLowerCase() === 'manager';

/** Overrides that change the value of operations without a path. */
function pathless(
  change: (value: JsonObject, user: JsonObject) => JsonObject | readonly PatchOperation[],
): Fault['overrides'] {
  return patchingUsers(({ operation, user }) => {
    if (operation.path !== null || !isObject(operation.value)) return operation;
    const changed = change(operation.value, user);
    return isOperations(changed) ? changed : { ...operation, value: changed };
  });
}

const isOperations = (value: JsonObject | readonly PatchOperation[]): value is readonly PatchOperation[] =>
  Array.isArray(value);

const isDottedKey = (key: string): boolean => key.includes('.') && !key.startsWith('urn:');
const isUrnKey = (key: string): boolean =>
  key.startsWith('urn:') && key.toLowerCase() !== ENTERPRISE_USER.toLowerCase();

const withoutKeys = (value: JsonObject, isLeftOut: (key: string) => boolean): JsonObject =>
  omit(value, ...Object.keys(value).filter(isLeftOut));

/** Operations with those on one path reduced to one of them. */
function onePerPath(
  operations: readonly PatchOperation[],
  keep: 'first' | 'last',
): readonly PatchOperation[] {
  const ordered = keep === 'first' ? operations : operations.toReversed();
  const kept = ordered.filter(
    ({ path }, index) => path === null || ordered.findIndex((other) => other.path === path) === index,
  );
  return keep === 'first' ? kept : kept.toReversed();
}

/** Removes first what an operation sets a part of, so that nothing else of it is left. */
const alone = ({ operation, path }: Change): readonly PatchOperation[] => [
  {
    op: 'remove',
    path: path === null ? null : formatPath({ ...path, subAttribute: null }),
    value: undefined,
  },
  operation,
];

const EMPTY = (value: Json | undefined): boolean => value === '';

/** Defects in updates in the forms of the Entra client: rules E-077 to E-104 and E-153. */
export const ENTRA_UPDATES = {
  'path-names-case-sensitive': {
    title: 'attribute names in a PATCH path are taken letter by letter',
    violates: 'E-077',
    overrides: refusing(({ path, type }) => {
      const resolved = path && resolvePath(path, type);
      if (!path || !resolved) return false;
      const name = resolved.subAttribute?.name ?? null;
      return path.attribute !== resolved.attribute.name || path.subAttribute !== name;
    }),
  },
  'operations-limited-to-ten': {
    title: 'a PATCH of more than ten operations is refused',
    violates: 'E-079',
    overrides: listing((operations) => {
      if (operations.length > 10) throw new ScimError(400, 'tooMany', 'Ten operations at most.');
      return operations;
    }),
  },
  'operations-cut-at-ten': {
    title: 'of more than ten operations the rest is dropped',
    violates: 'E-079',
    overrides: listing((operations) => operations.slice(0, 10)),
  },
  'failed-patch-not-undone': {
    title: 'the operations before one that fails stay carried out',
    violates: 'RFC7644-3.5.2',
    overrides: (steps, { store }) => ({
      modify: (resource, operations, type) => {
        let current = resource;
        for (const operation of operations) {
          try {
            current = steps.modify(current, [operation], type);
            steps.requireAttributes(current, type, [operation]);
          } catch (error) {
            const kept = current.userName === undefined ? resource : current;
            store.put(type.name, idOf(resource), { ...kept, meta: metaOf(resource) });
            throw error;
          }
        }
        return current;
      },
    }),
  },
  'empty-operations-500': {
    title: 'a PATCH without operations fails the provider',
    violates: 'E-103',
    seenIn: 'scimmyjs/scimmy #59',
    overrides: (steps) => ({
      readOperations: (body) => {
        const operations = member(body, 'Operations');
        if (Array.isArray(operations) && operations.length === 0) throw new Error('reduce of empty array');
        return steps.readOperations(body);
      },
    }),
  },
  'add-to-element-drops-siblings': {
    title: 'adding a value to an element drops the rest of it',
    violates: 'E-080',
    seenIn: 'Captain-P-Goldfish/SCIM-SDK #668',
    overrides: patchingUsers((given) =>
      given.operation.op === 'add' && isFiltered(given) && isPart(given) && !isMissing(given)
        ? alone(given)
        : given.operation,
    ),
  },
  'add-to-element-hits-all': {
    title: 'adding a value to one element sets it in all of them',
    violates: 'E-080',
    overrides: patchingUsers((given) =>
      given.operation.op === 'add' && isFiltered(given) && isPart(given) && !isMissing(given)
        ? { ...given.operation, path: `${whole(given)}.${given.path?.subAttribute}` }
        : given.operation,
    ),
  },
  'add-to-element-doubles-it': {
    title: 'adding a value to an element makes a second element',
    violates: 'E-080',
    overrides: patchingUsers((given) =>
      given.operation.op === 'add' && isFiltered(given) && isPart(given) && !isMissing(given)
        ? { op: 'add', path: whole(given), value: [element(given)] }
        : given.operation,
    ),
  },
  'missing-element-ignored': {
    title: 'a path to an element that does not exist changes nothing',
    violates: 'E-081',
    seenIn: 'sourcegraph PR #49200',
    overrides: ignoring((given) => isSet(given) && isMissing(given)),
  },
  'missing-element-500': {
    title: 'a path to an element that does not exist fails the provider',
    violates: 'E-081',
    overrides: refusing((given) => isSet(given) && isMissing(given), 500),
  },
  'missing-element-without-type': {
    title: 'an element created by a path lacks the type that the path names',
    violates: 'E-081',
    overrides: patchingUsers((given) =>
      isSet(given) && isMissing(given) && isPart(given)
        ? { op: 'add', path: whole(given), value: [element(given, false)] }
        : given.operation,
    ),
  },
  'missing-element-replaces-others': {
    title: 'an element created by a path takes the place of all others',
    violates: 'E-081',
    overrides: patchingUsers((given) =>
      isSet(given) && isMissing(given) && isPart(given)
        ? { op: 'replace', path: whole(given), value: [element(given)] }
        : given.operation,
    ),
  },
  'several-paths-several-elements': {
    title: 'each of several paths to a missing element creates one of its own',
    violates: 'E-086',
    seenIn: 'Captain-P-Goldfish/SCIM-SDK #680',
    overrides: patchingUsers((given) =>
      given.operation.op === 'add' && isMissing(given) && isPart(given)
        ? { op: 'add', path: whole(given), value: [element(given)] }
        : given.operation,
    ),
  },
  'several-paths-last-only': {
    title: 'of several paths of one multi-valued attribute only the last counts',
    violates: 'E-086',
    seenIn: 'sourcegraph PR #49119',
    overrides: listing((operations) => {
      const key = ({ path }: PatchOperation): string | null =>
        path?.includes('[') ? parsePath(path).attribute.toLowerCase() : null;
      return operations.filter(
        (operation, index) =>
          key(operation) === null ||
          operations.findLastIndex((other) => key(other) === key(operation)) === index,
      );
    }),
  },
  'add-keeps-the-value': {
    title: 'adding to a single-valued attribute that has a value changes nothing',
    violates: 'RFC7644-3.5.2.1',
    overrides: ignoring(
      (given) =>
        given.operation.op === 'add' &&
        !isFiltered(given) &&
        given.path?.attribute !== 'active' &&
        isAssigned(given) &&
        !isManager(given),
    ),
  },
  'replace-unassigned-refused': {
    title: 'replacing an attribute that has no value is refused',
    violates: 'RFC7644-3.5.2.3',
    seenIn: 'pingidentity/scim2 #281',
    overrides: refusing(
      (given) =>
        given.operation.op === 'replace' && given.path !== null && !isFiltered(given) && !isAssigned(given),
    ),
  },
  'dotted-add-drops-siblings': {
    title: 'adding one part of a name drops the other parts',
    violates: 'E-083',
    overrides: patchingUsers((given) =>
      given.operation.op === 'add' && isPart(given) && !isFiltered(given) ? alone(given) : given.operation,
    ),
  },
  'extension-urn-not-listed': {
    title: 'an extension that a PATCH brings is not named in `schemas`',
    violates: 'E-084',
    overrides: storing((resource, before) =>
      before?.schemas === undefined ? resource : { ...resource, schemas: before.schemas },
    ),
  },
  'extension-path-needs-extension': {
    title: 'an attribute cannot be added to an extension of which nothing is there',
    violates: 'E-084',
    overrides: refusing(
      ({ operation, path, user }) =>
        operation.op === 'add' &&
        path?.urn !== null &&
        path?.urn !== undefined &&
        !Object.hasOwn(user, path.urn),
    ),
  },
  'dotted-keys-ignored': {
    title: 'dotted keys in a value without a path are ignored',
    violates: 'E-085',
    seenIn: 'kortix-ai/suna PR #7297',
    overrides: pathless((value) => withoutKeys(value, isDottedKey)),
  },
  'dotted-keys-refused': {
    title: 'dotted keys in a value without a path are refused',
    violates: 'E-085',
    overrides: refusing(
      ({ operation }) =>
        operation.path === null &&
        isObject(operation.value) &&
        Object.keys(operation.value).some(isDottedKey),
    ),
  },
  'urn-keys-ignored': {
    title: 'URN keys in a value without a path are ignored',
    violates: 'E-085',
    overrides: pathless((value) => withoutKeys(value, isUrnKey)),
  },
  'nested-name-replaced': {
    title: 'a nested name in a value without a path takes the place of the whole name',
    violates: 'E-085',
    overrides: pathless((value) =>
      isObject(value.name)
        ? [
            { op: 'remove', path: 'name', value: undefined },
            { op: 'add', path: null, value },
          ]
        : value,
    ),
  },
  'nested-extension-replaced': {
    title: 'a nested extension in a value without a path takes the place of the whole extension',
    violates: 'E-085',
    overrides: pathless((value, user) =>
      mapAttribute(value, ENTERPRISE_USER, (given) => {
        const before = user[ENTERPRISE_USER];
        const gone = isObject(before)
          ? Object.fromEntries(Object.keys(before).map((name) => [name, null]))
          : {};
        return isObject(given) ? { ...gone, ...given } : given;
      }),
    ),
  },
  'pathless-after-others-ignored': {
    title: 'an operation without a path is ignored unless it comes first',
    violates: 'E-085',
    overrides: listing((operations) => operations.filter(({ path }, index) => path !== null || index === 0)),
  },
  'primary-string-never-matches': {
    title: 'a filter on primary with the string "True" matches nothing',
    violates: 'E-087',
    overrides: ignoring(({ operation }) => /primary eq "true"/i.test(operation.path ?? '')),
  },
  'primary-boolean-refused': {
    title: 'a filter on primary with the boolean true is refused',
    violates: 'E-087',
    overrides: refusing(({ operation }) => /primary eq true/i.test(operation.path ?? '')),
  },
  'remove-with-value-refused': {
    title: 'a remove operation with a value is refused',
    violates: 'E-090',
    overrides: refusing(({ operation }) => operation.op === 'remove' && operation.value !== undefined),
  },
  'remove-with-value-ignored': {
    title: 'a remove operation with a value changes nothing',
    violates: 'E-090',
    overrides: ignoring(({ operation }) => operation.op === 'remove' && operation.value !== undefined),
  },
  'remove-again-refused': {
    title: 'removing what is not there any more is refused',
    violates: 'E-090',
    overrides: refusing((given) => given.operation.op === 'remove' && !isAssigned(given)),
  },
  'empty-string-ignored': {
    title: 'an empty string leaves the old value in place',
    violates: 'E-091',
    overrides: ignoring((given) => EMPTY(given.operation.value) && !isManager(given)),
  },
  'empty-string-refused': {
    title: 'an empty string is refused',
    violates: 'E-091',
    overrides: refusing((given) => EMPTY(given.operation.value) && !isManager(given)),
  },
  'empty-string-500': {
    title: 'an empty string fails the provider',
    violates: 'E-091',
    overrides: refusing((given) => EMPTY(given.operation.value) && !isManager(given), 500),
  },
  'null-refused': {
    title: 'replacing a value with null is refused',
    violates: 'E-092',
    overrides: refusing(({ operation }) => operation.value === null),
  },
  'null-ignored': {
    title: 'replacing a value with null changes nothing',
    violates: 'E-092',
    overrides: ignoring(({ operation }) => operation.value === null),
  },
  'null-stored-as-text': {
    title: 'replacing a value with null stores the text "null"',
    violates: 'E-092',
    overrides: patchingUsers(({ operation }) =>
      operation.value === null ? { ...operation, value: 'null' } : operation,
    ),
  },
  'manager-string-refused': {
    title: 'a manager written as a string is refused',
    violates: 'E-093',
    seenIn: 'Captain-P-Goldfish/SCIM-SDK #541',
    overrides: refusing(
      (given) =>
        isManager(given) && typeof given.operation.value === 'string' && given.operation.value !== '',
    ),
  },
  'manager-array-refused': {
    title: 'a manager written as an array is refused',
    violates: 'E-093',
    overrides: refusing((given) => isManager(given) && Array.isArray(given.operation.value)),
  },
  'manager-change-ignored': {
    title: 'a manager who is set already cannot be changed',
    violates: 'E-094',
    overrides: ignoring(
      (given) =>
        isManager(given) &&
        given.operation.op === 'replace' &&
        typeof given.operation.value === 'string' &&
        given.operation.value !== '' &&
        isAssigned(given),
    ),
  },
  'manager-empty-string-ignored': {
    title: 'an empty string leaves the manager in place',
    violates: 'E-095',
    overrides: ignoring((given) => isManager(given) && given.operation.value === ''),
  },
  'manager-empty-string-refused': {
    title: 'an empty string for the manager is refused',
    violates: 'E-095',
    overrides: refusing((given) => isManager(given) && given.operation.value === ''),
  },
  'manager-empty-value-ignored': {
    title: 'an object with an empty value leaves the manager in place',
    violates: 'E-095',
    overrides: ignoring((given) => isManager(given) && member(given.operation.value, 'value') === ''),
  },
  'manager-string-returned': {
    title: 'a manager written as a string is returned as a string',
    violates: 'E-096',
    seenIn: 'Budibase/budibase #15369',
    overrides: (steps) => ({
      modify: (user, operations, type) => {
        const changed = steps.modify(user, operations, type);
        const sent = operations.findLast(({ path }) => path?.toLowerCase().endsWith(':manager'))?.value;
        return typeof sent === 'string' && sent !== ''
          ? mapAttribute(changed, ENTERPRISE_USER, (data) =>
              isObject(data) ? { ...data, manager: sent } : data,
            )
          : changed;
      },
    }),
  },
  'manager-string-lost': {
    title: 'a manager written as a string is accepted and not stored',
    violates: 'E-096',
    seenIn: 'azure-docs #11784',
    overrides: ignoring(
      (given) =>
        isManager(given) && given.operation.op === 'add' && typeof given.operation.value === 'string',
    ),
  },
  'role-json-refused': {
    title: 'a role whose value is JSON is refused',
    violates: 'E-099',
    overrides: refusing(
      ({ operation, path }) =>
        path?.attribute === 'roles' && JSON.stringify(operation.value ?? null).includes('\\"displayName\\"'),
    ),
  },
  'roles-added-twice': {
    title: 'a role that is added again is there twice',
    violates: 'E-100',
    overrides: (steps) => ({
      modify: (user, operations, type) => {
        const changed = steps.modify(user, operations, type);
        const again = operations.some(({ op, path }) => op === 'add' && path === 'roles');
        const before = Array.isArray(user.roles) ? user.roles : [];
        return again
          ? mapAttribute(changed, 'roles', (roles) => (Array.isArray(roles) ? [...roles, ...before] : roles))
          : changed;
      },
    }),
  },
  'roles-add-replaces': {
    title: 'adding roles drops the others',
    violates: 'E-099',
    overrides: patchingUsers((given) =>
      given.operation.op === 'add' && given.operation.path === 'roles'
        ? { ...given.operation, op: 'replace' }
        : given.operation,
    ),
  },
  'roles-replace-adds': {
    title: 'replacing roles adds to them',
    violates: 'RFC7644-3.5.2.3',
    overrides: patchingUsers((given) =>
      given.operation.op === 'replace' && given.operation.path === 'roles'
        ? { ...given.operation, op: 'add' }
        : given.operation,
    ),
  },
  'sequence-first-only': {
    title: 'of several operations on one path only the first is carried out',
    violates: 'RFC7644-3.5.2',
    overrides: listing((operations) => onePerPath(operations, 'first')),
  },
  'sequence-removals-last': {
    title: 'removals happen after all other operations',
    violates: 'RFC7644-3.5.2',
    overrides: listing((operations) => [
      ...operations.filter(({ op }) => op !== 'remove'),
      ...operations.filter(({ op }) => op === 'remove'),
    ]),
  },
  'rename-without-path-ignored': {
    title: 'a userName in a PATCH without a path is ignored',
    violates: 'E-104',
    overrides: pathless((value) => omit(value, 'userName')),
  },
  'same-patch-refused': {
    title: 'a PATCH that is sent a second time is refused',
    violates: 'E-153',
    overrides: (steps) => {
      const latest = new Map<string, string>();
      return {
        modify: (user, operations, type) => {
          const text = JSON.stringify(operations);
          if (type.name === 'User' && latest.get(idOf(user)) === text)
            throw new ScimError(409, null, 'Sent before.');
          latest.set(idOf(user), text);
          return steps.modify(user, operations, type);
        },
      };
    },
  },
} as const satisfies FaultTable;
