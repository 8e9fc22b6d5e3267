import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

/** A PostgreSQL that runs in this process, empty at first, and forgets everything when it closes. */
export interface Postgres {
  /** Connection string, as for `pg`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts PostgreSQL (PGlite, in WebAssembly) behind a loopback port, so that any client of its wire protocol can use it.
 * It has one session: a client has to keep to one connection.
 */
export async function startPostgres(): Promise<Postgres> {
  const db = await PGlite.create();
  const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0 });
  await server.start();
  return {
    url: `postgres://postgres:postgres@${server.getServerConn()}/postgres?sslmode=disable`,
    close: async () => {
      await server.stop();
      await db.close();
    },
  };
}
