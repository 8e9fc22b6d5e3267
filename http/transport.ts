import type { Agent, ClientRequest } from 'node:http';
import supertest from 'supertest';
import { createAgent, type Tls } from './agent.ts';

export type { Tls } from './agent.ts';

/** A request as it goes on the wire. */
export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below the base URL with its query, already encoded: `/Users?filter=…`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Milliseconds until the whole answer must be there. */
  readonly timeout: number;
}

/** An answer as it came from the wire, decompressed and decoded as UTF-8. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Why no usable answer came. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  /** Node's error code (`ECONNREFUSED`), or one of ours: `STALE`, `TIMEOUT`, `TOO_LARGE`, `TOO_DEEP`, `UNSENDABLE`, `BROKEN`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Sends one request and resolves with its answer, whatever its status; rejects only with {@link TransportError}. */
export interface Transport {
  send(request: WireRequest): Promise<WireResponse>;
  close(): void;
}

/** Answers larger than this are not read to the end; a conformant page of resources is far smaller. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** Kept connections that turned out to be closed, after which none is kept any more: the target closes them unannounced. */
const STALE_ENOUGH = 2;

/** A path segment that every URL parser resolves, encoded or not, so that another resource would be meant (RFC 3986 §5.2.4). */
const DOT_SEGMENT = /^[^?]*\/(?:\.|%2e){1,2}(?:[/?]|$)/i;

/**
 * A transport over supertest with one keep-alive agent. Redirects are answers like any other and are never
 * followed, so credentials reach no other origin.
 * @param baseUrl base URL without trailing slash and without query
 * @param connections most sockets open at a time
 * @param tls what differs from the system's settings, or null
 */
export function createTransport(baseUrl: string, connections: number, tls: Tls | null = null): Transport {
  let agent = createAgent(baseUrl, connections, tls);
  const client = supertest(baseUrl);
  let stale = 0;
  return {
    async send(request) {
      if (DOT_SEGMENT.test(request.path)) {
        throw new TransportError('UNSENDABLE', `no URL can carry the path ${request.path}`);
      }
      const method = request.method.toLowerCase() as Lowercase<WireRequest['method']>;
      let cause: unknown;
      const test = client[method](request.path);
      // Supertest rewrites errors of the system, so the first one is kept; what follows it on the same socket is noise.
      test.on('error', (error: unknown) => {
        cause ??= error;
        test.abort();
      });
      test
        .agent(agent)
        .redirects(0)
        .ok(() => true)
        .timeout({ deadline: request.timeout })
        .buffer(true)
        .maxResponseSize(MAX_BODY_BYTES)
        .parse(collect)
        .set(request.headers);
      try {
        const response = request.body === null ? await test : await test.send(request.body);
        const text = typeof response.body === 'string' ? response.body : '';
        return { status: response.status, headers: flatten(response.headers), text };
      } catch (error) {
        if (!closedWhileIdle(cause ?? error, test)) throw transportError(cause ?? error, request.timeout);
        dropIdle(agent);
        if (++stale === STALE_ENOUGH) agent = createAgent(baseUrl, null, tls);
        throw new TransportError(
          'STALE',
          'the target had closed the connection that the request went out on',
        );
      }
    },
    close: () => agent.destroy(),
  };
}

/**
 * Whether a kept connection turned out to be closed when the request went out on it, and nothing of an answer came. Most
 * likely the request did not arrive (RFC 9112 §9.5); on a new connection it may as well have.
 */
function closedWhileIdle(error: unknown, test: supertest.Test): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const { req, res } = test as { readonly req?: ClientRequest; readonly res?: unknown };
  return req?.reusedSocket === true && res === undefined && (code === 'ECONNRESET' || code === 'EPIPE');
}

/** Closes the connections that wait for a request: where one of them was stale, the others are likely to be. */
function dropIdle({ freeSockets }: Agent): void {
  for (const sockets of Object.values(freeSockets)) for (const socket of sockets ?? []) socket.destroy();
}

/** Collects the body as text: what it means is for the caller to judge, not for the media type. */
function collect(response: NodeJS.EventEmitter, done: (error: Error | null, body: string) => void): void {
  const chunks: Buffer[] = [];
  response.on('data', (chunk: Buffer | string) => chunks.push(Buffer.from(chunk)));
  response.on('end', () => done(null, Buffer.concat(chunks).toString('utf8')));
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined)
      flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : String(value);
  }
  return flat;
}

function transportError(error: unknown, timeout: number): TransportError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'BROKEN';
  const text = error instanceof Error ? error.message : String(error);
  if (code === 'ECONNABORTED' || code === 'ETIME' || /timeout/i.test(text)) {
    return new TransportError('TIMEOUT', `no complete answer within ${timeout} ms`);
  }
  if (code === 'ETOOLARGE') {
    return new TransportError('TOO_LARGE', `the answer is larger than ${MAX_BODY_BYTES / 1024 / 1024} MiB`);
  }
  if (code.startsWith('HPE_')) return new TransportError(code, `the answer is no well-formed HTTP (${text})`);
  // Node's word for an answer that ended too early.
  const shown = text === 'aborted' ? 'the connection ended in the middle of the answer' : text;
  return new TransportError(code, shown);
}
