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
import { type Answer, answer, failure, wrongMethod } from './answer.ts';
import {
  type BulkJob,
  type BulkOperation,
  bulkAnswer,
  bulkResult,
  limitBulk,
  readBulk,
  requireOperation,
  resolveReferences,
} from './bulk.ts';
import { canonicalEmails, locateManager } from './canonical.ts';
import { cursorPage } from './cursor.ts';
import { keepImmutable } from './immutable.ts';
import type { Me } from './me.ts';
import { completeMembers, requireMembers } from './members.ts';
import {
  type Found,
  listResponse,
  type Page,
  pinnedValue,
  type Query,
  readQuery,
  takePage,
} from './query.ts';
import { requireAttributes } from './required.ts';
import { sortResources } from './sorting.ts';
import { idOf, metaOf, type Store, uniqueAttribute } from './store.ts';
import { requireUniqueValues } from './unique.ts';
import { isKnown, isUnchanged, requireVersion, stamp } from './versions.ts';

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
  /** Whether results can be paged with cursors (RFC 9865). */
  readonly cursorPagination: boolean;
  readonly now: () => Date;
}

/** What a request shows of itself before its body is read. */
export interface RequestHead {
  readonly method: string;
  /** Path below the base URL. */
  readonly path: string;
  readonly headers: Headers;
}

/** A request to change what the discovery endpoints say. */
export interface Reconfiguration {
  readonly method: string;
  /** Path below the base URL. */
  readonly path: string;
  /** The body's text; empty without one. */
  readonly text: string;
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
  /** Answer to any other method on a discovery endpoint. */
  configure(request: Reconfiguration): Answer;
  /** Refuses a filter on a discovery endpoint. */
  refuseFilter(parameters: URLSearchParams): void;
  /** What a list of resource types or schemas holds. */
  browse(resources: readonly JsonObject[], parameters: URLSearchParams): readonly JsonObject[];
  /** Where `/Me` leads, or null when there is no such alias. */
  me(): Me | null;
  /** The last look at an answer for `/Me`; `location` is the permanent URL behind it. */
  aliased(answer: Answer, location: string): Answer;
  /** Decodes a query string, with or without its question mark. */
  readParameters(search: string): URLSearchParams;
  /** Reads a request body. */
  readBody(text: string): JsonObject;
  /** What a client's POST or PUT body says about a resource; `before` is null on POST. */
  intake(body: JsonObject, type: ResourceType, before: JsonObject | null): JsonObject;
  /** What a PUT leaves of a resource with immutable attributes. */
  keepImmutable(wanted: JsonObject, before: JsonObject, type: ResourceType): JsonObject;
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
  /** Whether a change leaves a resource as it was, so that its version and time stay. */
  isUnchanged(settled: JsonObject, before: JsonObject): boolean;
  /** Sets what is the provider's own, `id` and `meta`; `before` is null for a new resource. */
  stamp(resource: JsonObject, type: ResourceType, before: JsonObject | null): JsonObject;
  /** Refuses a change of another version than the one the client names. */
  requireVersion(resource: JsonObject, headers: Headers): void;
  /** Whether a client has this version of a resource already. */
  isKnown(resource: JsonObject, headers: Headers): boolean;
  /** The resource a request names; `method` is given where it makes a difference: for PUT. */
  find(id: string, type: ResourceType, method?: 'PUT'): JsonObject;
  /** Deletes a resource and what refers to it. */
  remove(resource: JsonObject, type: ResourceType): void;
  /** The types that a query on the root takes in. */
  rootTypes(types: readonly ResourceType[]): readonly ResourceType[];
  /** The parameters of a query, by name. */
  readQuery(read: (name: string) => Json | undefined): Query;
  /** The body of a POST to `.search`; `types` are those that the endpoint stands for. */
  readSearch(body: JsonObject, types: readonly ResourceType[]): JsonObject;
  /** Null stands for no filter at all. */
  readFilter(text: string): Filter | null;
  /** Every stored resource the filter matches; all of them without a filter. */
  search(filter: Filter | null, type: ResourceType): readonly JsonObject[];
  /** The order of a query's results. */
  sort(found: readonly Found[], query: Query): readonly Found[];
  /** The page of the results that a query asks for. */
  page(found: readonly Found[], query: Query): Page<Found>;
  /** A resource with what the provider adds on reading: the `groups` of a user (RFC 7643 §4.1.2). */
  represent(resource: JsonObject, type: ResourceType): JsonObject;
  /** What a client sees of a resource. */
  present(resource: JsonObject, type: ResourceType, projection: Projection): JsonObject;
  /** What a client sees of a resource in a list. */
  presentListed(resource: JsonObject, type: ResourceType, projection: Projection): JsonObject;
  list(page: Page): JsonObject;
  /** Answer to a POST to `.search`. */
  searched(list: JsonObject, types: readonly ResourceType[]): Answer;
  /** Answers to POST, GET, PUT, PATCH and DELETE of a resource; `body` is what `present` made of it. */
  created(body: JsonObject, resource: JsonObject): Answer;
  read(body: JsonObject, resource: JsonObject): Answer;
  replaced(body: JsonObject, resource: JsonObject): Answer;
  /** `body` is made only when the answer has one: a large group's is costly. */
  patched(body: () => JsonObject, resource: JsonObject, type: ResourceType, projection: Projection): Answer;
  deleted(): Answer;
  readBulk(body: JsonObject): BulkJob;
  /** Refuses a bulk request with too many operations or bytes. */
  limitBulk(count: number, bytes: number): void;
  /** Refuses an operation of a bulk request that lacks what it needs. */
  requireOperation(operation: BulkOperation): void;
  /** Replaces the references to bulkIds by the ids of what was created under them. */
  resolveReferences(value: Json, ids: ReadonlyMap<string, string>): Json;
  /** Whether so many errors end a bulk request. */
  isBulkOver(errors: number, failOnErrors: number | null): boolean;
  bulkResult(operation: BulkOperation, answer: Answer, location: string | null): JsonObject;
  bulkAnswer(results: readonly JsonObject[]): Answer;
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
