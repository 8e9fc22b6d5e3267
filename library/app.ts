import { createServer, type RequestListener, type Server } from 'node:http';
import type { Transport } from '../http/transport.ts';

/**
 * An application that serves SCIM in this process: a Node request listener (an Express app is one), an HTTP server,
 * anything with `fetch` (Hono and other Fetch API frameworks), or a Fastify instance.
 */
export type App =
  | RequestListener
  | Server
  | { readonly fetch: (request: Request) => Response | Promise<Response> }
  | { readonly ready: () => PromiseLike<unknown>; readonly server: Server };

/** An application that answers requests. */
export interface RunningApp {
  /** Its base URL, path included. */
  readonly url: string;
  /** Where requests go when there is no port to send them to. */
  readonly transport: Transport | undefined;
  close(): Promise<void>;
}

/**
 * Makes an application answer requests: those with `fetch` without any port, all others on a free one of the loopback
 * address.
 * @param basePath where SCIM begins: `/scim/v2`, or the empty string
 */
export async function startApp(app: App, basePath: string): Promise<RunningApp> {
  const path = `/${basePath}`.replace(/\/+/g, '/').replace(/\/$/, '');
  if ('fetch' in app) return fetchApp(app, `http://localhost${path}`);
  if ('ready' in app) await app.ready();
  const server = serverOf(app);
  // A server that listens already belongs to the caller, who will close it.
  const own = !server.listening;
  if (own)
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
  return {
    url: `${originOf(server)}${path}`,
    transport: undefined,
    close: async () => {
      if (!own) return;
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function serverOf(app: Exclude<App, { readonly fetch: unknown }>): Server {
  if (typeof app === 'function') return createServer(app);
  return 'ready' in app ? app.server : app;
}

function originOf(server: Server): string {
  const address = server.address();
  if (typeof address !== 'object' || address === null)
    throw new TypeError('the server listens on no TCP port, so no URL leads to it');
  const host = address.family === 'IPv6' ? '[::1]' : '127.0.0.1';
  return `http://${host}:${address.port}`;
}

function fetchApp(app: Extract<App, { readonly fetch: unknown }>, url: string): RunningApp {
  const transport: Transport = {
    async send({ method, path, headers, body }) {
      const response = await app.fetch(new Request(`${url}${path}`, { method, headers, body }));
      return {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        text: await response.text(),
      };
    },
    close: () => {},
  };
  return { url, transport, close: async () => {} };
}
