import type { ScimRequest, ScimResponse } from '../http/client.ts';
import { TransportError } from '../http/transport.ts';
import type { Creation } from './creations.ts';
import { type Journal, NO_JOURNAL } from './journal.ts';
import { findCreated } from './looking-up.ts';

/** Deletes on their way at a time beside the checks, so that cleaning up does not crowd out judging. */
const BACKGROUND_DELETES = 4;

/** Failures in a row after which the target is taken for dead and cleaning up ends. */
const GIVE_UP_AFTER = 5;

/** Deletions of each endpoint that are looked at before its answers are believed; where one was none, all are looked at. */
const LOOKED_AT = 2;

/** Requests under way that create something. */
export interface Sending {
  /** What they did is known: the answer tells it. */
  settle(): void;
  /** No answer tells it: the creations are looked for when the ledger is swept, and before that `now` if it makes sense. */
  doubt(now: boolean): Promise<void>;
}

/** A creation of which nobody knows whether it was carried out. */
interface Doubt {
  readonly creation: Creation;
  readonly settle: () => void;
}

/**
 * Knows every resource that a run created and has not yet deleted, by path below the base URL, and writes it down in the
 * journal. Only what is in the ledger is ever deleted, and each of them once.
 */
export class Ledger {
  readonly #send: (request: ScimRequest) => Promise<ScimResponse>;
  readonly #journal: Journal;
  readonly #open = new Set<string>();
  readonly #strangers = new Set<string>();
  readonly #discarded: string[] = [];
  /** What waits for its DELETE or for the answer to it. */
  readonly #pending = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  readonly #doubts = new Set<Doubt>();
  /** What is still there although its DELETE was answered. */
  readonly #lingering = new Set<string>();
  /** By endpoint, how many deletions were looked at and proved to be some; less than nothing where one was none. */
  readonly #proved = new Map<string, number>();
  #sendings = 0;
  #failures = 0;

  constructor(send: (request: ScimRequest) => Promise<ScimResponse>, journal: Journal = NO_JOURNAL) {
    this.#send = send;
    this.#journal = journal;
  }

  /** Paths of the resources that still exist, and of the lists that would show what nobody knows of. */
  get open(): readonly string[] {
    const unknown = [...this.#doubts].map(
      ({ creation: { endpoint, attribute, value } }) => `${endpoint}?filter=${attribute} eq "${value}"`,
    );
    return [...this.#open, ...unknown];
  }

  /** Paths of the resources that came back as ones that were created and seem to be others; none of them is touched. */
  get strangers(): readonly string[] {
    return [...this.#strangers];
  }

  /** Notes what is about to be sent. */
  sending(creations: readonly Creation[]): Sending {
    const doubts = creations.map((creation): Doubt => {
      const number = ++this.#sendings;
      this.#journal.write({ sending: number, ...creation });
      return { creation, settle: () => this.#journal.write({ settled: number }) };
    });
    return {
      settle: () => {
        for (const { settle } of doubts) settle();
      },
      doubt: async (now) => {
        for (const doubt of doubts) this.#doubts.add(doubt);
        if (now) await Promise.all(doubts.map((doubt) => this.#resolve(doubt, false)));
      },
    };
  }

  /** Notes a resource that came back as one that was created and is not: it is never taken for one, unless it proves to be. */
  suspect(path: string): void {
    this.#strangers.add(path);
  }

  /** Notes that a suspected resource is one that was created after all. */
  clear(path: string): void {
    this.#strangers.delete(path);
  }

  /** Notes a resource that was created. */
  created(path: string): void {
    if (this.#open.has(path) || this.#strangers.has(path)) return;
    this.#open.add(path);
    this.#journal.write({ created: path });
  }

  /** Notes a resource that a check saw deleted. */
  deleted(path: string): void {
    if (this.#open.delete(path)) this.#journal.write({ deleted: path });
  }

  /** Deletes resources that are no longer needed, in the background. Groups go first: they refer to users. */
  discard(paths: readonly string[]): void {
    const news = paths.filter((path) => this.#open.has(path) && !this.#pending.has(path)).sort();
    for (const path of news) this.#pending.add(path);
    this.#discarded.push(...news);
    while (this.#running.size < BACKGROUND_DELETES && this.#discarded.length > 0) this.#startDeleting();
  }

  /**
   * Waits for the background, then deletes all that is still open, and what was answered and is still there once more: a
   * user may not go before his groups, and a deletion may take its time. What cannot be deleted stays open.
   */
  async sweep(): Promise<void> {
    await Promise.all([...this.#doubts].map((doubt) => this.#resolve(doubt, true)));
    await this.#deleted([...this.#open]);
    await this.#deleted([...this.#lingering]);
  }

  async #deleted(paths: readonly string[]): Promise<void> {
    this.discard(paths);
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** Ends the journal. */
  close(): void {
    this.#journal.close(this.#open.size === 0 && this.#doubts.size === 0);
  }

  /**
   * Looks for what a request without an answer may have created.
   * @param final whether not finding it settles it: what is still under way may come into being later
   */
  async #resolve(doubt: Doubt, final: boolean): Promise<void> {
    if (this.#failures >= GIVE_UP_AFTER) return;
    try {
      const found = await findCreated(this.#send, doubt.creation);
      this.#failures = 0;
      for (const path of found ?? []) this.created(path);
      if (found === null || (found.length === 0 && !final)) return;
      this.#doubts.delete(doubt);
      doubt.settle();
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      this.#failures++;
    }
  }

  #startDeleting(): void {
    const work = this.#deleteAll().finally(() => this.#running.delete(work));
    this.#running.add(work);
  }

  async #deleteAll(): Promise<void> {
    for (let path = this.#discarded.shift(); path !== undefined; path = this.#discarded.shift()) {
      await this.#delete(path);
      this.#pending.delete(path);
    }
  }

  /** Whether a resource is gone, whatever the answer to its DELETE says: some targets only hide or disable it. */
  async #isGone(path: string, answered: number): Promise<boolean> {
    if (answered === 404 || answered === 410) return true;
    const succeeded = answered >= 200 && answered < 300;
    const endpoint = path.split('/')[1] ?? '';
    const proved = (): number => this.#proved.get(endpoint) ?? 0;
    if (succeeded && proved() >= LOOKED_AT) return true;
    const { status } = await this.#send({ method: 'GET', path, purpose: 'see whether it is gone' });
    const isGone = status === 404 || status === 410 || (succeeded && status !== 200);
    // Others may have been looked at meanwhile: what one of them showed stands.
    if (succeeded) this.#proved.set(endpoint, isGone ? proved() + 1 : Number.NEGATIVE_INFINITY);
    return isGone;
  }

  /**
   * One DELETE, and a second one when no answer comes, which does no harm (RFC 9110 §9.2.2); a resource that is gone
   * already counts as deleted, and trouble leaves it open for the report.
   */
  async #delete(path: string): Promise<void> {
    for (let attempt = 0; attempt < 2; attempt++) {
      if (!this.#open.has(path) || this.#failures >= GIVE_UP_AFTER) return;
      try {
        const { status } = await this.#send({ method: 'DELETE', path, purpose: 'clean up' });
        this.#failures = status === 401 ? this.#failures + 1 : 0;
        if (await this.#isGone(path, status)) this.deleted(path);
        else this.#lingering.add(path);
        return;
      } catch {
        this.#failures++;
      }
    }
  }
}
