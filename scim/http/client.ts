import type { Exchange } from '../../report/report.ts';
import type { Json } from '../json.ts';
import { SCIM_MEDIA_TYPE } from '../urns.ts';
import { type Redactor, redactHeaders } from './redact.ts';
import { type Transport, TransportError, type WireRequest, type WireResponse } from './transport.ts';

/** A SCIM request as the suites say it. */
export interface ScimRequest {
  readonly method: WireRequest['method'];
  /** Path below the base URL, each segment already encoded: `/Users/42`. */
  readonly path: string;
  /** Query parameters in order; encoded by the client (blank as `%20`). */
  readonly query?: Readonly<Record<string, string | number>>;
  /** A query string to send exactly as it is, for checks about encoding; replaces `query`. */
  readonly rawQuery?: string;
  readonly body?: Json;
  /** Names in lower case; an empty value leaves a header out that every request has otherwise. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What the request is for, in a few words; shown in reports. */
  readonly purpose?: string;
}

/** An answer with its body parsed when it is JSON. */
export interface ScimResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Undefined when the body is empty or no JSON; the media type plays no part. */
  readonly body: Json | undefined;
  readonly exchange: Exchange;
}

/** Whoever wants to see each exchange as it happens. */
export type ExchangeListener = (exchange: Exchange) => void;

export interface ClientOptions {
  /** Absolute base URL; its own query is sent with every request (Entra rule E-007). */
  readonly baseUrl: string;
  readonly token: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly userAgent: string;
  readonly timeout: number;
  readonly redact: Redactor;
  /** Schedules a request within the target's limits of concurrency and rate. */
  readonly schedule: <T>(task: () => Promise<T>, urgent: boolean) => Promise<T>;
  /** Holds every request back for so many milliseconds, because the target asks for it. */
  readonly pause: (milliseconds: number) => void;
  /** Clock zero of `Exchange.at`, from performance.now(). */
  readonly startedAt: number;
}

/** Longest text of a body that is kept in an exchange. */
const RECORDED_CHARACTERS = 16_384;
/** Most times a throttled request is sent again, and the longest it waits each time, in milliseconds. */
const THROTTLE_RETRIES = 20;
const THROTTLE_WAIT = 30_000;

/** The SCIM client of one target: adds credentials and media types, keeps the limits, records exchanges. */
export class ScimClient {
  readonly #transport: Transport;
  readonly #options: ClientOptions;
  readonly #query: string;
  #sent = 0;
  #throttled = 0;

  constructor(transport: Transport, options: ClientOptions) {
    this.#transport = transport;
    this.#options = options;
    this.#query = new URL(options.baseUrl).search.slice(1);
  }

  /** Requests sent so far, repeats after 429 included. */
  get sent(): number {
    return this.#sent;
  }

  /** Answers 429 (or 503 with Retry-After) met so far. */
  get throttled(): number {
    return this.#throttled;
  }

  /**
   * Sends one request. A request that was throttled was not carried out, so it is sent again after the time the
   * target asks for (RFC 9110 §10.2.3), within bounds; meanwhile nothing else is sent. A throttled answer says nothing
   * about the target's behaviour, so it is never returned.
   * @throws TransportError when no complete answer came, or `THROTTLED` when patience ends
   */
  async send(request: ScimRequest, listener: ExchangeListener): Promise<ScimResponse> {
    for (let attempt = 0; ; attempt++) {
      const response = await this.#options.schedule(() => this.#once(request, listener), attempt > 0);
      const wait = throttleWait(response);
      if (wait === null) return response;
      this.#throttled++;
      if (attempt >= THROTTLE_RETRIES || wait > THROTTLE_WAIT) {
        const text = `the target throttles requests (${response.status}, ${attempt + 1} times for this one); give a lower --rate`;
        throw new TransportError('THROTTLED', text);
      }
      this.#options.pause(wait);
    }
  }

  async #once(request: ScimRequest, listener: ExchangeListener): Promise<ScimResponse> {
    const wire = this.#wire(request);
    const start = performance.now();
    this.#sent++;
    try {
      const answer = await this.#transport.send(wire);
      const exchange = this.#record(request, wire, start, answer, null);
      listener(exchange);
      return { ...answer, body: parseJson(answer.text), exchange };
    } catch (error) {
      const reason = error instanceof TransportError ? error.message : String(error);
      listener(this.#record(request, wire, start, null, reason));
      throw error;
    }
  }

  #wire(request: ScimRequest): WireRequest {
    const { token, headers, userAgent, timeout } = this.#options;
    const own = request.rawQuery ?? encodeQuery(request.query ?? {});
    const query = [own, this.#query].filter((part) => part !== '').join('&');
    return {
      method: request.method,
      path: query === '' ? request.path : `${request.path}?${query}`,
      headers: withoutEmpty({
        accept: SCIM_MEDIA_TYPE,
        'user-agent': userAgent,
        ...(request.body === undefined ? {} : { 'content-type': SCIM_MEDIA_TYPE }),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
        ...request.headers,
      }),
      body: request.body === undefined ? null : JSON.stringify(request.body),
      timeout,
    };
  }

  #record(
    request: ScimRequest,
    wire: WireRequest,
    start: number,
    answer: WireResponse | null,
    error: string | null,
  ): Exchange {
    const { redact, startedAt, baseUrl } = this.#options;
    return {
      at: Math.round(start - startedAt),
      durationMs: Math.round((performance.now() - start) * 10) / 10,
      request: {
        method: wire.method,
        url: redact(stripQuery(baseUrl) + wire.path),
        headers: redactHeaders(wire.headers, redact),
        body: wire.body === null ? null : cut(redact(wire.body)),
      },
      response: answer && {
        status: answer.status,
        headers: redactHeaders(answer.headers, redact),
        body: answer.text === '' ? null : cut(redact(answer.text)),
        truncatedFrom: answer.text.length > RECORDED_CHARACTERS ? Buffer.byteLength(answer.text) : null,
      },
      error: error === null ? null : redact(error),
      purpose: request.purpose ?? null,
    };
  }
}

function withoutEmpty(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
}

/** A base URL without its query and trailing slashes: what paths are appended to. */
export function stripQuery(baseUrl: string): string {
  const url = new URL(baseUrl);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Percent-encodes query parameters; a blank becomes `%20`, a plus sign `%2B`. */
export function encodeQuery(query: Readonly<Record<string, string | number>>): string {
  return Object.entries(query)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');
}

function parseJson(text: string): Json | undefined {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function cut(text: string): string {
  return text.length > RECORDED_CHARACTERS ? text.slice(0, RECORDED_CHARACTERS) : text;
}

/** Milliseconds to wait before the request may be repeated, or null when it was not throttled. */
function throttleWait(response: ScimResponse): number | null {
  const header = response.headers['retry-after'];
  if (response.status !== 429 && !(response.status === 503 && header !== undefined)) return null;
  if (header === undefined) return 1000;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds * 1000) : 1000;
}
