import { timingSafeEqual } from 'node:crypto';
import { ScimError } from '../scim/error.ts';
import type { Filter } from '../scim/filter.ts';
import { parseFilter } from '../scim/filter.ts';
import { isObject, type Json, type JsonObject, member, stringMember } from '../scim/json.ts';
import { compileFilter } from '../scim/match.ts';
import { applyPatch, type PatchOperation, parsePatch } from '../scim/patch.ts';
import type { AttributePath } from '../scim/path.ts';
import { type Projection, project } from '../scim/project.ts';
import type { ResourceType } from '../scim/schema.ts';
import { normaliseResource } from '../scim/validate.ts';
import { type Answer, answer, failure } from './answer.ts';
import { completeMembers, requireMembers } from './members.ts';
import { listResponse, type Page, pinnedValue } from './query.ts';
import { requireAttributes } from './required.ts';
import { idOf, metaOf, type Store, uniqueAttribute } from './store.ts';

/** What the steps of one running provider work on. */
export interface Provider {
  readonly store: Store;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly types: readonly ResourceType[];
  /** Attribute paths every resource of a type must hold, by resource type. */
  readonly required: Readonly<Record<string, readonly AttributePath[]>>;
  /** The bearer token to ask for, or null to let every request in. */
  readonly token: string | null;
  readonly now: () => Date;
}

/** What a request shows of itself before its body is read. */
export interface RequestHead {
  readonly method: string;
  /** Path below the base URL. */
  readonly path: string;
  readonly headers: Headers;
}

/**
 * The named steps of answering a request, in the order in which they run. The conformant ones are
 * {@link conformantSteps}; a fault replaces one or more of them and leaves the rest alone.
 */
export interface Steps {
  /** Refuses a request whose credentials are not right. */
  admit(request: RequestHead): void;
  /** Answer to GET of a discovery endpoint; `endpoint` is its first path segment. */
  discovered(body: JsonObject, endpoint: string): Answer;
  /** Decodes a query string, with or without its question mark. */
  readParameters(search: string): URLSearchParams;
  /** Reads a request body. */
  readBody(text: string): JsonObject;
  /** What a client's POST or PUT body says about a resource; `before` is null on POST. */
  intake(body: JsonObject, type: ResourceType, before: JsonObject | null): JsonObject;
  readOperations(body: JsonObject): readonly PatchOperation[];
  /** The resource a PATCH leaves behind. */
  modify(resource: JsonObject, operations: readonly PatchOperation[], type: ResourceType): JsonObject;
  /** Refuses a resource without an attribute that is required; `operations` are those of a PATCH, else empty. */
  requireAttributes(resource: JsonObject, type: ResourceType, operations: readonly PatchOperation[]): void;
  /** Refuses a unique name that another resource has; `id` is null for a new resource. */
  requireUnique(resource: JsonObject, type: ResourceType, id: string | null): void;
  requireMembers(resource: JsonObject): void;
  /** The last word on what is stored; `before` is null for a new resource. */
  settle(resource: JsonObject, type: ResourceType, before: JsonObject | null): JsonObject;
  /** The resource a request names. */
  find(id: string, type: ResourceType): JsonObject;
  /** Deletes a resource and what refers to it. */
  remove(resource: JsonObject, type: ResourceType): void;
  /** Null stands for no filter at all. */
  readFilter(text: string): Filter | null;
  /** Every stored resource the filter matches; all of them without a filter. */
  search(filter: Filter | null, type: ResourceType): readonly JsonObject[];
  /** A resource with what the provider adds on reading: the `groups` of a user (RFC 7643 §4.1.2). */
  represent(resource: JsonObject, type: ResourceType): JsonObject;
  /** What a client sees of a resource. */
  present(resource: JsonObject, type: ResourceType, projection: Projection): JsonObject;
  /** What a client sees of a resource in a list. */
  presentListed(resource: JsonObject, type: ResourceType, projection: Projection): JsonObject;
  list(page: Page): JsonObject;
  /** Answers to POST, GET, PUT, PATCH and DELETE of a resource; `body` is what `present` made of it. */
  created(body: JsonObject, resource: JsonObject): Answer;
  read(body: JsonObject, resource: JsonObject): Answer;
  replaced(body: JsonObject, resource: JsonObject): Answer;
  /** `body` is made only when the answer has one: a large group's is costly. */
  patched(body: () => JsonObject, resource: JsonObject, type: ResourceType, projection: Projection): Answer;
  deleted(): Answer;
  failed(error: unknown): Answer;
  /** The last look at every answer. */
  respond(answer: Answer): Answer;
}

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
      $ref: `${baseUrl}/Groups/${idOf(group)}`,
      display: stringMember(group, 'displayName') ?? '',
      type: 'direct',
    }));
    return groups.length > 0 ? { ...resource, groups } : resource;
  };
}

/** The steps of a provider that keeps RFC 7643, RFC 7644 and the rules of the Entra client. */
export function conformantSteps(provider: Provider): Steps {
  const { store } = provider;
  const representOne = represent(provider);
  return {
    admit: ({ headers }) => {
      if (provider.token !== null && !authorised(headers.get('authorization'), provider.token)) {
        throw new ScimError(401, null, 'The bearer token is missing or wrong.');
      }
    },
    discovered: (body) => answer(200, body),
    readParameters: (search) => new URLSearchParams(search),
    readBody,
    intake: (body, type) => normaliseResource(body, type),
    readOperations: (body) => parsePatch(body),
    modify: (resource, operations, type) => applyPatch(resource, operations, type, { entra: true }),
    requireAttributes: (resource, type, operations) =>
      requireAttributes(resource, type, provider.required[type.name] ?? [], operations),
    requireUnique: requireUnique(provider),
    requireMembers: (resource) => requireMembers(resource, store),
    settle: (resource, type) => (type.name === 'Group' ? completeMembers(resource, provider) : resource),
    find: (id, type) => {
      const found = store.get(type.name, id);
      if (!found) throw new ScimError(404, null, `Resource ${id} not found.`);
      return found;
    },
    remove: remove(provider),
    readFilter: (text) => parseFilter(text),
    search: (filter, type) => {
      if (!filter) return store.all(type.name);
      const matches = compileFilter(filter, type);
      return candidates(filter, type, store).filter((resource) => matches(representOne(resource, type)));
    },
    represent: representOne,
    present: project,
    presentListed: project,
    list: listResponse,
    created: (body, resource) => answer(201, body, resourceHeaders(resource)),
    read: (body, resource) => answer(200, body, resourceHeaders(resource)),
    replaced: (body, resource) => answer(200, body, resourceHeaders(resource)),
    // Entra rules E-126 and E-132: a group's PATCH answers 204. RFC 7644 §3.5.2 wants 200 when `attributes` is given.
    patched: (body, resource, type, projection) =>
      type.name === 'Group' && !projection.attributes
        ? answer(204, null, resourceHeaders(resource))
        : answer(200, body(), resourceHeaders(resource)),
    deleted: () => answer(204, null),
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
