/*
 * The parts that the servers here use of packages in tests/servers/package.json, which the type check of this project
 * does not install.
 */

declare module '@electric-sql/pglite' {
  export class PGlite {
    static create(): Promise<PGlite>;
    close(): Promise<void>;
  }
}

declare module '@electric-sql/pglite-socket' {
  import type { PGlite } from '@electric-sql/pglite';

  export class PGLiteSocketServer {
    constructor(options: { db: PGlite; host: string; port: number });
    start(): Promise<void>;
    /** `host:port` */
    getServerConn(): string;
    stop(): Promise<void>;
  }
}

declare module 'pg' {
  class Pool {
    constructor(options: { connectionString: string; max: number });
    end(): Promise<void>;
  }
  const pg: { readonly Pool: typeof Pool };
  export default pg;
}

declare module '@better-auth/scim' {
  interface Credential {
    readonly id: string;
    readonly type: 'bearer';
    readonly token: string;
  }
  export function scim(options: {
    connections: readonly { readonly id: string; readonly credentials: readonly Credential[] }[];
    compatibility: { microsoftEntra: { acceptLegacyGroupSchema: boolean } };
  }): object;
}

declare module 'better-auth' {
  interface Auth {
    readonly options: object;
    handler(request: Request): Promise<Response>;
  }
  export function betterAuth(options: {
    baseURL: string;
    basePath: string;
    secret: string;
    /** A pool of `pg`. */
    database: object;
    telemetry: { enabled: boolean };
    logger: { disabled: boolean };
    rateLimit: { enabled: boolean };
    plugins: readonly object[];
  }): Auth;
}

declare module 'better-auth/db/migration' {
  export function getMigrations(options: object): Promise<{ runMigrations(): Promise<void> }>;
}

declare module 'better-auth/node' {
  import type { RequestListener } from 'node:http';

  export function toNodeHandler(auth: { handler(request: Request): Promise<Response> }): RequestListener;
}

declare module '@boxyhq/saml-jackson' {
  interface Directory {
    readonly id: string;
    readonly scim: { readonly secret: string };
  }
  export interface DirectorySyncRequest {
    readonly method: string;
    readonly body: unknown;
    readonly directoryId: string;
    readonly resourceType: string;
    readonly resourceId: string | undefined;
    readonly apiSecret: string | null;
    readonly query: {
      readonly count: number | undefined;
      readonly startIndex: number | undefined;
      readonly filter: string | undefined;
    };
  }
  interface DirectorySync {
    readonly directories: {
      create(directory: {
        tenant: string;
        product: string;
        type: 'azure-scim-v2';
      }): Promise<{ data: Directory; error: null } | { data: null; error: { message: string } }>;
    };
    readonly requests: {
      handle(request: DirectorySyncRequest): Promise<{ status: number; data?: unknown }>;
    };
  }
  export function controllers(options: {
    externalUrl: string;
    samlPath: string;
    scimPath: string;
    noAnalytics: boolean;
    db: { engine: 'sql'; type: 'postgres'; url: string };
    logger: { info: () => void };
    dsync: { callback: () => Promise<void> };
  }): Promise<{ directorySyncController: DirectorySync; close(): Promise<void> }>;
}
