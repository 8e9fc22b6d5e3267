import type {
  Json,
  JsonObject,
  RequirementId,
  ResourceType,
  ScimRequest,
  ScimResponse,
  Sight,
  SightOptions,
} from '../../kit/index.ts';
import {
  ANYWHERE,
  define,
  ERROR,
  isObject,
  lastSegment,
  member,
  resolveUri,
  SERVICE_PROVIDER_CONFIG,
  stringMember,
} from '../../kit/index.ts';
import { judgeTypes, type TypeFault } from './types.ts';

/** One rule that holds for every answer of every conformant target. */
export interface Rule {
  readonly requirement: RequirementId;
  readonly look: (sighting: Sighting) => Sight;
}

const supported = define('supported', 'boolean');

/** The configuration as a resource type (RFC 7643 §5), as far as its values have a data type to keep. */
const CONFIGURATION: ResourceType = {
  name: 'ServiceProviderConfig',
  endpoint: '/ServiceProviderConfig',
  schema: {
    id: SERVICE_PROVIDER_CONFIG,
    name: 'ServiceProviderConfig',
    attributes: [
      define('patch', 'complex', { subAttributes: [supported] }),
      define('bulk', 'complex', {
        subAttributes: [supported, define('maxOperations', 'integer'), define('maxPayloadSize', 'integer')],
      }),
      define('filter', 'complex', { subAttributes: [supported, define('maxResults', 'integer')] }),
      define('changePassword', 'complex', { subAttributes: [supported] }),
      define('sort', 'complex', { subAttributes: [supported] }),
      define('etag', 'complex', { subAttributes: [supported] }),
    ],
  },
  extensions: [],
};

/** One answer as the rules look at it; what several of them need is worked out once. */
export class Sighting {
  readonly request: ScimRequest;
  readonly response: ScimResponse;
  readonly etag: boolean;
  /** The type of the resources that the request is about, or null. */
  readonly type: ResourceType | null;
  /** Whether the request names a resource by its id. */
  readonly byId: boolean;
  /** Whether the request asks for some attributes only, so that others may be missing. */
  readonly projected: boolean;
  /** The resources of the answer that this run created: nobody else's are judged. */
  readonly resources: readonly JsonObject[];
  /** Whether the answer creates a resource under an id that the run has seen issued before. */
  reissued = false;
  #types: ReturnType<typeof judgeTypes> | null = null;

  /** @param own names by key of the resources that the run created, gone or not; what this answer creates is added */
  constructor(request: ScimRequest, response: ScimResponse, options: SightOptions, own: Map<string, string>) {
    this.request = request;
    this.response = response;
    this.etag = options.etag;
    const [, endpoint = '', id, ...rest] = request.path.split('/');
    this.type = rest.length > 0 ? null : typeAt(`/${endpoint}`, options.types);
    this.byId = id !== undefined && id !== '' && id !== '.search';
    this.projected = asksForSome(request);
    this.resources = this.#found(own);
  }

  /** The resources without the configuration, which is one of another kind (RFC 7643 §5). */
  get own(): readonly JsonObject[] {
    return this.type === CONFIGURATION ? [] : this.resources;
  }

  get isError(): boolean {
    return this.response.status >= 400;
  }

  get isSuccess(): boolean {
    return this.response.status >= 200 && this.response.status < 300;
  }

  /** Whether the answer is an Error message, whatever its status. */
  get isErrorMessage(): boolean {
    const schemas = member(this.response.body, 'schemas');
    return Array.isArray(schemas) && schemas.includes(ERROR);
  }

  /** The list in the answer to a query; null when the request is no query or was refused. */
  get list(): JsonObject | null {
    const { method, path } = this.request;
    const isQuery = (method === 'GET' && !this.byId) || path.endsWith('/.search');
    const { body, status } = this.response;
    const isResource = this.type !== null && this.type !== CONFIGURATION;
    return isQuery && isResource && status === 200 && isObject(body) && !this.isErrorMessage ? body : null;
  }

  /** The types of the values in the answer's resources: which requirements they were judged by, and what is wrong. */
  get typeFaults(): { readonly judged: ReadonlySet<RequirementId>; readonly faults: readonly TypeFault[] } {
    if (this.#types === null) this.#types = judgeTypes(this.type === null ? [] : this.resources, this.type);
    return this.#types;
  }

  /** Takes note of what the answer creates: the id may stand in the Location alone (RFC 7644 §3.3). @returns whether it creates */
  #noteCreation(type: ResourceType, own: Map<string, string>): boolean {
    const { body, status, headers } = this.response;
    if (this.request.method !== 'POST' || this.byId || status !== 201) return false;
    const url = resolveUri(headers.location ?? '', ANYWHERE);
    const key = keyOf(type, stringMember(body, 'id') ?? (url === null ? '' : lastSegment(url)));
    const name = nameOf(this.request.body);
    // Who is created again under his own name may be the same resource, brought back.
    this.reissued = (own.get(key) ?? name) !== name;
    own.set(key, name);
    return true;
  }

  #found(own: Map<string, string>): readonly JsonObject[] {
    const { body } = this.response;
    const { type } = this;
    // What answers a DELETE is no resource, whatever it is (RFC 7644 §3.6).
    if (type === null || !this.isSuccess || this.isErrorMessage || this.request.method === 'DELETE')
      return [];
    const created = this.#noteCreation(type, own);
    if (!isObject(body)) return [];
    if (type === CONFIGURATION) return [body];
    const isList = member(body, 'Resources') !== undefined || member(body, 'totalResults') !== undefined;
    if (isList) return this.list === null ? [] : listed(body).filter((item) => isOwn(item, type, own));
    if (!created && (!this.byId || !own.has(keyOf(type, idIn(this.request.path))))) return [];
    return [body];
  }
}

function listed(list: JsonObject): readonly JsonObject[] {
  const found = member(list, 'Resources');
  return Array.isArray(found) ? found.filter(isObject) : [];
}

function isOwn(resource: JsonObject, type: ResourceType, own: ReadonlyMap<string, string>): boolean {
  const id = stringMember(resource, 'id');
  return id !== undefined && own.has(keyOf(type, id));
}

/** What people know a resource by, in a request to create it; letter case plays no part. */
function nameOf(body: Json | undefined): string {
  return (stringMember(body, 'userName') ?? stringMember(body, 'displayName') ?? '').toLowerCase();
}

/** What a resource is known by; ids are looked at by type, for many targets number users and groups each from 1. */
function keyOf({ endpoint }: ResourceType, id: string): string {
  return `${endpoint}/${id}`;
}

/** The decoded id in a path such as `/Users/42`. */
function idIn(path: string): string {
  try {
    return decodeURIComponent(path.split('/')[2] ?? '');
  } catch {
    return '';
  }
}

function typeAt(endpoint: string, types: readonly ResourceType[]): ResourceType | null {
  return [...types, CONFIGURATION].find((type) => type.endpoint === endpoint) ?? null;
}

/** Whether `attributes` or `excludedAttributes` stands in the query, or in the body of a search. */
function asksForSome({ query = {}, rawQuery = '', path, body }: ScimRequest): boolean {
  const names = [...Object.keys(query), rawQuery, ...(path.endsWith('/.search') ? keysOf(body) : [])];
  return names.some((name) => name.toLowerCase().includes('attributes'));
}

const keysOf = (body: Json | undefined): readonly string[] => (isObject(body) ? Object.keys(body) : []);
