import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { ScimError } from '../scim/error.ts';
import { type Answer, failure, onTheWire } from './answer.ts';
import type { ProviderOptions } from './options.ts';
import { createProvider, type ServiceProvider } from './provider.ts';
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

/** A request's body, null without one. @throws ScimError 413 as soon as it exceeds {@link MAX_BODY} */
async function collect(incoming: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop must not destroy the socket: the refusal goes out on it.
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > MAX_BODY) throw new ScimError(413, null, `A body may have ${MAX_BODY} bytes.`);
    chunks.push(chunk);
  }
  return size === 0 ? null : Buffer.concat(chunks, size);
}

function toHeaders(raw: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < raw.length; index += 2)
    pairs.push([raw[index] ?? '', raw[index + 1] ?? '']);
  return pairs;
}

async function answerTo(
  incoming: IncomingMessage,
  origin: string,
  provider: ServiceProvider,
): Promise<Answer> {
  const { method = 'GET', rawHeaders } = incoming;
  // Concatenated, not resolved: `//evil.test/Users` is a path here, not another host.
  const url = `${origin}${incoming.url ?? '/'}`;
  if (!URL.canParse(url)) return failure(new ScimError(400, 'invalidSyntax', 'This is no URL.'));
  const headers = new Headers(toHeaders(rawHeaders));
  return provider({ method, url, headers, body: () => collect(incoming) });
}

function write(answer: Answer, outgoing: ServerResponse, complete: boolean): void {
  const { status, headers, text } = onTheWire(answer);
  const body = Buffer.from(text ?? '');
  const sized = status === 204 || status === 304 ? {} : { 'content-length': body.length };
  // What is left of a body that was not read cannot be told from a next request.
  outgoing.writeHead(status, { ...headers, ...sized, ...(complete ? {} : { connection: 'close' }) });
  outgoing.end(body);
}

/**
 * Starts a provider on a TCP port, as {@link createProvider} makes it.
 * @throws Error with the system's code (`EADDRINUSE`) when the port cannot be opened
 */
export async function startProvider({
  port = 0,
  host = '127.0.0.1',
  ...options
}: ServeOptions): Promise<RunningProvider> {
  let origin = '';
  let provider: ServiceProvider | null = null;
  const server = createServer((incoming, outgoing) => {
    if (provider === null) return void outgoing.destroy();
    answerTo(incoming, origin, provider)
      .then((answer) => write(answer, outgoing, incoming.complete))
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
  provider = createProvider({ ...options, baseUrl: url });
  return {
    url,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
