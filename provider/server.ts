import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { getResponse, type RequestHandler } from 'msw';
import { ScimError } from '../scim/error.ts';
import { failure, toResponse } from './answer.ts';
import { createHandlers } from './handlers.ts';
import type { ProviderOptions } from './options.ts';
import { MAX_BODY } from './router.ts';

/** A provider behind a port. */
export interface RunningProvider {
  /** The base URL to point a client at. */
  readonly url: string;
  /** Stops listening and ends open connections. */
  close(): Promise<void>;
}

/** Options of {@link startProvider}: the base URL follows from the port. */
export interface ServeOptions extends Omit<ProviderOptions, 'baseUrl'> {
  /** Default: any free port. */
  readonly port?: number;
  /** Default: the loopback address. */
  readonly host?: string;
}

const BASE_PATH = '/scim/v2';

/** A request's body, or null as soon as it exceeds {@link MAX_BODY}. */
async function collect(incoming: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop must not destroy the socket: the refusal goes out on it.
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > MAX_BODY) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function toHeaders(raw: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2)
    pairs.push([raw[index] ?? '', raw[index + 1] ?? '']);
  return pairs;
}

/** The Fetch request for an HTTP one. @throws TypeError for what Fetch has no words for, such as CONNECT */
function toRequest(incoming: IncomingMessage, origin: string, body: Buffer): Request {
  const method = incoming.method ?? 'GET';
  const bodiless = method === 'GET' || method === 'HEAD' || body.length === 0;
  // Concatenated, not resolved: `//evil.test/Users` is a path here, not another host.
  return new Request(`${origin}${incoming.url ?? '/'}`, {
    method,
    headers: toHeaders(incoming.rawHeaders),
    ...(!bodiless && { body: new Uint8Array(body) }),
  });
}

async function answerTo(
  incoming: IncomingMessage,
  origin: string,
  handlers: RequestHandler[],
): Promise<Response> {
  const body = await collect(incoming);
  if (body === null)
    return toResponse(failure(new ScimError(413, null, `A body may have ${MAX_BODY} bytes.`)));
  let request: Request;
  try {
    request = toRequest(incoming, origin, body);
  } catch {
    return toResponse(
      failure(new ScimError(400, 'invalidSyntax', 'This is no request this provider understands.')),
    );
  }
  const response = await getResponse(handlers, request);
  return response ?? toResponse(failure(new ScimError(404, null, 'There is nothing here.')));
}

async function write(response: Response, outgoing: ServerResponse, complete: boolean): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  const headers: Record<string, string | number> = Object.fromEntries(response.headers);
  if (response.status !== 204 && response.status !== 304) headers['content-length'] = body.length;
  // What is left of a body that was not read cannot be told from a next request.
  if (!complete) headers.connection = 'close';
  outgoing.writeHead(response.status, headers);
  outgoing.end(body);
}

/**
 * Starts a provider on a TCP port, with the handlers of {@link createHandlers}.
 * @throws Error with the system's code (`EADDRINUSE`) when the port cannot be opened
 */
export async function startProvider({
  port = 0,
  host = '127.0.0.1',
  ...options
}: ServeOptions): Promise<RunningProvider> {
  let origin = '';
  let handlers: RequestHandler[] = [];
  const server = createServer((incoming, outgoing) => {
    answerTo(incoming, origin, handlers)
      .then((response) => write(response, outgoing, incoming.complete))
      .catch(() => outgoing.destroy());
  });
  // Longer than any client keeps an idle connection, so that none is closed under a request.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  const actual = typeof address === 'object' && address ? address.port : port;
  origin = `http://${host.includes(':') ? `[${host}]` : host}:${actual}`;
  const url = `${origin}${BASE_PATH}`;
  handlers = createHandlers({ ...options, baseUrl: url });
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
