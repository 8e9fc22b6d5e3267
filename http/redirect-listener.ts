import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { TransportError } from './transport.ts';

/** Waits on the loopback address for the browser that an authorization server sends back (RFC 8252 §7.3). */
export interface RedirectListener {
  /** The redirect URI. */
  readonly url: string;
  /** The redirect URI with the first authorization response in its query. */
  readonly answer: Promise<URL>;
  close(): void;
}

/** An address that leads nowhere else, whatever the resolver says `localhost` is (RFC 8252 §8.3). */
const HOST = '127.0.0.1';
const PATH = '/callback';

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
};

/** The same whatever came: how it went is said where the login began. */
const PAGE = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>scim-conformance</title>
<p>You may close this window. The terminal says whether the login succeeded.</p></html>
`;

/**
 * Starts to listen.
 * @param port 0 for any free one
 * @throws TransportError with the system's code when it cannot
 */
export async function listenForRedirect(port: number): Promise<RedirectListener> {
  const server = createServer();
  const response = new Promise<string>((resolve) => {
    server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
      const query = responseQuery(incoming);
      if (typeof query === 'number') return void outgoing.writeHead(query, HEADERS).end();
      outgoing.once('close', () => resolve(query));
      outgoing.writeHead(200, HEADERS).end(PAGE);
    });
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      failed(
        new TransportError(error.code ?? 'BROKEN', `cannot listen on ${HOST}:${port}: ${error.message}`),
      ),
    );
    server.listen(port, HOST, listening);
  });
  const address = server.address();
  const url = `http://${HOST}:${typeof address === 'object' && address !== null ? address.port : port}${PATH}`;
  return {
    url,
    answer: response.then((query) => new URL(`${url}?${query}`)),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The query of an authorization response (RFC 6749 §4.1.2), or the status for anything else that comes. */
function responseQuery({ method, url = '' }: IncomingMessage): string | number {
  const [path, query = ''] = url.split('?', 2);
  if (path !== PATH) return 404;
  if (method !== 'GET') return 405;
  const parameters = new URLSearchParams(query);
  return parameters.has('code') || parameters.has('error') ? query : 400;
}
