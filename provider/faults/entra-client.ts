import { ScimError } from '../../scim/error.ts';
import { isObject, type Json, type JsonObject, member, sameJson, stringMember } from '../../scim/json.ts';
import { CORE_GROUP, CORE_USER, ENTERPRISE_USER } from '../../scim/urns.ts';
import { answer } from '../answer.ts';
import type { RequestHead, Steps } from '../steps.ts';
import { idOf, metaOf, nameKey } from '../store.ts';
import type { Fault, FaultTable } from './fault.ts';
import { compares, comparisons, mapAttribute, mapComparisons, omit, patching } from './rewrite.ts';

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

const refused = (detail: string): ScimError => new ScimError(400, 'invalidValue', detail);

/** Overrides that let some requests in without looking at their credentials. */
function unchecked(letIn: (head: RequestHead) => boolean): Fault['overrides'] {
  return (steps) => ({
    admit: (head) => {
      if (!letIn(head)) steps.admit(head);
    },
  });
}

/** Overrides that answer wrong credentials with another status. */
function wrongTokenAs(status: number): Fault['overrides'] {
  return (steps) => ({
    admit: (head) => {
      try {
        steps.admit(head);
      } catch {
        throw new ScimError(status, null, 'Something is wrong.');
      }
    },
  });
}

/** Overrides that refuse requests by their head. */
function refusingHead(status: number, isRefused: (head: RequestHead) => boolean): Fault['overrides'] {
  return (steps) => ({
    admit: (head) => {
      steps.admit(head);
      if (isRefused(head)) throw new ScimError(status, null, 'This request is not welcome.');
    },
  });
}

/** Overrides that change the answer to `GET /Schemas`. */
function describing(change: (body: JsonObject) => JsonObject | string): Fault['overrides'] {
  return (steps) => ({
    discovered: (body, endpoint) =>
      endpoint === 'Schemas'
        ? { ...steps.discovered(body, endpoint), body: change(body) }
        : steps.discovered(body, endpoint),
  });
}

/** A value with each attribute definition in it replaced. */
function mapDefinitions(value: Json, change: (definition: JsonObject) => JsonObject | null): Json {
  if (isList(value)) return value.flatMap((item: Json) => mapDefinitions(item, change) ?? []);
  if (!isObject(value)) return value;
  const inner = Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, isList(item) ? mapDefinitions(item, change) : item]),
  );
  return 'mutability' in inner ? change(inner) : inner;
}

const definitions = (change: (definition: JsonObject) => JsonObject | null): Fault['overrides'] =>
  describing((body) => {
    const changed = mapDefinitions(body, change);
    return isObject(changed) ? changed : body;
  });

/** Overrides that refuse creations by their body. */
function refusingBody(
  typeName: 'User' | 'Group',
  isRefused: (body: JsonObject) => boolean,
): Fault['overrides'] {
  return (steps) => ({
    intake: (body, type, before) => {
      if (before === null && type.name === typeName && isRefused(body))
        throw refused('This body is not welcome.');
      return steps.intake(body, type, before);
    },
  });
}

/** Overrides that change the body of every creation of a user. */
function creating(change: (body: JsonObject) => JsonObject): Fault['overrides'] {
  return (steps) => ({
    intake: (body, type, before) =>
      steps.intake(before === null && type.name === 'User' ? change(body) : body, type, before),
  });
}

const urnsOf = (body: JsonObject): readonly Json[] => (isList(body.schemas) ? body.schemas : []);
const unlisted = (body: JsonObject): readonly string[] =>
  Object.keys(body).filter((key) => key.startsWith('urn:') && !urnsOf(body).includes(key));

/** Overrides for a creation that repeats an earlier one word for word. */
function repeating(act: (existing: JsonObject) => never): Fault['overrides'] {
  return (steps, { store }) => ({
    requireUnique: (resource, type, id) => {
      const existing = id === null ? store.named(type.name, String(resource.userName)) : undefined;
      if (existing && sameJson(omit(existing, 'id', 'meta', 'schemas'), omit(resource, 'schemas')))
        act(existing);
      steps.requireUnique(resource, type, id);
    },
  });
}

/** Leaves the path of an answer to a resource that is there already. */
class Repeated extends Error {
  readonly resource: JsonObject;

  constructor(resource: JsonObject) {
    super('repeated');
    this.resource = resource;
  }
}

/** Overrides for PATCHes of one group that are under way at the same time; `base` is the group before the first of them. */
function overlapping(act: (group: JsonObject, base: JsonObject) => JsonObject): Fault['overrides'] {
  return (steps, { store }) => {
    const underWay = new Map<string, { count: number; base: JsonObject | undefined }>();
    return {
      admit: (head) => {
        steps.admit(head);
        const id = head.method === 'PATCH' ? /^\/Groups\/(.+)$/.exec(head.path)?.[1] : undefined;
        if (id === undefined) return;
        const known = underWay.get(id);
        if (known === undefined) underWay.set(id, { count: 1, base: store.get('Group', id) });
        else known.count++;
      },
      modify: (resource, operations, type) => {
        const known = underWay.get(idOf(resource));
        if (known === undefined || type.name !== 'Group') return steps.modify(resource, operations, type);
        known.count--;
        if (known.count === 0) underWay.delete(idOf(resource));
        const late = known.base !== undefined && metaOf(known.base).version !== metaOf(resource).version;
        const base = late && known.base !== undefined ? act(resource, known.base) : resource;
        return steps.modify(base, operations, type);
      },
    };
  };
}

/** Query parameters of RFC 7644 §3.4.2. */
const PARAMETERS = [
  'filter',
  'sortBy',
  'sortOrder',
  'startIndex',
  'count',
  'attributes',
  'excludedAttributes',
];

/** Overrides that refuse a query string. */
function refusingQuery(status: number, isRefused: (names: readonly string[]) => boolean): Fault['overrides'] {
  return (steps) => ({
    readParameters: (search) => {
      const parameters = steps.readParameters(search);
      if (isRefused([...parameters.keys()])) throw new ScimError(status, null, 'This query is not welcome.');
      return parameters;
    },
  });
}

const ANY = {
  kind: 'present',
  path: { urn: null, attribute: 'id', filter: null, subAttribute: null },
} as const;

/** Overrides that change group PATCHes. */
function patchingGroups(change: Parameters<typeof patching>[0]): Fault['overrides'] {
  return (steps, provider) => {
    const changed = patching(change)(steps, provider).modify ?? steps.modify;
    return {
      modify: (resource, operations, type) =>
        (type.name === 'Group' ? changed : steps.modify)(resource, operations, type),
    };
  };
}

/** Users by the names they gave up. */
function formerHolders(steps: Steps): Partial<Steps> {
  const former = new Map<string, Set<string>>();
  return {
    settle: (resource, type, before) => {
      const [was, is] = [stringMember(before ?? {}, 'userName'), stringMember(resource, 'userName')];
      if (before && was !== undefined && is !== undefined && nameKey(was) !== nameKey(is)) {
        former.set(nameKey(was), new Set([...(former.get(nameKey(was)) ?? []), idOf(before)]));
      }
      return steps.settle(resource, type, before);
    },
    search: (filter, type) => {
      const found = steps.search(filter, type);
      const name = filter && comparisons(filter).find((item) => compares(item, 'userName'))?.value;
      if (typeof name !== 'string' || found.length === 0) return found;
      const ids = former.get(nameKey(name)) ?? new Set();
      return [
        ...found,
        ...steps.search(null, type).filter((user) => ids.has(idOf(user)) && !found.includes(user)),
      ];
    },
  };
}

/** Defects that the single requests of the Entra client meet outside of updates: rules E-007 to E-074 and E-121 to E-132. */
export const ENTRA_CLIENT = {
  'token-unchecked-on-get': {
    title: 'GET asks for no credentials',
    violates: 'E-021',
    overrides: unchecked(({ method }) => method === 'GET'),
  },
  'token-unchecked-on-patch': {
    title: 'PATCH asks for no credentials',
    violates: 'E-021',
    overrides: unchecked(({ method }) => method === 'PATCH'),
  },
  'token-unchecked-on-delete': {
    title: 'DELETE asks for no credentials',
    violates: 'E-021',
    overrides: unchecked(({ method }) => method === 'DELETE'),
  },
  'token-unchecked-for-groups': {
    title: 'groups can be used without credentials',
    violates: 'E-021',
    overrides: unchecked(({ path }) => path.startsWith('/Groups')),
  },
  'missing-token-let-in': {
    title: 'a request without an Authorization header is let in',
    violates: 'E-021',
    overrides: unchecked(({ headers }) => !headers.has('authorization')),
  },
  'wrong-token-answers-404': {
    title: 'a wrong token is answered with 404',
    violates: 'E-021',
    overrides: wrongTokenAs(404),
  },
  'wrong-token-answers-500': {
    title: 'a wrong token is answered with 500',
    violates: 'E-021',
    overrides: wrongTokenAs(500),
  },
  'unknown-parameter-refused': {
    title: 'an unknown query parameter is refused',
    violates: 'E-007',
    overrides: refusingQuery(400, (names) => names.some((name) => !PARAMETERS.includes(name))),
  },
  'flag-parameter-not-found': {
    title: 'the feature flag of the tenant URL leads to 404',
    violates: 'E-007',
    overrides: refusingQuery(404, (names) => names.includes('aadOptscim062020')),
  },
  'unknown-header-refused': {
    title: 'a request with a header of its own is refused',
    violates: 'E-012',
    overrides: refusingHead(400, ({ headers }) => headers.has('adscimversion')),
  },
  'user-agent-demanded': {
    title: 'a request without a User-Agent is refused',
    violates: 'E-013',
    seenIn: 'kortix-ai/suna PR #7297',
    overrides: refusingHead(403, ({ headers }) => !headers.has('user-agent')),
  },
  'schemas-bare-array': {
    title: '`/Schemas` answers with a bare array',
    violates: 'E-034',
    overrides: describing((body) => JSON.stringify(body.Resources)),
  },
  'schemas-empty': {
    title: '`/Schemas` lists nothing',
    violates: 'E-034',
    overrides: describing((body) => ({ ...body, totalResults: 0, Resources: [] })),
  },
  'schemas-lower-case-words': {
    title: '`/Schemas` says "readwrite" for "readWrite"',
    violates: 'E-035',
    overrides: definitions((item) => mapAttribute(item, 'mutability', (word) => String(word).toLowerCase())),
  },
  'schemas-with-nulls': {
    title: '`/Schemas` has null where a value should be left out',
    violates: 'E-035',
    overrides: definitions((item) => ({ ...item, description: null })),
  },
  'schemas-without-name': {
    title: '`/Schemas` does not list the attribute `name`',
    violates: 'E-037',
    overrides: definitions((item) => (item.name === 'name' ? null : item)),
  },
  'schemas-without-types': {
    title: '`/Schemas` names no canonical values',
    violates: 'E-037',
    overrides: definitions((item) => omit(item, 'canonicalValues')),
  },
  'match-finds-former-holder': {
    title: 'a filter on a userName also finds whoever had it before',
    violates: 'E-048',
    overrides: formerHolders,
  },
  'manager-probe-refused': {
    title: 'a filter on manager is refused',
    violates: 'E-060',
    overrides: (steps) => ({
      search: (filter, type) => {
        if (filter && comparisons(filter).some((item) => compares(item, 'manager'))) {
          throw new ScimError(400, 'invalidFilter', 'manager cannot be filtered on.');
        }
        return steps.search(filter, type);
      },
    }),
  },
  'member-probe-ignores-member': {
    title: 'a filter on members holds for every group',
    violates: 'E-060',
    overrides: (steps) => ({
      search: (filter, type) =>
        steps.search(
          filter && mapComparisons(filter, (item) => (compares(item, 'members') ? ANY : item)),
          type,
        ),
    }),
  },
  'probe-wants-id-first': {
    title: 'a filter that names the id in its second operand finds nothing',
    violates: 'E-060',
    overrides: (steps) => ({
      search: (filter, type) => {
        const found = filter?.kind === 'and' ? comparisons(filter) : [];
        const late = found.findIndex((item) => compares(item, 'id')) > 0;
        return late ? [] : steps.search(filter, type);
      },
    }),
  },
  'enterprise-urn-needs-data': {
    title: 'the enterprise URN without enterprise attributes is refused',
    violates: 'E-065',
    overrides: refusingBody(
      'User',
      (body) => urnsOf(body).includes(ENTERPRISE_USER) && !(ENTERPRISE_USER in body),
    ),
  },
  'unlisted-extension-dropped': {
    title: 'data of an extension that `schemas` does not name are dropped',
    violates: 'E-066',
    overrides: creating((body) => omit(body, ...unlisted(body))),
  },
  'unlisted-extension-refused': {
    title: 'data of an extension that `schemas` does not name are refused',
    violates: 'E-066',
    overrides: refusingBody('User', (body) => unlisted(body).length > 0),
  },
  'empty-array-refused': {
    title: 'an empty array in a new user is refused',
    violates: 'E-067',
    overrides: refusingBody('User', ({ roles }) => isList(roles) && roles.length === 0),
  },
  'null-on-create-500': {
    title: 'null in a new user fails the provider',
    violates: 'E-067',
    overrides: (steps) => ({
      intake: (body, type, before) => {
        const wanted = steps.intake(body, type, before);
        const optional = Object.entries(body).some(([name, value]) => value === null && name !== 'userName');
        if (before === null && type.name === 'User' && optional && isList(body.roles))
          throw new Error('null');
        return wanted;
      },
    }),
  },
  'client-meta-refused': {
    title: 'a new user who says that he is one is refused',
    violates: 'E-067',
    overrides: refusingBody('User', ({ meta }) => isObject(meta) && Object.keys(meta).length === 1),
  },
  'unknown-manager-refused': {
    title: 'a new user with a manager who does not exist is refused',
    violates: 'E-070',
    seenIn: 'captured SCIM Validator runs',
    overrides: (steps, { store }) => ({
      intake: (body, type, before) => {
        const wanted = steps.intake(body, type, before);
        const id = stringMember(member(member(wanted, ENTERPRISE_USER), 'manager'), 'value');
        if (before === null && id !== undefined && !store.get('User', id))
          throw refused('There is no such manager.');
        return wanted;
      },
    }),
  },
  'string-primary-refused': {
    title: 'a role with a string for `primary` is refused',
    violates: 'E-071',
    seenIn: 'captured SCIM Validator runs',
    overrides: refusingBody(
      'User',
      ({ roles }) => isList(roles) && roles.some((role) => typeof member(role, 'primary') === 'string'),
    ),
  },
  'string-primary-lost': {
    title: 'a role with a string for `primary` is stored as not primary',
    violates: 'E-071',
    overrides: creating((body) =>
      mapAttribute(body, 'roles', (roles) =>
        isList(roles)
          ? roles.map((role) =>
              isObject(role) && typeof role.primary === 'string' ? { ...role, primary: false } : role,
            )
          : roles,
      ),
    ),
  },
  'role-primary-lost': {
    title: 'a new user’s role is stored as not primary',
    violates: 'E-098',
    overrides: creating((body) =>
      mapAttribute(body, 'roles', (roles) =>
        isList(roles)
          ? roles.map((role) =>
              isObject(role) && role.primary === true && 'display' in role ? omit(role, 'primary') : role,
            )
          : roles,
      ),
    ),
  },
  'guest-name-refused': {
    title: 'a userName with a number sign is refused',
    violates: 'E-074',
    overrides: refusingBody(
      'User',
      ({ userName }) => typeof userName === 'string' && userName.includes('#EXT#'),
    ),
  },
  'guest-name-cut': {
    title: 'a userName is cut at #EXT#',
    violates: 'E-074',
    overrides: creating((body) =>
      mapAttribute(body, 'userName', (name) => (typeof name === 'string' ? name.replace('#EXT#', '') : name)),
    ),
  },
  'repeated-creation-answers-201': {
    title: 'a creation that is sent again answers 201 with the first user',
    violates: 'E-017',
    overrides: (steps, provider) => ({
      ...repeating((existing) => {
        throw new Repeated(existing);
      })(steps, provider),
      failed: (error) => (error instanceof Repeated ? answer(201, error.resource) : steps.failed(error)),
    }),
  },
  'repeated-creation-500': {
    title: 'a creation that is sent again fails the provider',
    violates: 'E-017',
    overrides: repeating(() => {
      throw new Error('duplicate key');
    }),
  },
  'group-duplicate-other-case': {
    title: 'a second group whose displayName differs in letter case only is created',
    violates: 'E-121',
    overrides: (steps, { store }) => ({
      requireUnique: (resource, type, id) => {
        const taken = store.all(type.name).some((group) => group.displayName === resource.displayName);
        if (type.name !== 'Group' || taken) steps.requireUnique(resource, type, id);
      },
    }),
  },
  'group-empty-members-refused': {
    title: 'a new group with an empty list of members is refused',
    violates: 'E-122',
    overrides: refusingBody('Group', ({ members }) => isList(members) && members.length === 0),
  },
  'group-foreign-urn-refused': {
    title: 'a new group with a URN that is not known is refused',
    violates: 'E-123',
    overrides: refusingBody('Group', (body) =>
      urnsOf(body).some((urn) => ![CORE_GROUP, CORE_USER].includes(String(urn))),
    ),
  },
  'group-pathless-ignored': {
    title: 'a PATCH of a group without a path changes nothing but members',
    violates: 'E-126',
    overrides: patchingGroups((operation) =>
      operation.path === null && member(operation.value, 'members') === undefined ? [] : operation,
    ),
  },
  'group-patch-returns-group': {
    title: 'a PATCH of a group answers with the whole group',
    violates: 'E-132',
    overrides: (steps) => ({
      patched: (body, resource, type, projection) =>
        type.name === 'Group' ? answer(200, body()) : steps.patched(body, resource, type, projection),
    }),
  },
  'parallel-members-lost': {
    title: 'of members added at the same time only the last one is kept',
    violates: 'E-018',
    seenIn: 'Infisical/infisical #6471',
    overrides: overlapping((_, base) => base),
  },
  'parallel-members-conflict': {
    title: 'a PATCH of a group that has just been changed by another is refused',
    violates: 'E-018',
    seenIn: 'scimmyjs/scimmy #79',
    overrides: overlapping(() => {
      throw new ScimError(409, null, 'The group has just been changed.');
    }),
  },
} as const satisfies FaultTable;
