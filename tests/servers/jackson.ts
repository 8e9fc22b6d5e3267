import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { controllers, type DirectorySyncRequest } from '@boxyhq/saml-jackson';
import type { ForeignServer } from './kit/server.ts';
import { listen } from './listen.ts';
import { startPostgres } from './postgres.ts';

/** Where Jackson's own service mounts directory sync: `/api/scim/v2.0/<directory>/<Users or Groups>/<id>`. */
const SCIM_PATH = '/api/scim/v2.0';

/**
 * Starts the directory sync of SAML Jackson on a loopback port, over PostgreSQL, with one directory of the type that
 * its documentation gives to Microsoft Entra. Jackson is a library; the HTTP server here hands requests over as the API
 * route of Jackson's own service does (answers are `application/json`, whatever fails inside is 500), and adds nothing.
 */
export async function startJackson(): Promise<ForeignServer> {
  const postgres = await startPostgres();
  const server = createServer();
  const { origin, close } = await listen(server);
  const { directorySyncController: sync, close: disconnect } = await controllers({
    externalUrl: origin,
    samlPath: '/api/oauth/saml',
    scimPath: SCIM_PATH,
    noAnalytics: true,
    db: { engine: 'sql', type: 'postgres', url: `${postgres.url}&pool_max_conns=1` },
    logger: { info: () => {} },
    dsync: { callback: async () => {} },
  });
  const { data: directory, error } = await sync.directories.create({
    tenant: 'example.com',
    product: 'conformance',
    type: 'azure-scim-v2',
  });
  if (directory === null) throw new Error(error.message);
  server.on('request', (request, response) => {
    asked(request)
      .then((question) => (question === null ? INVALID_JSON : sync.requests.handle(question)))
      .catch(() => ({ status: 500, data: 'Internal Server Error' }))
      .then((answer) => send(response, answer));
  });
  return {
    url: `${origin}${SCIM_PATH}/${directory.id}`,
    token: directory.scim.secret,
    close: async () => {
      await close();
      await disconnect();
      await postgres.close();
    },
  };
}

/** What Jackson's service answers when it cannot read a body. */
const INVALID_JSON = { status: 400, data: 'Invalid JSON' };

/** The request as Jackson takes it, or null when the body is no JSON. */
async function asked(request: IncomingMessage): Promise<DirectorySyncRequest | null> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const [directoryId = '', resourceType = '', resourceId] = pathname
    .slice(SCIM_PATH.length + 1)
    .split('/')
    .map(decodeURIComponent);
  const body = await text(request);
  const parsed = body === '' ? { value: undefined } : parseJson(body);
  if (parsed === null) return null;
  return {
    method: request.method ?? 'GET',
    body: parsed.value,
    directoryId,
    resourceType,
    resourceId: resourceId || undefined,
    apiSecret: /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null,
    query: {
      count: wholeNumber(searchParams.get('count')),
      startIndex: wholeNumber(searchParams.get('startIndex')),
      filter: searchParams.get('filter') ?? undefined,
    },
  };
}

function parseJson(body: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(body) };
  } catch {
    return null;
  }
}

function wholeNumber(digits: string | null): number | undefined {
  return digits === null ? undefined : Number.parseInt(digits, 10);
}

function send(response: ServerResponse, { status, data }: { status: number; data?: unknown }): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(data));
}
