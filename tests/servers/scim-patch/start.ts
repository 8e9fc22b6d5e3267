import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import express, { type Handler, json, type Request, type Response } from 'express';
import { isObject, type JsonObject } from '../../../scim/json.ts';
import type { ForeignServer } from '../kit/server.ts';
import { listen } from '../listen.ts';
import { type Kind, Refusal, Store } from './store.ts';

const PATH = '/scim/v2';
const MEDIA_TYPE = 'application/scim+json';
const PAGE = 100;
const CORE = 'urn:ietf:params:scim:schemas:core:2.0';
const MESSAGES = 'urn:ietf:params:scim:api:messages:2.0';

const KINDS: readonly Kind[] = [
  { name: 'User', schema: `${CORE}:User`, required: 'userName', unique: true },
  { name: 'Group', schema: `${CORE}:Group`, required: 'displayName', unique: false },
];

/** Starts a server as one writes it over scim-patch and scim2-parse-filter with Express, in this process. */
export async function start(): Promise<ForeignServer> {
  const token = randomUUID();
  const app = express();
  const { origin, close } = await listen(createServer(app));
  const url = `${origin}${PATH}`;
  app.use(authenticated(token));
  app.use(json({ type: [MEDIA_TYPE, 'application/json'] }));
  app.get(`${PATH}/ServiceProviderConfig`, (_, response) => send(response, 200, configuration(url)));
  app.get(`${PATH}/ResourceTypes`, (_, response) => {
    send(response, 200, list(KINDS.map((kind) => resourceType(kind, url))));
  });
  for (const kind of KINDS) {
    app.get(`${PATH}/ResourceTypes/${kind.name}`, (_, response) =>
      send(response, 200, resourceType(kind, url)),
    );
    addRoutes(app, kind, `${url}/${kind.name}s`);
  }
  app.use((_request, _response, next) => next(new Refusal(404, 'There is no such endpoint')));
  app.use((error: unknown, _request: Request, response: Response, _next: () => void) =>
    refuse(response, error),
  );
  return { url, token, close };
}

function authenticated(token: string): Handler {
  return (request, response, next) => {
    if (request.header('Authorization') === `Bearer ${token}`) return next();
    response.set('WWW-Authenticate', 'Bearer');
    next(new Refusal(401, 'No valid token'));
  };
}

function addRoutes(app: ReturnType<typeof express>, kind: Kind, base: string): void {
  const store = new Store(kind, base);
  const [many, one] = [`${PATH}/${kind.name}s`, `${PATH}/${kind.name}s/:id`];
  const idOf = ({ params }: Request) => params.id ?? '';
  app.post(many, (request, response) => {
    const created = store.create(bodyOf(request));
    response.set('Location', `${base}/${created.id}`);
    send(response, 201, created);
  });
  app.get(many, (request, response) => send(response, 200, page(request, store)));
  app.get(one, (request, response) => send(response, 200, store.read(idOf(request))));
  app.put(one, (request, response) => send(response, 200, store.replace(idOf(request), bodyOf(request))));
  app.patch(one, (request, response) => send(response, 200, store.patch(idOf(request), bodyOf(request))));
  app.delete(one, (request, response) => {
    store.delete(idOf(request));
    response.status(204).end();
  });
}

function bodyOf({ body }: Request): JsonObject {
  if (!isObject(body)) throw new Refusal(400, 'The body is no JSON object', 'invalidSyntax');
  return body;
}

function page({ query }: Request, store: Store): JsonObject {
  const found = store.search(typeof query.filter === 'string' ? query.filter : undefined);
  const startIndex = Math.max(1, wholeNumber(query.startIndex, 1));
  const count = Math.min(PAGE, Math.max(0, wholeNumber(query.count, PAGE)));
  const resources = found.slice(startIndex - 1, startIndex - 1 + count);
  return { ...list(resources), totalResults: found.length, startIndex };
}

function wholeNumber(value: unknown, otherwise: number): number {
  if (value === undefined) return otherwise;
  const number = Number(value);
  if (!Number.isInteger(number))
    throw new Refusal(400, `${String(value)} is no whole number`, 'invalidValue');
  return number;
}

function list(resources: readonly JsonObject[]): JsonObject {
  return {
    schemas: [`${MESSAGES}:ListResponse`],
    totalResults: resources.length,
    startIndex: 1,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

function configuration(url: string): JsonObject {
  const no = { supported: false };
  return {
    schemas: [`${CORE}:ServiceProviderConfig`],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: PAGE },
    changePassword: no,
    sort: no,
    etag: no,
    authenticationSchemes: [
      { type: 'oauthbearertoken', name: 'Bearer token', description: 'A static bearer token', primary: true },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${url}/ServiceProviderConfig` },
  };
}

function resourceType({ name, schema }: Kind, url: string): JsonObject {
  return {
    schemas: [`${CORE}:ResourceType`],
    id: name,
    name,
    endpoint: `/${name}s`,
    schema,
    meta: { resourceType: 'ResourceType', location: `${url}/ResourceTypes/${name}` },
  };
}

function refuse(response: Response, error: unknown): void {
  const { status, scimType } =
    error instanceof Refusal ? error : { status: statusOf(error), scimType: undefined };
  const detail = error instanceof Error ? error.message : String(error);
  send(response, status, {
    schemas: [`${MESSAGES}:Error`],
    status: String(status),
    ...(scimType === undefined ? {} : { scimType }),
    detail,
  });
}

/** What Express's parser of bodies says, such as 400 for what is no JSON. */
function statusOf(error: unknown): number {
  return isObject(error) && typeof error.status === 'number' ? error.status : 500;
}

function send(response: Response, status: number, body: JsonObject): void {
  response.status(status).type(MEDIA_TYPE).json(body);
}
