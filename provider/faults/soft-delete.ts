import { ScimError } from '../../scim/error.ts';
import { isObject, type Json, type JsonObject, member } from '../../scim/json.ts';
import { compileFilter } from '../../scim/match.ts';
import type { PatchOperation } from '../../scim/patch.ts';
import type { Provider, Steps } from '../steps.ts';
import { idOf, nameKey } from '../store.ts';
import type { Fault, FaultTable } from './fault.ts';
import { mapAttribute, omit, patching, storing, targets } from './rewrite.ts';

const inactive = (resource: JsonObject | null) => resource?.active === false;

/** An operation with the value of `active`, where it sets one, replaced. */
function mapActive(operation: PatchOperation, change: (value: Json) => Json): PatchOperation {
  const { value } = operation;
  if (operation.path === null && isObject(value))
    return { ...operation, value: mapAttribute(value, 'active', change) };
  return targets(operation, 'active') && value !== undefined
    ? { ...operation, value: change(value) }
    : operation;
}

/** The value of `active` an operation sets, or undefined. */
function activeIn(operation: PatchOperation): Json | undefined {
  return operation.path === null
    ? member(operation.value, 'active')
    : targets(operation, 'active')
      ? operation.value
      : undefined;
}

const isFalse = (value: Json | undefined) =>
  value === false || (typeof value === 'string' && /^false$/i.test(value));
const isTrue = (value: Json | undefined) =>
  value === true || (typeof value === 'string' && /^true$/i.test(value));

/** Overrides that refuse a PATCH when `refused` says so of one of its operations. */
function refusing(
  refused: (operation: PatchOperation, resource: JsonObject) => boolean,
  detail: string,
): Fault['overrides'] {
  return patching((operation, resource) => {
    if (refused(operation, resource)) throw new ScimError(400, 'invalidValue', detail);
    return operation;
  });
}

/** Keeps the users that are deleted, so that a fault can show them again. */
function remembering(
  overrides: (deleted: Map<string, JsonObject>, steps: Steps, provider: Provider) => Partial<Steps>,
): Fault['overrides'] {
  return (steps, provider) => {
    const deleted = new Map<string, JsonObject>();
    return {
      remove: (resource, type) => {
        steps.remove(resource, type);
        if (type.name === 'User') deleted.set(idOf(resource), resource);
      },
      ...overrides(deleted, steps, provider),
    };
  };
}

/** Defects in disabling, restoring and deleting users: RFC 7644 §3.5.2 and §3.6, Entra rules E-088 and E-106 to E-116. */
export const SOFT_DELETE = {
  'active-string-is-true': {
    title: 'the string "False" for active is taken for true',
    violates: 'E-088',
    seenIn: 'Entra "Known issues and resolutions with SCIM 2.0 protocol compliance"',
    overrides: patching((operation) =>
      mapActive(operation, (value) => (typeof value === 'string' ? true : value)),
    ),
  },
  'active-string-stored': {
    title: 'active is returned as the string that was sent',
    violates: 'E-088',
    overrides: (steps) => ({
      modify: (resource, operations, type) => {
        const changed = steps.modify(resource, operations, type);
        const sent = operations.map(activeIn).findLast((value) => value !== undefined);
        return typeof sent === 'string' ? { ...changed, active: sent } : changed;
      },
    }),
  },
  'active-string-refused': {
    title: 'a string for active is refused',
    violates: 'E-088',
    overrides: refusing((operation) => typeof activeIn(operation) === 'string', 'active must be a boolean.'),
  },
  'active-ignored': {
    title: 'PATCH of active succeeds and changes nothing',
    violates: 'E-106',
    overrides: patching((operation) => {
      if (targets(operation, 'active')) return [];
      const { value } = operation;
      return operation.path === null && isObject(value)
        ? { ...operation, value: omit(value, 'active') }
        : operation;
    }),
  },
  'active-missing-after-disable': {
    title: 'a disabled user is returned without active',
    violates: 'E-106',
    overrides: (steps) => ({
      represent: (resource, type) => {
        const seen = steps.represent(resource, type);
        return inactive(resource) ? omit(seen, 'active') : seen;
      },
    }),
  },
  'patch-pathless-ignored': {
    title: 'PATCH operations without a path are ignored',
    violates: 'RFC7644-3.5.2.3',
    overrides: patching((operation) => (operation.path === null ? [] : operation)),
  },
  'patch-pathless-replaces-resource': {
    title: 'a PATCH operation without a path clears the attributes it does not name',
    violates: 'RFC7644-3.5.2.3',
    overrides: (steps) => ({
      modify: (resource, operations, type) => {
        const changed = steps.modify(resource, operations, type);
        const pathless = operations.filter(({ path, value }) => path === null && isObject(value));
        if (pathless.length === 0) return changed;
        const named = pathless.flatMap(({ value }) => Object.keys(isObject(value) ? value : {}));
        const kept = ['schemas', 'id', 'meta', 'userName', 'displayName', 'members', ...named];
        return omit(changed, ...Object.keys(changed).filter((name) => !kept.includes(name)));
      },
    }),
  },
  'patch-first-operation-only': {
    title: 'only the first operation of a PATCH is applied',
    violates: 'RFC7644-3.5.2',
    overrides: (steps) => ({
      modify: (resource, operations, type) => steps.modify(resource, operations.slice(0, 1), type),
    }),
  },
  'patch-op-case-sensitive': {
    title: 'a capitalised `op` is refused',
    violates: 'E-076',
    seenIn: 'Entra "Known issues and resolutions with SCIM 2.0 protocol compliance"',
    overrides: (steps) => ({
      readOperations: (body) => {
        const operations = member(body, 'Operations');
        const capital = (item: Json) => /[A-Z]/.test(String(member(item, 'op') ?? ''));
        if (Array.isArray(operations) && operations.some(capital)) {
          throw new ScimError(400, 'invalidSyntax', 'Unknown op.');
        }
        return steps.readOperations(body);
      },
    }),
  },
  'patch-add-active-refused': {
    title: '`add` on an active that has a value is refused',
    violates: 'E-089',
    seenIn: 'rancher/rancher #54025',
    overrides: refusing(
      (operation, resource) =>
        operation.op === 'add' && activeIn(operation) !== undefined && resource.active !== undefined,
      'active has a value already.',
    ),
  },
  'put-active-ignored': {
    title: 'PUT does not change active',
    violates: 'RFC7644-3.5.1',
    overrides: (steps) => ({
      intake: (body, type, before) => {
        const taken = steps.intake(body, type, before);
        const active = before?.active;
        return active === undefined ? taken : { ...taken, active };
      },
    }),
  },
  'disable-deletes': {
    title: 'disabling a user deletes him',
    violates: 'E-053',
    overrides: (steps) => ({
      patched: (body, resource, type, projection) => {
        if (inactive(resource)) steps.remove(resource, type);
        return steps.patched(body, resource, type, projection);
      },
    }),
  },
  'disabled-hidden-from-filter': {
    title: 'disabled users are left out of query results',
    violates: 'E-053',
    overrides: (steps) => ({
      search: (filter, type) => steps.search(filter, type).filter((resource) => !inactive(resource)),
    }),
  },
  'disabled-get-404': {
    title: 'GET of a disabled user answers 404',
    violates: 'E-053',
    overrides: (steps) => ({
      read: (body, resource) => {
        if (inactive(resource)) throw new ScimError(404, null, 'Resource not found.');
        return steps.read(body, resource);
      },
    }),
  },
  'disable-clears-attributes': {
    title: 'disabling a user clears his name, e-mails and externalId',
    violates: 'E-106',
    overrides: storing((resource) =>
      inactive(resource) ? omit(resource, 'name', 'emails', 'externalId') : resource,
    ),
  },
  'disable-renames': {
    title: 'disabling a user appends "_disabled" to his userName',
    violates: 'E-106',
    overrides: storing((resource, before) =>
      inactive(resource) && !inactive(before)
        ? mapAttribute(resource, 'userName', (name) => `${name}_disabled`)
        : resource,
    ),
  },
  'disabled-name-freed': {
    title: 'the userName of a disabled user is free for others',
    violates: 'E-152',
    overrides: (steps, { store }) => ({
      requireUnique: (resource, type, id) => {
        const name = nameKey(String(resource.userName));
        const active = store
          .all('User')
          .some((user) => idOf(user) !== id && nameKey(String(user.userName)) === name && !inactive(user));
        if (type.name !== 'User' || active) steps.requireUnique(resource, type, id);
      },
    }),
  },
  'reactivate-refused': {
    title: 'a disabled user cannot be enabled again',
    violates: 'E-108',
    overrides: (steps) => ({
      settle: (resource, type, before) => {
        if (inactive(before) && resource.active === true) {
          throw new ScimError(400, 'mutability', 'A disabled user stays disabled.');
        }
        return steps.settle(resource, type, before);
      },
    }),
  },
  'disable-again-refused': {
    title: 'disabling a disabled user is refused',
    violates: 'E-153',
    overrides: refusing(
      (operation, resource) => inactive(resource) && isFalse(activeIn(operation)),
      'The user is disabled already.',
    ),
  },
  'enable-again-refused': {
    title: 'enabling an enabled user is refused',
    violates: 'E-110',
    seenIn: 'getsentry/sentry-docs #16258',
    overrides: refusing(
      (operation, resource) => resource.active === true && isTrue(activeIn(operation)),
      'The user is enabled already.',
    ),
  },
  'disable-touches-others': {
    title: 'a change of active also hits the user created before',
    violates: 'RFC7644-3.5.2',
    overrides: (steps, { store }) => ({
      patched: (body, resource, type, projection) => {
        const users = type.name === 'User' ? store.all('User') : [];
        const other = users[users.findIndex((user) => idOf(user) === idOf(resource)) - 1];
        if (other && typeof resource.active === 'boolean') {
          store.put('User', idOf(other), { ...other, active: resource.active });
        }
        return steps.patched(body, resource, type, projection);
      },
    }),
  },
  'deleted-still-readable': {
    title: 'a deleted user can still be read by id',
    violates: 'RFC7644-3.6',
    overrides: remembering((deleted, steps) => ({
      find: (id, type) => (type.name === 'User' ? deleted.get(id) : undefined) ?? steps.find(id, type),
    })),
  },
  'deleted-found-by-filter': {
    title: 'a deleted user is still found by filters',
    violates: 'RFC7644-3.6',
    overrides: remembering((deleted, steps) => ({
      search: (filter, type) => {
        const ghosts = type.name === 'User' ? [...deleted.values()] : [];
        return [
          ...steps.search(filter, type),
          ...(filter ? ghosts.filter(compileFilter(filter, type)) : ghosts),
        ];
      },
    })),
  },
  'deleted-counted': {
    title: 'in a list without a filter, `totalResults` counts deleted users',
    violates: 'RFC7644-3.6',
    overrides: remembering((deleted, steps) => {
      let ghosts = 0;
      return {
        search: (filter, type) => {
          ghosts = filter === null && type.name === 'User' ? deleted.size : 0;
          return steps.search(filter, type);
        },
        list: (page) => ({ ...steps.list(page), totalResults: page.total + ghosts }),
      };
    }),
  },
  'deleted-name-taken': {
    title: 'the userName of a deleted user stays taken',
    violates: 'RFC7644-3.6',
    overrides: remembering((deleted, steps) => ({
      requireUnique: (resource, type, id) => {
        const name = nameKey(String(resource.userName));
        const ghost = [...deleted.values()].some((user) => nameKey(String(user.userName)) === name);
        if (type.name === 'User' && id === null && ghost) {
          throw new ScimError(409, 'uniqueness', `userName ${resource.userName} is in use.`);
        }
        steps.requireUnique(resource, type, id);
      },
    })),
  },
  'delete-only-disables': {
    title: 'DELETE only disables the user',
    violates: 'RFC7644-3.6',
    overrides: (steps, { store }) => ({
      remove: (resource, type) =>
        type.name === 'User'
          ? store.put('User', idOf(resource), { ...resource, active: false })
          : steps.remove(resource, type),
    }),
  },
  'delete-answers-200': {
    title: 'DELETE answers 200 with the resource',
    violates: 'RFC7644-3.6',
    overrides: (steps) => ({ deleted: () => ({ ...steps.deleted(), status: 200, body: {} }) }),
  },
} as const satisfies FaultTable;
