import type { ScimRequest, ScimResponse } from '../scim/http/client.ts';
import type { Exchange } from '../scim/http/exchange.ts';
import type { Complaint } from './case.ts';
import { EVERY_ANSWER, EVERY_ANSWER_SUITE } from './every-answer/rules.ts';
import { type Rule, type Sight, Sighting, type SightOptions } from './every-answer/sighting.ts';

/** An answer that broke a rule, and the check that had asked for it. */
export interface Sighted {
  readonly complaint: Complaint;
  readonly exchange: Exchange;
  /** Id of the check. */
  readonly source: string;
}

/** What is known about one rule so far. */
export interface Testimony {
  /** Answers that the rule was judged on. */
  readonly judged: number;
  readonly violation: Sighted | null;
}

/**
 * Looks at every answer of a session, whichever check asked for it, and remembers for each rule how often it held and
 * one violation: that of the check whose id comes first, so that the same run tells of the same one. Also knows which
 * checks are running, so that a check can wait until there is nothing more to see.
 */
export class Witness {
  readonly #options: SightOptions;
  readonly #rules: readonly Rule[];
  readonly #seen = new Map<string, Testimony>();
  readonly #own = new Map<string, string>();
  readonly #running = new Map<string, number>();
  #waiting: (() => void)[] = [];

  /** @param checks ids of the checks of the run: without one that tells what was seen, nothing is looked at */
  constructor(options: SightOptions, checks: readonly string[]) {
    this.#options = options;
    this.#rules = checks.some((id) => id.startsWith(`${EVERY_ANSWER_SUITE}/`)) ? EVERY_ANSWER : [];
  }

  /** Judges an answer by every rule. */
  see(request: ScimRequest, response: ScimResponse, source: string): void {
    if (this.#rules.length === 0) return;
    const sighting = new Sighting(request, response, this.#options, this.#own);
    for (const { requirement, look } of this.#rules)
      this.#note(requirement, look(sighting), response, source);
  }

  /** What was seen of a requirement. */
  testimony(requirement: string): Testimony {
    return this.#seen.get(requirement) ?? { judged: 0, violation: null };
  }

  /** Notes that a check has begun. @returns what to call when it has ended */
  begin(check: string): () => void {
    this.#running.set(check, (this.#running.get(check) ?? 0) + 1);
    return () => this.#leave(check);
  }

  /** Waits until every other check that has begun has ended; checks that wait are not waited for. */
  async quiet(own: string): Promise<void> {
    this.#leave(own);
    if (this.#running.size > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #leave(check: string): void {
    const left = (this.#running.get(check) ?? 1) - 1;
    if (left > 0) this.#running.set(check, left);
    else this.#running.delete(check);
    if (this.#running.size > 0) return;
    for (const resolve of this.#waiting) resolve();
    this.#waiting = [];
  }

  #note(requirement: string, sight: Sight, { exchange }: ScimResponse, source: string): void {
    if (sight === null) return;
    const known = this.testimony(requirement);
    const earlier = known.violation;
    const isFirst = sight !== 'holds' && (earlier === null || source < earlier.source);
    const violation = isFirst ? { complaint: sight, exchange, source } : earlier;
    this.#seen.set(requirement, { judged: known.judged + 1, violation });
  }
}
