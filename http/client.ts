import type { Json } from '../scim/json.ts';
import { SCIM_MEDIA_TYPE } from '../scim/urns.ts';
import type { Authenticator } from './authenticator.ts';
import { parseBody } from './body.ts';
import type { Exchange } from './exchange.ts';
import { hidePasswords } from './passwords.ts';
import { type Quota, quotaIn } from './quota.ts';
import { redactHeaders } from './redact.ts';
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
  /** A body to send exactly as it is, for checks of what is no JSON; replaces `body`. */
  readonly rawBody?: string;
  /** False where a service provider cannot make sense of the request: what answers it then is no crash of a sound server. */
  readonly wellFormed?: false;
  /** False to leave the target's credentials out, for checks about them. */
  readonly authorize?: false;
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
  readonly authenticator: Authenticator;
  readonly headers?: Readonly<Record<string, string>>;
  readonly userAgent: string;
  readonly timeout: number;
  /** Schedules a request within the target's limits of concurrency and rate. */
  readonly schedule: <T>(task: () => Promise<T>, urgent: boolean) => Promise<T>;
  /** Holds every request back for so many milliseconds, because the target asks for it in answer to a request sent then. */
  readonly pause: (milliseconds: number, sentAt: number) => void;
  /** Hears of every answer that is no refusal for the rate, with what it says of one. */
  readonly answered?: (quota: Quota | null) => void;
  /**
   * Finds out whether a write of which no answer came was carried out; null where that cannot be known. By default nobody
   * knows.
   */
  readonly carriedOut?: (request: ScimRequest) => Promise<boolean | null>;
  /** Clock zero of `Exchange.at`, from performance.now(). */
  readonly startedAt: number;
}

/** Longest text of a body that is kept in an exchange. */
const RECORDED_CHARACTERS = 16_384;
/** Most times a throttled request is sent again, and the longest it waits each time, in milliseconds. */
const THROTTLE_RETRIES = 20;
const THROTTLE_WAIT = 30_000;
/** Codes of a connection that broke under a request, and the most times a GET is sent again because of it. */
const BROKEN_CONNECTION: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);
const BROKEN_RETRIES = 2;
/** Most times a request is sent again because its connection had been closed before; soon none is kept any more. */
const STALE_RETRIES = 4;
/** Connections that broke in a row, whichever requests they carried, after which nothing is sent again. */
const DEAD_AFTER = 6;

/** The SCIM client of one target: adds credentials and media types, keeps the limits, records exchanges. */
export class ScimClient {
  readonly #transport: Transport;
  readonly #options: ClientOptions;
  readonly #query: string;
  #sent = 0;
  #throttled = 0;
  #repeats = 0;
  #brokenInARow = 0;

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

  /** GETs sent again because their connection broke. */
  get repeats(): number {
    return this.#repeats;
  }

  /**
   * Sends one request. A request that was throttled was not carried out, so it is sent again after the time the
   * target asks for (RFC 9110 §10.2.3), within bounds; meanwhile nothing else is sent. A throttled answer says nothing
   * about the target's behaviour, so it is never returned.
   * @throws TransportError when no complete answer came, or `THROTTLED` when patience ends; without secrets, which an
   *   authorization server may repeat
   */
  async send(request: ScimRequest, listener: ExchangeListener): Promise<ScimResponse> {
    try {
      return await this.#patiently(request, listener);
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      throw new TransportError(error.code, this.#options.authenticator.redact(error.message));
    }
  }

  async #patiently(request: ScimRequest, listener: ExchangeListener): Promise<ScimResponse> {
    for (let attempt = 0; ; attempt++) {
      const response = await this.#authorized(request, attempt > 0, listener);
      const wait = throttleWait(response);
      if (wait === null) {
        this.#options.answered?.(quotaIn(response.headers));
        return response;
      }
      this.#throttled++;
      if (attempt >= THROTTLE_RETRIES || wait > THROTTLE_WAIT) {
        const text = `the target throttles requests (${response.status}, ${attempt + 1} times for this one); give a lower --rate`;
        throw new TransportError('THROTTLED', text);
      }
      this.#options.pause(wait, this.#options.startedAt + response.exchange.at);
    }
  }

  /** Sends one request, and once more when the target refuses a token that can be renewed: what is refused was not carried out. */
  async #authorized(
    request: ScimRequest,
    urgent: boolean,
    listener: ExchangeListener,
  ): Promise<ScimResponse> {
    const { authenticator } = this.#options;
    const authorize = request.authorize !== false;
    const credentials = authorize ? await authenticator.headers() : {};
    const response = await this.#repeated(request, credentials, urgent, listener);
    if (response.status !== 401 || !authorize || !(await authenticator.renew(credentials))) return response;
    const renewed = await authenticator.headers();
    return this.#repeated(request, renewed, true, listener);
  }

  /**
   * Sends one request, and again where that does no harm (RFC 9110 §9.2.2): a GET whose connection broke before the answer
   * was whole, and a write that went out on a connection which the target had closed, once it is known that the write was
   * not carried out. Where that cannot be known, a second answer is believed only when it tells of success: an error may
   * come of doing twice what was asked once. Each attempt is an exchange of its own.
   */
  async #repeated(
    request: ScimRequest,
    credentials: Readonly<Record<string, string>>,
    urgent: boolean,
    listener: ExchangeListener,
  ): Promise<ScimResponse> {
    let uncertain = false;
    let stale = 0;
    for (let attempt = 0; ; attempt++) {
      try {
        const response = await this.#options.schedule(
          () => this.#once(request, credentials, listener),
          urgent || attempt > 0,
        );
        this.#brokenInARow = 0;
        if (uncertain && !(response.status >= 200 && response.status < 300)) throw unknownOutcome(response);
        return response;
      } catch (error) {
        const code = error instanceof TransportError ? error.code : '';
        this.#brokenInARow = code === 'STALE' || BROKEN_CONNECTION.has(code) ? this.#brokenInARow + 1 : 0;
        if (code === 'STALE') stale++;
        const worn = stale > STALE_RETRIES || attempt - stale >= BROKEN_RETRIES;
        const hopeless = worn || this.#brokenInARow > DEAD_AFTER;
        const repeatable = hopeless ? 'no' : await this.#repeatable(request, code);
        if (repeatable === 'no') throw error;
        uncertain ||= repeatable === 'uncertain';
        this.#repeats++;
      }
    }
  }

  /** Whether a request that broke with this code can be sent again, and whether its answer is beyond doubt then. */
  async #repeatable(request: ScimRequest, code: string): Promise<'no' | 'uncertain' | 'yes'> {
    const stale = code === 'STALE';
    if (request.method === 'GET') return stale || BROKEN_CONNECTION.has(code) ? 'yes' : 'no';
    if (!stale) return 'no';
    const carriedOut = (await this.#options.carriedOut?.(request)) ?? null;
    if (carriedOut === null) return 'uncertain';
    return carriedOut ? 'no' : 'yes';
  }

  async #once(
    request: ScimRequest,
    credentials: Readonly<Record<string, string>>,
    listener: ExchangeListener,
  ): Promise<ScimResponse> {
    const wire = this.#wire(request, credentials);
    const start = performance.now();
    this.#sent++;
    try {
      const answer = await this.#transport.send(wire);
      const body = parseBody(answer.text);
      const exchange = this.#record(request, wire, start, answer, null);
      listener(exchange);
      return { ...answer, body, exchange };
    } catch (error) {
      const reason = error instanceof TransportError ? error.message : String(error);
      listener(this.#record(request, wire, start, null, reason));
      throw error;
    }
  }

  #wire(request: ScimRequest, credentials: Readonly<Record<string, string>>): WireRequest {
    const { headers, userAgent, timeout } = this.#options;
    const own = request.rawQuery ?? encodeQuery(request.query ?? {});
    const query = [own, this.#query].filter((part) => part !== '').join('&');
    const body = request.rawBody ?? (request.body === undefined ? null : JSON.stringify(request.body));
    return {
      method: request.method,
      path: query === '' ? request.path : `${request.path}?${query}`,
      headers: withoutEmpty({
        accept: SCIM_MEDIA_TYPE,
        'user-agent': userAgent,
        ...(body === null ? {} : { 'content-type': SCIM_MEDIA_TYPE }),
        ...credentials,
        ...headers,
        ...request.headers,
      }),
      body,
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
    const { authenticator, startedAt, baseUrl } = this.#options;
    const { redact } = authenticator;
    const hide = hidePasswords(wire.body);
    const kept = (body: string): string => cut(redact(hide(body)));
    return {
      at: Math.round(start - startedAt),
      durationMs: Math.round((performance.now() - start) * 10) / 10,
      request: {
        method: wire.method,
        url: redact(stripQuery(baseUrl) + wire.path),
        headers: redactHeaders(wire.headers, redact),
        body: wire.body === null ? null : kept(wire.body),
      },
      response: answer && {
        status: answer.status,
        headers: redactHeaders(answer.headers, redact),
        body: answer.text === '' ? null : kept(answer.text),
        truncatedFrom: answer.text.length > RECORDED_CHARACTERS ? Buffer.byteLength(answer.text) : null,
      },
      error: error === null ? null : redact(error),
      purpose: request.purpose ?? null,
    };
  }
}

function unknownOutcome({ status }: ScimResponse): TransportError {
  const text = `the target closed the connection under the request; sent again it is answered with ${status}, which may be because it was carried out twice`;
  return new TransportError('UNCERTAIN', text);
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

function cut(text: string): string {
  return text.length > RECORDED_CHARACTERS ? text.slice(0, RECORDED_CHARACTERS) : text;
}

/**
 * Milliseconds to wait before the request may be repeated, or null when it was not throttled. A date is the target's own,
 * so it counts from the time that the target gives its answer (RFC 9110 §6.6.1), not from ours.
 */
function throttleWait(response: ScimResponse): number | null {
  const header = response.headers['retry-after'];
  if (response.status !== 429 && !(response.status === 503 && header !== undefined)) return null;
  if (header === undefined) return 1000;
  const stated = Date.parse(response.headers.date ?? '');
  const now = Number.isNaN(stated) ? Date.now() : stated;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds * 1000) : 1000;
}
