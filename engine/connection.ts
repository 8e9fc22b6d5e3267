import { createAuthenticator } from '../http/authenticator.ts';
import { type ClientOptions, ScimClient, stripQuery } from '../http/client.ts';
import type { Credentials } from '../http/credentials.ts';
import { pausable } from '../http/pausable.ts';
import { createTransport, type Tls, type Transport } from '../http/transport.ts';

/** What it takes to send requests to a target; plain data. */
export interface Connection {
  readonly url: string;
  /** Never part of a report. */
  readonly credentials: Credentials;
  readonly headers: Readonly<Record<string, string>>;
  /** Null for the tool's own. */
  readonly userAgent: string | null;
  readonly tls: Tls | null;
  /** Requests in flight at a time. */
  readonly concurrency: number;
  /** Requests per second, or null for no limit. */
  readonly rate: number | null;
  /** Milliseconds. */
  readonly timeout: number;
}

/** A connection in use. */
export interface OpenConnection {
  readonly client: ScimClient;
  /** Removes the connection's secrets from text. */
  readonly redact: (text: string) => string;
  close(): void;
}

/**
 * Opens a connection to a target.
 * @param scheduling keeps the target's limits; by default each request goes out at once
 * @param transport where requests go; by default supertest on the target's URL
 */
export function openConnection(
  connection: Connection,
  toolVersion: string,
  scheduling: Pick<ClientOptions, 'schedule' | 'pause' | 'answered' | 'carriedOut'> = pausable(),
  transport: Transport = createTransport(stripQuery(connection.url), connection.concurrency, connection.tls),
): OpenConnection {
  const { url, credentials, headers, userAgent, tls, timeout } = connection;
  const authenticator = createAuthenticator(credentials, Object.values(headers), tls);
  const client = new ScimClient(transport, {
    baseUrl: url,
    authenticator,
    headers,
    userAgent: userAgent ?? `scim-conformance/${toolVersion}`,
    timeout,
    ...scheduling,
    startedAt: performance.now(),
  });
  return { client, redact: authenticator.redact, close: () => transport.close() };
}
