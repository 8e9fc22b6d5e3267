import { timingSafeEqual } from 'node:crypto';
import { ScimError } from '../scim/error.ts';
import { type Filter, parseFilter } from '../scim/filter.ts';
import { isObject, type Json, type JsonObject, member, stringMember } from '../scim/json.ts';
import { compileFilter } from '../scim/match.ts';
import { applyPatch, parsePatch } from '../scim/patch.ts';
import { project } from '../scim/project.ts';
import type { ResourceType } from '../scim/schema.ts';
import { normaliseResource } from '../scim/validate.ts';
import { answer, failure, wrongMethod } from './answer.ts';
import { bulkAnswer, bulkResult, limitBulk, readBulk, requireOperation, resolveReferences } from './bulk.ts';
import { canonicalEmails, locateManager } from './canonical.ts';
import { cursorPage } from './cursor.ts';
import { keepImmutable } from './immutable.ts';
import type { Me } from './me.ts';
import { completeMembers, requireMembers } from './members.ts';
import { listResponse, pinnedValue, readQuery, takePage } from './query.ts';
import { requireAttributes } from './required.ts';
import { sortResources } from './sorting.ts';
import type { Provider, Steps } from './steps.ts';
import { idOf, metaOf, type Store, uniqueAttribute } from './store.ts';
import { requireUniqueValues } from './unique.ts';
import { isKnown, isUnchanged, requireVersion, stamp } from './versions.ts';

/** Whether an Authorization header carries the token (RFC 6750 §2.1); compared in constant time. */
function authorised(header: string | null, token: string): boolean {
  const given = Buffer.from(/^Bearer +(\S+)$/i.exec(header ?? '')?.[1] ?? '');
  const wanted = Buffer.from(token);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** Headers that locate and version a resource (RFC 7644 §3.3, §3.14). */
function resourceHeaders(resource: JsonObject): Record<string, string> {
  const meta = metaOf(resource);
  return {
    location: stringMember(meta, 'location') ?? '',
    etag: stringMember(meta, 'version') ?? '',
  };
}

/** @throws ScimError 400 invalidSyntax for anything but a JSON object (RFC 7644 §3.12, Table 9) */
function readBody(text: string): JsonObject {
  try {
    const body: Json = JSON.parse(text);
    if (isObject(body)) return body;
  } catch {
    // Falls through: no JSON and JSON of another kind are refused alike.
  }
  throw new ScimError(400, 'invalidSyntax', 'The request body must be a JSON object.');
}

function requireUnique({ store }: Provider): Steps['requireUnique'] {
  return (resource, type, id) => {
    const attribute = uniqueAttribute(type.name);
    const name = attribute === null ? undefined : stringMember(resource, attribute);
    const holder = name === undefined ? undefined : store.named(type.name, name);
    if (holder && idOf(holder) !== id) {
      throw new ScimError(409, 'uniqueness', `${attribute} ${name} is in use.`);
    }
    requireUniqueValues(resource, type, store.all(type.name), id);
  };
}

function remove({ store }: Provider): Steps['remove'] {
  return (resource, type) => {
    const id = idOf(resource);
    for (const group of store.groupsOf(id)) {
      const members = group.members;
      const left = Array.isArray(members) ? members.filter((item) => member(item, 'value') !== id) : [];
      const { members: _, ...rest } = group;
      store.put('Group', idOf(group), left.length > 0 ? { ...rest, members: left } : rest);
    }
    store.delete(type.name, id);
  };
}

function represent({ store, baseUrl }: Provider): Steps['represent'] {
  return (resource, type) => {
    if (type.name !== 'User') return resource;
    const groups = store.groupsOf(idOf(resource)).map((group) => ({
      value: idOf(group),
      $ref: `${baseUrl}/Groups/${encodeURIComponent(idOf(group))}`,
      display: stringMember(group, 'displayName') ?? '',
      type: 'direct',
    }));
    const located = locateManager(resource, store, baseUrl);
    return groups.length > 0 ? { ...located, groups } : located;
  };
}

/** The steps of a provider that keeps RFC 7643, RFC 7644 and the rules of the Entra client. */
export function conformantSteps(provider: Provider, me: Me | null = null): Steps {
  const { store } = provider;
  const representOne = represent(provider);
  return {
    admit: ({ method, path, headers }) => {
      // RFC 7643 §5: clients can see how to authenticate before they do.
      if (method === 'GET' && path === '/ServiceProviderConfig') return;
      if (provider.token !== null && !authorised(headers.get('authorization'), provider.token)) {
        throw new ScimError(401, null, 'The bearer token is missing or wrong.');
      }
    },
    discovered: (body) => answer(200, body),
    configure: () => wrongMethod(['GET']),
    refuseFilter: (parameters) => {
      if (parameters.has('filter')) throw new ScimError(403, null, 'Discovery takes no filter.');
    },
    browse: (resources) => resources,
    me: () => me,
    aliased: (given, location) => ({ ...given, headers: { ...given.headers, location } }),
    readParameters: (search) => new URLSearchParams(search),
    readBody,
    intake: (body, type) => normaliseResource(body, type),
    keepImmutable,
    readOperations: (body) => parsePatch(body),
    modify: (resource, operations, type) => applyPatch(resource, operations, type, { entra: true }),
    requireAttributes: (resource, type, operations) =>
      requireAttributes(resource, type, provider.required[type.name] ?? [], operations),
    requireUnique: requireUnique(provider),
    requireMembers: (resource) => requireMembers(resource, store),
    settle: (resource, type) =>
      type.name === 'Group' ? completeMembers(resource, provider) : canonicalEmails(resource),
    isUnchanged,
    stamp: stamp(provider),
    requireVersion,
    isKnown,
    find: (id, type) => {
      const found = store.get(type.name, id);
      if (!found) throw new ScimError(404, null, `Resource ${id} not found.`);
      return found;
    },
    remove: remove(provider),
    readQuery: (read) =>
      readQuery((name) => (name === 'cursor' && !provider.cursorPagination ? undefined : read(name))),
    rootTypes: (types) => types,
    readSearch: (body) => body,
    readFilter: (text) => parseFilter(text),
    search: (filter, type) => {
      if (!filter) return store.all(type.name);
      const matches = compileFilter(filter, type);
      return candidates(filter, type, store).filter((resource) => matches(representOne(resource, type)));
    },
    sort: sortResources,
    page: (found, query) => (query.cursor === null ? takePage(found, query) : cursorPage(found, query)),
    represent: representOne,
    present: project,
    presentListed: project,
    list: listResponse,
    searched: (list) => answer(200, list),
    created: (body, resource) => answer(201, body, resourceHeaders(resource)),
    read: (body, resource) => answer(200, body, resourceHeaders(resource)),
    replaced: (body, resource) => answer(200, body, resourceHeaders(resource)),
    // Entra rules E-126 and E-132: a group's PATCH answers 204. RFC 7644 §3.5.2 wants 200 when `attributes` is given.
    patched: (body, resource, type, projection) =>
      type.name === 'Group' && !projection.attributes
        ? answer(204, null, resourceHeaders(resource))
        : answer(200, body(), resourceHeaders(resource)),
    deleted: () => answer(204, null),
    readBulk,
    limitBulk,
    requireOperation,
    resolveReferences,
    isBulkOver: (errors, failOnErrors) => failOnErrors !== null && errors >= failOnErrors,
    bulkResult,
    bulkAnswer,
    failed: failure,
    respond: (given) => given,
  };
}

/** The resources that can match a filter at all: one by its unique name, else every one of the type. */
function candidates(filter: Filter, type: ResourceType, store: Store): readonly JsonObject[] {
  const attribute = uniqueAttribute(type.name);
  const name = attribute === null ? null : pinnedValue(filter, attribute);
  if (name === null) return store.all(type.name);
  const found = store.named(type.name, name);
  return found ? [found] : [];
}
