import { ScimError } from '../scim/error.ts';
import type { JsonObject } from '../scim/json.ts';
import type { ResourceType } from '../scim/schema.ts';
import { SCIM_MEDIA_TYPE } from '../scim/urns.ts';
import { type Answer, failure } from './answer.ts';
import { type Discovery, listAll, pick } from './discovery.ts';
import { create, list, type Operation, patch, read, remove, replace, search } from './resources.ts';
import type { Provider, Steps } from './steps.ts';

/** The largest request body taken, in bytes. */
export const MAX_BODY = 4 * 1024 * 1024;

type Methods = Readonly<Record<string, Operation>>;

const ENDPOINT: Methods = { GET: list, POST: create };
const SEARCH: Methods = { POST: search };
const RESOURCE: Methods = { GET: read, PUT: replace, PATCH: patch, DELETE: remove };

/** Endpoints of RFC 7644 §3.2 that this provider does not have; it says so with 501 (§3.11). */
const UNSUPPORTED = new Set(['me', 'bulk', '.search', '']);

/**
 * A request's body as text.
 * @throws ScimError 413 when it is larger than {@link MAX_BODY}, 415 when it is said to be no JSON
 */
async function bodyText(request: Request): Promise<string> {
  if (request.body === null) return '';
  const mediaType = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== undefined && mediaType !== SCIM_MEDIA_TYPE && mediaType !== 'application/json') {
    throw new ScimError(415, null, `The request body must be ${SCIM_MEDIA_TYPE}.`);
  }
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength > MAX_BODY) throw new ScimError(413, null, `A body may have ${MAX_BODY} bytes.`);
  return new TextDecoder().decode(bytes);
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

function wrongMethod(allowed: readonly string[]): Answer {
  const refused = failure(new ScimError(405, null, `Allowed here: ${allowed.join(', ')}.`));
  return { ...refused, headers: { allow: allowed.join(', ') } };
}

/** The discovery endpoints (RFC 7644 §4); null for any other path. */
function discover(names: readonly string[], found: Discovery): (() => JsonObject) | null {
  const [endpoint, id, ...rest] = names;
  if (rest.length > 0) return null;
  const lists: Readonly<Record<string, readonly JsonObject[]>> = {
    ResourceTypes: found.resourceTypes,
    Schemas: found.schemas,
  };
  if (endpoint === 'ServiceProviderConfig' && id === undefined) return () => found.config;
  const all = Object.hasOwn(lists, endpoint ?? '') ? lists[endpoint ?? ''] : undefined;
  if (!all) return null;
  return () => (id === undefined ? listAll(all) : pick(all, id));
}

/** The operations a path of a resource type allows. */
function methodsOf(id: string | undefined): Methods {
  if (id === undefined) return ENDPOINT;
  return id === '.search' ? SEARCH : RESOURCE;
}

function typeAt(endpoint: string, types: readonly ResourceType[]): ResourceType | undefined {
  return types.find((type) => type.endpoint === `/${endpoint}`);
}

async function dispatch(
  request: Request,
  url: URL,
  path: string,
  provider: Provider,
  steps: Steps,
  found: Discovery,
): Promise<Answer> {
  const names = segments(path);
  const describe = discover(names, found);
  if (describe) {
    if (request.method !== 'GET') return wrongMethod(['GET']);
    if (url.searchParams.has('filter')) throw new ScimError(403, null, 'Discovery takes no filter.');
    return steps.discovered(describe(), names[0] ?? '');
  }
  const [endpoint = '', id, ...rest] = names;
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
): (request: Request) => Promise<Answer> {
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
