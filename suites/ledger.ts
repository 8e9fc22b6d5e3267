import type { ScimRequest, ScimResponse } from '../scim/http/client.ts';

/** Deletes on their way at a time beside the checks, so that cleaning up does not crowd out judging. */
const BACKGROUND_DELETES = 4;

/** Failures in a row after which the target is taken for dead and cleaning up ends. */
const GIVE_UP_AFTER = 5;

/**
 * Knows every resource that a run created and has not yet deleted, by path below the base URL. Only what is in the
 * ledger is ever deleted, and each of them once.
 */
export class Ledger {
  readonly #send: (request: ScimRequest) => Promise<ScimResponse>;
  readonly #open = new Set<string>();
  readonly #discarded: string[] = [];
  /** What waits for its DELETE or for the answer to it. */
  readonly #pending = new Set<string>();
  readonly #running = new Set<Promise<void>>();
  #failures = 0;

  constructor(send: (request: ScimRequest) => Promise<ScimResponse>) {
    this.#send = send;
  }

  /** Paths of the resources that still exist. */
  get open(): readonly string[] {
    return [...this.#open];
  }

  /** Notes a resource that was created. */
  created(path: string): void {
    this.#open.add(path);
  }

  /** Notes a resource that a check saw deleted. */
  deleted(path: string): void {
    this.#open.delete(path);
  }

  /** Deletes resources that are no longer needed, in the background. Groups go first: they refer to users. */
  discard(paths: readonly string[]): void {
    const news = paths.filter((path) => this.#open.has(path) && !this.#pending.has(path)).sort();
    for (const path of news) this.#pending.add(path);
    this.#discarded.push(...news);
    while (this.#running.size < BACKGROUND_DELETES && this.#discarded.length > 0) this.#startDeleting();
  }

  /** Waits for the background, then deletes all that is still open. What cannot be deleted stays open. */
  async sweep(): Promise<void> {
    this.discard(this.open);
    while (this.#running.size > 0) await Promise.all(this.#running);
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

  /** One DELETE; a resource that is gone already counts as deleted, and trouble leaves it open for the report. */
  async #delete(path: string): Promise<void> {
    if (!this.#open.has(path) || this.#failures >= GIVE_UP_AFTER) return;
    try {
      const { status } = await this.#send({ method: 'DELETE', path, purpose: 'clean up' });
      this.#failures = status === 401 ? this.#failures + 1 : 0;
      if ((status >= 200 && status < 300) || status === 404) this.#open.delete(path);
    } catch {
      this.#failures++;
      // No answer: the resource may still be there, so it stays open and the report names it.
    }
  }
}
