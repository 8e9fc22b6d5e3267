import type { Quota } from './quota.ts';

/** Milliseconds that the rate of answers is measured over. */
const WINDOW = 500;

/** What the rate is cut to when the target throttles: less deep where it has gone well for long. */
const CUT = { soon: 0.85, late: 0.93 };
const LONG = 10_000;

/** How much the rate grows in a second: before a limit is known, well below the one known, and past it. */
const GROWTH = { unknown: 2, below: 0.06, past: 0.15 };

/** How much it grows with an answer close to the limit, so that every limit is tried as seldom for each request. */
const CLOSE_GROWTH = 0.000125;

/** The part of the rate at which the target throttled that counts as close to it, and the one that is past it. */
const CLOSE = 0.95;
const PAST = 1.05;

/** Fewer requests a second are never tried for: a target that wants that names a time to wait. */
const LEAST = 0.5;

/** The least that is tried first: a refusal before anything was taken says little. */
const FIRST = 4;

/** So few requests that are left of a quota are spread over the time until there are more. */
const FEW = 20;

/**
 * How fast requests go to a target that limits their rate. As fast as they come until it throttles; then as fast as it
 * answered before, cut by a part at every further refusal and growing again while there is none (additive increase,
 * multiplicative decrease), so that the rate stays just below the limit. What the target says is respected: the time to wait
 * (`Retry-After`, RFC 9110 §10.2.3), and what is left of a quota.
 */
export class Pace {
  #rate = Number.POSITIVE_INFINITY;
  /** The rate at which the target throttled last. */
  #ceiling = Number.POSITIVE_INFINITY;
  /** When the next request may go, when the last refusal was heard, and from when on answers count as ones since. */
  #next = 0;
  #refusedAt = Number.NEGATIVE_INFINITY;
  #since: number;
  #grownAt = 0;
  /** When requests were answered, the latest ones. */
  #answers: number[] = [];

  constructor() {
    this.#since = performance.now();
  }

  /** Requests a second that the target takes without throttling, whole ones; null unless it throttled again. */
  get learnt(): number | null {
    // One refusal may have had other reasons than the rate.
    if (!Number.isFinite(this.#ceiling)) return null;
    return Math.max(1, Math.floor(CUT.late * Math.min(this.#rate, this.#ceiling)));
  }

  /** Waits until the next request may go. */
  async turn(): Promise<void> {
    for (;;) {
      const now = performance.now();
      const at = Math.max(now, this.#next);
      if (Number.isFinite(this.#rate)) this.#next = at + 1000 / this.#rate;
      if (at <= now) return;
      await new Promise((resolve) => setTimeout(resolve, at - now));
      // Meanwhile the target may have asked to wait.
      if (this.#refusedAt < now) return;
    }
  }

  /** Notes an answer that is no refusal. */
  answered(quota: Quota | null): void {
    const now = performance.now();
    this.#answers.push(now);
    if (this.#answers.length > 2 * MOST_COUNTED) this.#answers = this.#answers.slice(-MOST_COUNTED);
    if (quota !== null && quota.remaining < FEW) this.#spread(quota, now);
    this.#grow(now);
  }

  /**
   * Notes a refusal.
   * @param wait milliseconds that the target asks to wait
   * @param sentAt when the request went out, by performance.now(): what was under way at the last refusal tells nothing new
   */
  refused(wait: number, sentAt: number): void {
    const now = performance.now();
    if (sentAt > this.#refusedAt) this.#cut(wait, now);
    this.#next = Math.max(this.#next, now + wait);
  }

  #cut(wait: number, now: number): void {
    if (Number.isFinite(this.#rate)) {
      const long = now - this.#refusedAt > LONG;
      this.#ceiling = Math.min(this.#rate, Math.max(this.#measured(now), this.#rate / 2));
      this.#rate = this.#ceiling * (long ? CUT.late : CUT.soon);
    } else {
      // What it has taken at once has to do for the time of waiting, too.
      const taken = this.#answers.filter((at) => at >= this.#since).length;
      this.#rate = Math.max(FIRST, taken / ((now - this.#since + wait) / 1000));
    }
    this.#rate = Math.max(LEAST, this.#rate);
    this.#refusedAt = now;
    this.#since = now + wait;
    this.#next = now + wait;
    this.#grownAt = now + wait;
  }

  /** Answers a second, lately; too soon after a refusal the rate itself, for want of answers to count. */
  #measured(now: number): number {
    if (now - this.#since < WINDOW) return this.#rate;
    return this.#answers.filter((at) => at >= now - WINDOW).length / (WINDOW / 1000);
  }

  #grow(now: number): void {
    if (!Number.isFinite(this.#rate) || now <= this.#grownAt) return;
    const place = this.#place();
    const span = Math.min(1, (now - this.#grownAt) / 1000);
    this.#rate *= 1 + (place === 'close' ? CLOSE_GROWTH : GROWTH[place] * span);
    this.#grownAt = now;
  }

  #place(): keyof typeof GROWTH | 'close' {
    if (!Number.isFinite(this.#ceiling)) return 'unknown';
    if (this.#rate > PAST * this.#ceiling) return 'past';
    return this.#rate > CLOSE * this.#ceiling ? 'close' : 'below';
  }

  /** The few requests that are left of a quota, in the time that they have to do for. */
  #spread({ remaining, resetMs }: Quota, now: number): void {
    const apart =
      remaining === 0 ? Math.min(resetMs, LONGEST_WAIT) : Math.min(resetMs / remaining, LONGEST_APART);
    this.#next = Math.max(this.#next, now + apart);
  }
}

/** Answers that are remembered. */
const MOST_COUNTED = 4096;

/** Milliseconds that an exhausted quota may hold requests back, and that those left of one are apart at most. */
const LONGEST_WAIT = 30_000;
const LONGEST_APART = 2_000;
