import { ScimError } from '../scim/error.ts';
import type { JsonObject } from '../scim/json.ts';
import type { ResourceType } from '../scim/schema.ts';
import { SCIM_MEDIA_TYPE } from '../scim/urns.ts';
import { type Answer, wrongMethod } from './answer.ts';
import { bulk, type Perform } from './bulk-job.ts';
import { type Discovery, listAll, pick } from './discovery.ts';
import { permanentUrl, redirectTo } from './me.ts';
import { create, list, type Operation, patch, read, remove, replace, search } from './resources.ts';
import type { Provider, Steps } from './steps.ts';

/** The largest request body taken, in bytes. */
export const MAX_BODY = 4 * 1024 * 1024;

type Methods = Readonly<Record<string, Operation>>;

const ofType =
  (query: typeof list): Operation =>
  ({ type, parameters, text }, steps) =>
    query({ types: [type], parameters, text }, steps);

const ENDPOINT: Methods = { GET: ofType(list), POST: create };
const SEARCH: Methods = { POST: ofType(search) };
const RESOURCE: Methods = { GET: read, PUT: replace, PATCH: patch, DELETE: remove };

/** Endpoints of RFC 7644 §3.2 that this provider does not have; it says so with 501 (§3.11). */
const UNSUPPORTED = new Set(['.search', '']);

/** A request as the provider sees it, whichever way it came. */
export interface ProviderRequest {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly headers: Headers;
  /** The body once it has arrived, null when there is none. @throws ScimError 413 when it is too large */
  readonly body: () => Promise<Uint8Array | null>;
}

/**
 * A request's body as text.
 * @throws ScimError 413 when it is larger than {@link MAX_BODY}, 415 when it is said to be no JSON
 */
async function bodyText(request: ProviderRequest): Promise<string> {
  const body = await request.body();
  if (body === null) return '';
  const mediaType = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== undefined && mediaType !== SCIM_MEDIA_TYPE && mediaType !== 'application/json') {
    throw new ScimError(415, null, `The request body must be ${SCIM_MEDIA_TYPE}.`);
  }
  if (body.byteLength > MAX_BODY) throw new ScimError(413, null, `A body may have ${MAX_BODY} bytes.`);
  return new TextDecoder().decode(body);
}

function notFound(path: string): never {
  throw new ScimError(404, null, `There is no ${path} here.`);
}

function segments(path: string): readonly string[] {
  try {
    return path
      .replace(/^\/|\/$/g, '')
      .split('/')
      .map(decodeURIComponent);
  } catch {
    return notFound(path);
  }
}

/** The discovery endpoints (RFC 7644 §4); null for any other path. */
function discover(
  names: readonly string[],
  found: Discovery,
): ((parameters: URLSearchParams, steps: Steps) => JsonObject) | null {
  const [endpoint, id, ...rest] = names;
  if (rest.length > 0) return null;
  const lists: Readonly<Record<string, readonly JsonObject[]>> = {
    ResourceTypes: found.resourceTypes,
    Schemas: found.schemas,
  };
  if (endpoint === 'ServiceProviderConfig' && id === undefined) return () => found.config;
  const all = Object.hasOwn(lists, endpoint ?? '') ? lists[endpoint ?? ''] : undefined;
  if (!all) return null;
  return (parameters, steps) => (id === undefined ? listAll(steps.browse(all, parameters)) : pick(all, id));
}

/** The operations a path of a resource type allows. */
function methodsOf(id: string | undefined): Methods {
  if (id === undefined) return ENDPOINT;
  return id === '.search' ? SEARCH : RESOURCE;
}

/** Queries on the root take in the resources of every type (RFC 7644 §3.4.2.1). */
const ROOT: Readonly<Record<string, { readonly method: string; readonly query: typeof list }>> = {
  '': { method: 'GET', query: list },
  '.search': { method: 'POST', query: search },
};

function typeAt(endpoint: string, types: readonly ResourceType[]): ResourceType | undefined {
  return types.find((type) => type.endpoint === `/${endpoint}`);
}

/** A request for the authenticated subject (RFC 7644 §3.11). @throws ScimError 501 where there is no such alias */
async function answerMe(
  request: ProviderRequest,
  url: URL,
  provider: Provider,
  steps: Steps,
): Promise<Answer> {
  const me = steps.me();
  if (me === null) throw new ScimError(501, null, '/Me is not supported.');
  const location = permanentUrl(me, provider.baseUrl);
  if (me.answers === 'redirect') return redirectTo(location);
  const operation = Object.hasOwn(RESOURCE, request.method) ? RESOURCE[request.method] : undefined;
  if (!operation) return steps.aliased(wrongMethod(Object.keys(RESOURCE)), location);
  try {
    const text = await bodyText(request);
    const parameters = steps.readParameters(url.search);
    const asked = { type: me.type, id: me.id, parameters, headers: request.headers, text };
    return steps.aliased(operation(asked, steps, provider), location);
  } catch (error) {
    // Any response names the permanent location, a refusal too.
    return steps.aliased(steps.failed(error), location);
  }
}

/** One operation of a bulk request; POST is for endpoints, the other methods for resources (RFC 7644 §3.7). */
function performer(provider: Provider, steps: Steps): Perform {
  return ({ method, path, headers, text }) => {
    const [endpoint = '', id, ...rest] = segments(path);
    const type = typeAt(endpoint, provider.types);
    if (!type || rest.length > 0 || id === '.search') return notFound(path);
    const methods: Methods = id === undefined ? { POST: create } : RESOURCE;
    const operation = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (!operation) return wrongMethod(Object.keys(methods));
    const parameters = new URLSearchParams();
    return operation({ type, id: id ?? '', parameters, headers, text }, steps, provider);
  };
}

async function answerBulk(request: ProviderRequest, provider: Provider, steps: Steps): Promise<Answer> {
  if (request.method !== 'POST') return wrongMethod(['POST']);
  return bulk(await bodyText(request), steps, provider, performer(provider, steps));
}

async function dispatch(
  request: ProviderRequest,
  url: URL,
  path: string,
  provider: Provider,
  steps: Steps,
  found: Discovery,
): Promise<Answer> {
  const names = segments(path);
  const describe = discover(names, found);
  if (describe) {
    if (request.method !== 'GET')
      return steps.configure({ method: request.method, path, text: await bodyText(request) });
    steps.refuseFilter(url.searchParams);
    return steps.discovered(describe(url.searchParams, steps), names[0] ?? '');
  }
  const [endpoint = '', id, ...rest] = names;
  const root = id === undefined && Object.hasOwn(ROOT, endpoint) ? ROOT[endpoint] : undefined;
  if (root) {
    if (request.method !== root.method) return wrongMethod([root.method]);
    const parameters = steps.readParameters(url.search);
    const text = await bodyText(request);
    return root.query({ types: steps.rootTypes(provider.types), parameters, text }, steps);
  }
  if (path.toLowerCase() === '/bulk') return answerBulk(request, provider, steps);
  if (path.toLowerCase() === '/me') return answerMe(request, url, provider, steps);
  if (UNSUPPORTED.has(endpoint.toLowerCase())) throw new ScimError(501, null, `${path} is not supported.`);
  const type = typeAt(endpoint, provider.types);
  if (!type || rest.length > 0) return notFound(path);
  const methods = methodsOf(id);
  const operation = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
  if (!operation) return wrongMethod(Object.keys(methods));
  const text = await bodyText(request);
  const parameters = steps.readParameters(url.search);
  return operation({ type, id: id ?? '', parameters, headers: request.headers, text }, steps, provider);
}

/** Answers every request below the base URL; never throws. */
export function createRouter(
  provider: Provider,
  steps: Steps,
  found: Discovery,
): (request: ProviderRequest) => Promise<Answer> {
  const prefix = new URL(provider.baseUrl).pathname.replace(/\/$/, '');
  return async (request) => {
    try {
      const url = new URL(request.url);
      const path = url.pathname.slice(prefix.length);
      steps.admit({ method: request.method, path, headers: request.headers });
      return steps.respond(await dispatch(request, url, path, provider, steps, found));
    } catch (error) {
      return steps.respond(steps.failed(error));
    }
  };
}
