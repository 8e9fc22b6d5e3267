import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { REPORT_FOLDER } from '../cli/options.ts';
import { applicationNames } from '../config/load-application.ts';
import { loadConfig } from '../config/load-config.ts';
import { toolVersion } from '../config/package-root.ts';
import { UsageError } from '../config/usage-error.ts';
import { suiteNames } from '../suites/registry.ts';
import { guard, KEY_PARAMETER } from './guard.ts';
import { Library } from './library.ts';
import { type Rooms, routes } from './routes.ts';
import { Runs } from './runs.ts';

/** Options of `ui`. */
export interface UiOptions {
  readonly port?: number;
  /** The address to listen on, by which browsers reach it too; by default this machine alone. */
  readonly host?: string;
  readonly config?: string;
  /** Folder of the reports. */
  readonly reports?: string;
}

/** The pages, being served. */
export interface RunningUi {
  /** With the key: whoever has it may do everything. */
  readonly url: string;
  /** Ends runs, which clean up, then the server. */
  close(reason: string): Promise<void>;
}

/** Addresses that mean every network there is. */
const EVERYWHERE: readonly string[] = ['0.0.0.0', '::', '[::]', '*'];

/** Starts serving the pages. @throws UsageError for a configuration that cannot be read, and a port that is taken */
export async function startUi({
  port = 0,
  host = '127.0.0.1',
  config,
  reports,
}: UiOptions): Promise<RunningUi> {
  if (EVERYWHERE.includes(host))
    throw new UsageError(
      `--host ${host} is no address that a browser can open; name the one of this machine that it uses`,
    );
  const folder = resolve(reports ?? REPORT_FOLDER);
  const ended = new AbortController();
  const runs = new Runs(folder, config);
  const rooms: Rooms = {
    runs,
    library: new Library(runs, folder, config),
    folder,
    config,
    signal: ended.signal,
    offer: {
      applications: applicationNames(),
      targets: Object.keys(loadConfig(config, process.cwd(), process.env)?.targets ?? {}),
      suites: suiteNames(),
      version: toolVersion(),
    },
  };
  const key = randomBytes(24).toString('base64url');
  const { address, server } = await listen(rooms, { host, port, key });
  return {
    url: `http://${address}/?${KEY_PARAMETER}=${key}`,
    async close(reason) {
      ended.abort(reason);
      await runs.close(reason);
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
    },
  };
}

/** Where to listen, and for whom. */
interface Place {
  readonly host: string;
  readonly port: number;
  readonly key: string;
}

type Server = ReturnType<typeof serve>;

/** Listens, and lets in who comes through the door. */
function listen(rooms: Rooms, { host, port, key }: Place): Promise<{ address: string; server: Server }> {
  const app = new Hono();
  const name = host.includes(':') ? `[${host.replaceAll(/[[\]]/g, '')}]` : host;
  return new Promise((settle, refuse) => {
    const server = serve(
      { fetch: app.fetch, hostname: host.replaceAll(/[[\]]/g, ''), port },
      ({ port: given }) => {
        const address = `${name}:${given}`;
        app.use(
          secureHeaders({
            // The rest of the policy is in each page, with the hashes of its own style and script.
            contentSecurityPolicy: {
              frameAncestors: ["'none'"],
              baseUri: ["'none'"],
              formAction: ["'none'"],
            },
            referrerPolicy: 'no-referrer',
            strictTransportSecurity: false,
          }),
        );
        app.use(async (context, next) => {
          await next();
          context.header('cache-control', 'no-store');
        });
        app.use(guard({ host: address, key }));
        app.route('/', routes(rooms));
        settle({ address, server });
      },
    );
    server.once('error', (error: NodeJS.ErrnoException) =>
      refuse(
        error.code === 'EADDRINUSE'
          ? new UsageError(`port ${port} is in use; choose another with --port, or none for any free one`)
          : new UsageError(`cannot listen on ${host}: ${error.message}`),
      ),
    );
  });
}
