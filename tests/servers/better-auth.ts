import { randomUUID } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import { scim } from '@better-auth/scim';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import pg from 'pg';
import type { ForeignServer } from './kit/server.ts';
import { listen } from './listen.ts';
import { startPostgres } from './postgres.ts';

/**
 * Starts Better Auth with its SCIM plugin on a loopback port, over PostgreSQL, as its documentation sets it up: one
 * connection with a static bearer token, and the compatibility with Microsoft Entra that the plugin offers.
 */
export async function startBetterAuth(): Promise<ForeignServer> {
  const token = randomUUID();
  const postgres = await startPostgres();
  const pool = new pg.Pool({ connectionString: postgres.url, max: 1 });
  let answer: RequestListener = (_request, response) => response.writeHead(503).end();
  const { origin, close } = await listen(createServer((request, response) => answer(request, response)));
  const auth = betterAuth({
    baseURL: origin,
    basePath: '/api/auth',
    secret: randomUUID(),
    database: pool,
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    plugins: [
      scim({
        connections: [{ id: 'directory', credentials: [{ id: 'test', type: 'bearer', token }] }],
        compatibility: { microsoftEntra: { acceptLegacyGroupSchema: true } },
      }),
    ],
  });
  await (await getMigrations(auth.options)).runMigrations();
  answer = toNodeHandler(auth);
  return {
    url: `${origin}/api/auth/scim/v2`,
    token,
    close: async () => {
      await close();
      await pool.end();
      await postgres.close();
    },
  };
}
