import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { getResponse } from 'msw';
import { enforcing } from '../../../cli/embedded.ts';
import { loadApplication } from '../../../config/load-application.ts';
import type { FaultId } from '../../../provider/faults.ts';
import { createHandlers } from '../../../provider/handlers.ts';
import { member, stringMember } from '../../../scim/json.ts';

/** A token with characters that are escaped nearly everywhere. */
export const TOKEN = 'eyJh.T0k3n/with+chars=&"quotes"~.5ecret';

/** A request as the target saw it. */
export interface SeenRequest {
  readonly method: string;
  /** With its query, as it was on the wire. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** An answer about to go out. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers in a way of its own, for what no well-made answer is. */
export type Raw = (outgoing: ServerResponse) => void;

/** Looks at each request, numbered from 0, before the provider: its answer goes out instead, `'hang up'` ends the connection. */
export type Before = (
  request: SeenRequest,
  index: number,
) => Answer | Raw | 'hang up' | 'no answer' | undefined;

export interface TargetOptions {
  /** Default: alvao. */
  readonly application?: string;
  readonly faults?: readonly FaultId[];
  /** Path of the base URL; default `/scim/v2`. */
  readonly basePath?: string;
  readonly before?: Before;
  /** Changes an answer of the provider before it goes out, or how it goes out. */
  readonly after?: (request: SeenRequest, answer: Answer) => Answer | Raw;
  /** Which requests have the right credentials; by default those with {@link TOKEN}. */
  readonly accepts?: (request: SeenRequest) => boolean;
  /** Which connections, numbered from 0, are reset as soon as they are open. */
  readonly resets?: (connection: number) => boolean;
  /** How far the clock of the provider is ahead of ours, in milliseconds. */
  readonly ahead?: number;
}

/** A service provider on a port, in this process, that keeps a record and can misbehave. */
export interface Target {
  readonly url: string;
  readonly seen: readonly (SeenRequest & { readonly answer: Answer | null })[];
  /** Paths of all resources ever created, below the base URL. */
  created(): readonly string[];
  /** How many users and groups there are now, asked of the provider over SCIM. */
  left(): Promise<number>;
  close(): Promise<void>;
}

/** Starts a target on a free loopback port; it asks for {@link TOKEN}. */
export async function startTarget(options: TargetOptions = {}): Promise<Target> {
  const seen: (SeenRequest & { answer: Answer | null })[] = [];
  const basePath = options.basePath ?? '/scim/v2';
  let provider: (request: SeenRequest) => Promise<Answer> = async () => ({
    status: 503,
    headers: {},
    body: '',
  });
  const server = createServer(async (incoming, outgoing) => {
    const request = await read(incoming);
    const record = { ...request, answer: null as Answer | null };
    const index = seen.push(record) - 1;
    const own = options.before?.(request, index);
    if (own === 'hang up') return void incoming.socket.destroy();
    if (own === 'no answer') return;
    if (typeof own === 'function') return own(outgoing);
    record.answer = own ?? (await provider(request));
    const changed = options.after?.(request, record.answer) ?? record.answer;
    if (typeof changed === 'function') changed(outgoing);
    else write(outgoing, changed);
  });
  let connections = 0;
  server.on('connection', (socket) => {
    if (options.resets?.(connections++) === true) socket.resetAndDestroy();
  });
  const origin = await listen(server);
  provider = providerAt(origin, basePath, options);
  return {
    url: origin + basePath,
    seen,
    created: () => seen.flatMap((request) => createdBy(request, basePath)),
    left: async () => {
      const lists = await Promise.all(
        ['/Users', '/Groups'].map((endpoint) => provider(ask(basePath + endpoint))),
      );
      return lists.reduce(
        (sum, { status, body }) =>
          sum + (status === 200 ? Number(member(JSON.parse(body), 'totalResults')) : 0),
        0,
      );
    },
    close: () => close(server),
  };
}

/** Starts a server that gives every request the same treatment. */
export async function startServer(
  answer: (incoming: IncomingMessage, outgoing: ServerResponse) => void,
): Promise<{ url: string; requests: string[]; close(): Promise<void> }> {
  const requests: string[] = [];
  const server = createServer((incoming, outgoing) => {
    requests.push(`${incoming.method} ${incoming.url}`);
    answer(incoming, outgoing);
  });
  const url = await listen(server);
  return { url, requests, close: () => close(server) };
}

async function listen(server: Server): Promise<string> {
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function read(incoming: IncomingMessage): Promise<SeenRequest> {
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: incoming.headers,
    body: await text(incoming),
  };
}

function write(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  outgoing.writeHead(
    status,
    status === 204 ? headers : { ...headers, 'content-length': String(Buffer.byteLength(body)) },
  );
  outgoing.end(body);
}

/** The embedded provider, its handlers called in this process. */
function providerAt(
  origin: string,
  basePath: string,
  { application = 'alvao', faults = [], accepts, ahead = 0 }: TargetOptions,
): (request: SeenRequest) => Promise<Answer> {
  const handlers = createHandlers({
    ...enforcing(loadApplication(application)),
    baseUrl: origin + basePath,
    token: TOKEN,
    faults,
    now: () => new Date(Date.now() + ahead),
  });
  return async (seen) => {
    const { method, path, body } = seen;
    const headers =
      accepts?.(seen) === true ? { ...seen.headers, authorization: `Bearer ${TOKEN}` } : seen.headers;
    const sent = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
    const request = new Request(origin + path, { method, headers: sent, ...(body === '' ? {} : { body }) });
    const response = await getResponse(handlers, request);
    if (response === undefined) return { status: 404, headers: {}, body: '' };
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  };
}

function ask(path: string): SeenRequest {
  return { method: 'GET', path: `${path}?count=0`, headers: { authorization: `Bearer ${TOKEN}` }, body: '' };
}

function createdBy(
  { method, path, answer }: SeenRequest & { answer: Answer | null },
  basePath: string,
): string[] {
  if (method !== 'POST' || answer?.status !== 201) return [];
  const id = stringMember(JSON.parse(answer.body), 'id');
  return id === undefined ? [] : [`${path.slice(basePath.length).replace(/\?.*$/, '')}/${id}`];
}
