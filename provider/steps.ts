import type { Filter } from '../scim/filter.ts';
import type { Json, JsonObject } from '../scim/json.ts';
import type { PatchOperation } from '../scim/patch.ts';
import type { AttributePath } from '../scim/path.ts';
import type { Projection } from '../scim/project.ts';
import type { ResourceType } from '../scim/schema.ts';
import type { Answer } from './answer.ts';
import type { BulkJob, BulkOperation } from './bulk.ts';
import type { Me } from './me.ts';
import type { Found, Page, Query } from './query.ts';
import type { Store } from './store.ts';

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
 * The named steps of answering a request, in the order in which they run. The conformant ones are in
 * `conformant-steps.ts`; a fault replaces one or more of them and leaves the rest alone.
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
