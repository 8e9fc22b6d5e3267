import { parseBody } from '../../../http/body.ts';
import type { Transport, WireRequest, WireResponse } from '../../../http/transport.ts';
import { isObject, type Json, type JsonObject, member } from '../../../scim/json.ts';
import { ERROR, SCIM_MEDIA_TYPE } from '../../../scim/urns.ts';

/** A peculiar target, made of the conformant provider behind it. */
export type Target = (provider: Transport) => Transport;

/** A request as a target sees it. */
export interface Call {
  readonly method: WireRequest['method'];
  /** Without its query, as it came: `/Users/42`. */
  readonly path: string;
  /** `/Users` */
  readonly endpoint: string;
  /** What follows the endpoint, decoded; null at the endpoint itself. */
  readonly id: string | null;
  readonly query: URLSearchParams;
  /** Undefined without a body, and where it is no JSON. */
  readonly body: Json | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** Asks the provider: the same as the target was asked, but for the changes. */
export type Provide = (changes?: Partial<Call>) => Promise<WireResponse>;

/** How a target answers a request. */
export type Behaviour = (call: Call, provide: Provide) => Promise<WireResponse> | WireResponse;

/** The target that behaves so; whatever it does not answer itself is for the provider. */
export function behaving(behaviour: Behaviour): Target {
  return (provider) => ({
    send: async (request) => {
      const call = readCall(request);
      return behaviour(call, (changes) => provider.send(writeCall(request, call, changes)));
    },
    close: () => provider.close(),
  });
}

/** The target with several peculiarities; the first one sees requests first. */
export const both =
  (...targets: readonly Target[]): Target =>
  (provider) =>
    targets.reduceRight((inner, target) => target(inner), provider);

function readCall({ method, path: whole, body, headers }: WireRequest): Call {
  const [path = '', search = ''] = whole.split('?');
  const [, endpoint = '', ...rest] = path.split('/');
  return {
    method,
    path,
    endpoint: `/${endpoint}`,
    id: rest.length === 0 ? null : decoded(rest.join('/')),
    query: new URLSearchParams(search),
    body: body === null ? undefined : parseBody(body),
    headers,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The request with the changes; what does not change goes on exactly as it came. */
function writeCall(request: WireRequest, call: Call, changes: Partial<Call> = {}): WireRequest {
  const { method, path, query, body, headers } = { ...call, ...changes };
  const search = changes.query === undefined ? (request.path.split('?')[1] ?? '') : String(query);
  return {
    ...request,
    method,
    path: search === '' ? path : `${path}?${search}`,
    body: 'body' in changes ? (body === undefined ? null : JSON.stringify(body)) : request.body,
    headers,
  };
}

/** Whether a call has one of these methods at this place: `at('POST', '/Users')`, `at('PUT PATCH', '/Groups/{id}')`. */
export function at(methods: string, place: string): (call: Call) => boolean {
  const endpoint = place.replace('/{id}', '');
  return (call) =>
    methods.split(' ').includes(call.method) &&
    call.endpoint === endpoint &&
    (call.id !== null) === (place !== endpoint) &&
    call.id !== '.search';
}

/** The target that behaves so in some calls. */
export const when = (applies: (call: Call) => boolean, behaviour: Behaviour): Target =>
  behaving((call, provide) => (applies(call) ? behaviour(call, provide) : provide()));

/** An answer with a SCIM message or resource. */
export function answer(
  status: number,
  body: JsonObject,
  headers: Readonly<Record<string, string>> = {},
): WireResponse {
  return { status, headers: { 'content-type': SCIM_MEDIA_TYPE, ...headers }, text: JSON.stringify(body) };
}

/** A SCIM Error message (RFC 7644 §3.12). */
export function refusal(status: number, detail: string, scimType?: string): WireResponse {
  return answer(status, {
    schemas: [ERROR],
    status: String(status),
    ...(scimType === undefined ? {} : { scimType }),
    detail,
  });
}

/** The page that a web framework shows when a program fails. */
export const failurePage: WireResponse = {
  status: 500,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  text: '<!doctype html><html><head><title>Server Error</title></head><body><h1>Server Error (500)</h1></body></html>',
};

/** How a web framework refuses by itself: a status, the kind of page, and nothing in it. */
export const emptyPage = (status: number): WireResponse => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  text: '',
});

/** The answer with another body, where it has an object for one. */
export function rewritten(response: WireResponse, change: (body: JsonObject) => JsonObject): WireResponse {
  const body = parseBody(response.text);
  return isObject(body) ? { ...response, text: JSON.stringify(change(body)) } : response;
}

/** The answer with other resources: the one that it is, or those that it lists. */
export function eachResource(
  response: WireResponse,
  change: (resource: JsonObject) => JsonObject,
): WireResponse {
  return rewritten(response, (body) => {
    const listed = member(body, 'Resources');
    if (Array.isArray(listed))
      return { ...body, Resources: listed.map((item: Json) => (isObject(item) ? change(item) : item)) };
    return member(body, 'id') === undefined ? body : change(body);
  });
}

/** An object without some of its members, whatever their letter case. */
export function without(object: JsonObject, ...names: readonly string[]): JsonObject {
  const gone = new Set(names.map((name) => name.toLowerCase()));
  return Object.fromEntries(Object.entries(object).filter(([name]) => !gone.has(name.toLowerCase())));
}
