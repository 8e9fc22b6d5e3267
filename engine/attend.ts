import { setTimeout } from 'node:timers/promises';
import type { ScimRequest, ScimResponse } from '../http/client.ts';
import { TransportError } from '../http/transport.ts';
import { isObject, stringMember } from '../scim/json.ts';
import type { ResourceType } from '../scim/schema.ts';
import { type Answer, answerFrom } from './answer.ts';
import { Case } from './case.ts';
import { type PlainForm, plainAnswers, plainFormOf } from './controls.ts';
import { idOf } from './identity.ts';
import { resourcePath } from './resource-path.ts';
import { restamped } from './restamped.ts';
import type { Session } from './session.ts';
import { SetupFailure } from './violation.ts';
import { operationFor, type Worsening, type Written, worseningsOf } from './worsening.ts';

/** What asks in order to find out what is wrong with the target; nobody attends that. */
const ATTENDANT = 'attendant';

/** Milliseconds to wait for a target that may be well again by itself, before anything is taken away and after. */
const BEFORE = [50, 250];
const AFTER = [500, 1500];

/** Writes that are remembered, and those that are taken back at most. */
const REMEMBERED = 64;
const SUSPECTS = 12;

/** Requests for which an error is known to be of its own kind of request, and not of the target as a whole. */
const CLEARED_FOR = 100;

/** An error, and the plain form of the request that it answers. */
interface Crash {
  readonly request: ScimRequest;
  readonly response: ScimResponse;
  readonly source: string;
  readonly form: PlainForm;
  readonly type: ResourceType;
  readonly key: string;
  readonly begun: number;
}

/**
 * Attends the target of a session from now on. What worked before and is answered with an error is compared with its plain
 * form, while nobody else asks. Where that fails as well, the target has changed for the worse: the latest writes are taken
 * back one by one until it is well again, and what was answered with errors is sent again.
 */
export function attend(session: Session): void {
  const attendant = new Attendant(session);
  session.attend = (request, source) => attendant.begin(request, source);
}

class Attendant {
  readonly #session: Session;
  #clock = 0;
  readonly #written: Written[] = [];
  /** By form and endpoint, when the latest request began that succeeded. */
  readonly #worked = new Map<string, number>();
  /** By form, endpoint and check, when an error proved to be of its own. */
  readonly #cleared = new Map<string, number>();
  /** When the latest worsening was noted. */
  #noted = 0;
  /** When the target was found well again. */
  #recovered = 0;
  #examining: Promise<boolean> | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Notes a request that is about to be sent. @returns what to call with its answer; it says whether to send it again */
  begin(request: ScimRequest, source: string): (response: ScimResponse) => Promise<boolean> {
    const begun = ++this.#clock;
    return async (response) => {
      const ended = ++this.#clock;
      const type = this.#session.types.find(
        ({ endpoint }) => request.path === endpoint || request.path.startsWith(`${endpoint}/`),
      );
      const form = type === undefined ? null : plainFormOf(request, type);
      if (type === undefined || form === null || source === ATTENDANT) return false;
      const key = `${form} ${type.endpoint}`;
      if (response.status < 300) this.#noteSuccess(request, response, { source, key, begun, ended });
      const sound =
        request.rawBody === undefined && request.wellFormed !== false && request.authorize !== false;
      if (response.status < 500 || response.status === 501 || !sound) return false;
      // What never worked may fail for its own reasons, and creations with it only where the target is out of order.
      const create = `create ${type.endpoint}`;
      const crash = { request, response, source, type, begun };
      if (this.#worked.has(key)) return this.#inTurn({ ...crash, form, key });
      return this.#worked.has(create) ? this.#inTurn({ ...crash, form: 'create', key: create }) : false;
    };
  }

  #noteSuccess(
    request: ScimRequest,
    { body, exchange }: ScimResponse,
    { source, key, begun, ended }: { source: string; key: string; begun: number; ended: number },
  ): void {
    this.#worked.set(key, Math.max(begun, this.#worked.get(key) ?? 0));
    const { open } = worseningsOf(this.#session);
    if (open !== null && begun > this.#noted && open.operations.has(operationFor(request))) open.over = true;
    if (request.method === 'GET' || request.method === 'DELETE') return;
    const id = idOf(body);
    const path = request.method !== 'POST' ? request.path : id && resourcePath(request.path, id);
    if (path === undefined || path === '') return;
    this.#written.push({ request, source, exchange, path, ended });
    if (this.#written.length > REMEMBERED) this.#written.shift();
  }

  /** One examination at a time: whoever meets the same trouble waits for what comes of it. */
  async #inTurn(crash: Crash): Promise<boolean> {
    while (this.#examining !== null) {
      // Nobody may wait for someone who waits for them.
      if (this.#session.isExclusive) return false;
      await this.#examining;
    }
    if (this.#recovered > crash.begun) return true;
    const { open } = worseningsOf(this.#session);
    if (open?.operations.has(operationFor(crash.request)) === true) return false;
    const cleared = this.#cleared.get(`${crash.key} ${crash.source}`);
    if (cleared !== undefined && this.#clock - cleared < CLEARED_FOR) return false;
    this.#examining = this.#session
      .exclusively(() => this.#examine(crash))
      .finally(() => {
        this.#examining = null;
      });
    return this.#examining;
  }

  async #examine(crash: Crash): Promise<boolean> {
    const lasting = worseningsOf(this.#session).open;
    if (!(await this.#isIll(crash))) {
      this.#cleared.set(`${crash.key} ${crash.source}`, this.#clock);
      return false;
    }
    if (lasting !== null) {
      lasting.operations.add(operationFor(crash.request));
      return false;
    }
    if (await this.#recovers(crash, BEFORE)) return this.#noteForAWhile(crash);
    const suspects = this.#suspects(crash);
    const open = new Set(this.#session.ledger.open);
    for (const suspect of suspects.filter(({ path }) => open.has(path)).slice(0, SUSPECTS)) {
      await this.#takeAway(suspect);
      if (await this.#isIll(crash)) continue;
      if (!(await this.#isProven(suspect, crash))) return this.#noteForAWhile(crash);
      return this.#note(crash, suspect, true);
    }
    if (await this.#recovers(crash, AFTER)) return this.#noteForAWhile(crash);
    return this.#note(crash, suspects[0] ?? this.#written.at(-1) ?? null, false);
  }

  #note({ request, response, source, form, type }: Crash, culprit: Written | null, mended: boolean): boolean {
    const { witness, requests } = this.#session;
    const check = source.includes('/') ? source : null;
    const worsening: Worsening = {
      request,
      answer: answerFrom(response),
      after: requests,
      culprit,
      mended,
      operations: new Set([
        operationFor(request),
        ...(form === 'create' ? [operationFor({ method: 'POST', path: type.endpoint })] : []),
      ]),
      over: mended,
      teller: culprit !== null && witness.isRunning(culprit.source) ? culprit.source : check,
      told: false,
    };
    const { all } = worseningsOf(this.#session);
    // Once is enough of what one check does again and again.
    const known = all.some((one) => mended && one.mended && one.culprit?.source === culprit?.source);
    all.push({ ...worsening, told: known });
    this.#noted = ++this.#clock;
    if (mended) this.#recovered = ++this.#clock;
    return mended;
  }

  /** Notes that the target was in trouble for a while and nothing of ours made it so. */
  #noteForAWhile({ request, response }: Crash): boolean {
    const { status } = response;
    this.#session.observe('errors.forAWhile', { operation: operationFor(request), status });
    this.#recovered = ++this.#clock;
    return true;
  }

  /** Whether the plain form of a request is answered with an error as well. */
  async #isIll({ form, type }: Pick<Crash, 'form' | 'type'>): Promise<boolean> {
    try {
      const answers = await plainAnswers(this.#case(), form, type);
      return answers.every(isTrouble);
    } catch (error) {
      if (error instanceof SetupFailure) return (error.exchange?.response?.status ?? 0) >= 500;
      if (error instanceof TransportError) return false;
      throw error;
    }
  }

  async #recovers(crash: Crash, waits: readonly number[]): Promise<boolean> {
    for (const wait of waits) {
      await setTimeout(wait);
      if (!(await this.#isIll(crash))) return true;
    }
    return false;
  }

  /**
   * The writes that may be to blame, the likeliest first: those whose answer came after the last success began. A request
   * that nobody can make sense of is the likeliest, then the latest.
   */
  #suspects({ key }: Crash): readonly Written[] {
    const since = this.#worked.get(key) ?? 0;
    const all = this.#written.filter(
      ({ source, request, ended }) => ended > since && (source.includes('/') || isOdd(request)),
    );
    const latest = new Map(all.map((one) => [one.path, one]));
    return [...latest.values()].toSorted(
      (a, b) => Number(isOdd(b.request)) - Number(isOdd(a.request)) || b.ended - a.ended,
    );
  }

  async #takeAway({ path }: Written): Promise<void> {
    const purpose = 'take it away: since it came, requests fail that worked before';
    worseningsOf(this.#session).takenAway.add(path);
    const { ok, status } = await this.#case().send({ method: 'DELETE', path, purpose });
    if (ok || status === 404) this.#session.ledger.deleted(path);
  }

  /** Whether the same creation makes it all the same again; nobody is blamed for what cannot be tried once more. */
  async #isProven({ request }: Written, crash: Crash): Promise<boolean> {
    const c = this.#case();
    const purpose = 'once more, to see whether it is to blame';
    const body = isObject(request.body) ? restamped(c, request.body) : undefined;
    if (request.method !== 'POST' || body === undefined) return false;
    const { created } = await c.post(request.path, body, purpose, {}, {}, { wellFormed: false });
    if (created === null) return false;
    const ill = await this.#isIll(crash);
    await c.send({ method: 'DELETE', path: created.path, purpose: 'take it away again' });
    this.#session.ledger.deleted(created.path);
    return ill;
  }

  #case(): Case {
    return new Case(this.#session, [], ATTENDANT);
  }
}

const isTrouble = ({ status }: Answer): boolean => status >= 500 && status !== 501;

/** Whether a write is one that a service provider need not be able to make sense of. */
function isOdd({ wellFormed, rawBody, method, body }: ScimRequest): boolean {
  if (wellFormed === false || rawBody !== undefined) return true;
  return method === 'POST' && !['userName', 'displayName'].some((name) => stringMember(body, name));
}
