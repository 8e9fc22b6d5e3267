import fc from 'fast-check';
import { TransportError } from '../http/transport.ts';
import type { Case } from './case.ts';
import type { Effort } from './effort.ts';
import { InputRefused, Violation } from './violation.ts';

/** Refusals, before any input was accepted, after which a property cannot be judged. */
const REFUSALS = 8;

/** Requests that shrinking may take although its time is over, and how many times as long it lasts at most because of that. */
const LEAST_REQUESTS = 500;
const LONGEST = 12;

/** Tries one property, input by input as fast-check offers them, and keeps the smallest violation found so far. */
export class Trial<T> {
  smallest: { readonly violation: Violation; readonly value: T } | null = null;
  /** Why the property cannot be judged; ends it without shrinking. */
  broken: unknown = null;
  /** Whether shrinking stopped at its budget. */
  cutShort = false;
  /** Inputs for which the property held. */
  held = 0;
  /** Why an input could not be judged, the latest. */
  refusal: InputRefused | null = null;
  readonly #budget: Pick<Effort, 'shrinkMs' | 'shrinkRequests'>;
  readonly #newCase: () => Case;
  readonly #play: (c: Case, value: T) => Promise<void>;
  #refusals = 0;
  #shrinkStart = 0;
  #shrinkRequests = 0;

  constructor(
    budget: Pick<Effort, 'shrinkMs' | 'shrinkRequests'>,
    newCase: () => Case,
    play: (c: Case, value: T) => Promise<void>,
  ) {
    this.#budget = budget;
    this.#newCase = newCase;
    this.#play = play;
  }

  /** The predicate for fast-check: throws when it is to take the value as failing. */
  async run(value: T): Promise<void> {
    if (this.broken !== null || this.#overBudget()) return;
    const c = this.#newCase();
    try {
      await this.#play(c, value);
      this.held++;
    } catch (error) {
      this.#fail(value, error);
    } finally {
      this.#shrinkRequests += c.requests;
    }
  }

  /** Anything that is not the violation being shrunk counts as passing, so that the counterexample stays about it. */
  #fail(value: T, error: unknown): void {
    if (fc.PreconditionFailure.isFailure(error)) throw error;
    if (error instanceof InputRefused) this.#refused(error);
    const known = this.smallest;
    if (!(error instanceof Violation)) {
      if (known === null) this.broken ??= error;
      // The run ends here: what was found stands as it is.
      else if (error instanceof TransportError && error.code === 'LOST') this.cutShort = true;
      return;
    }
    if (known !== null && !sameDefect(known.violation, error)) return;
    if (known === null) {
      this.#shrinkStart = performance.now();
      this.#shrinkRequests = 0;
    }
    this.smallest = { violation: error, value };
    throw error;
  }

  /** Skips the input, or gives the property up when nothing was ever accepted. */
  #refused(refusal: InputRefused): void {
    this.#refusals++;
    this.refusal = refusal;
    if (this.held > 0 || this.smallest !== null || this.#refusals < REFUSALS)
      throw new fc.PreconditionFailure();
    this.broken = refusal;
  }

  #overBudget(): boolean {
    if (this.smallest === null) return false;
    const { shrinkMs, shrinkRequests } = this.#budget;
    const spent = performance.now() - this.#shrinkStart;
    // A target that answers slowly gets as many requests as nearly every counterexample takes to become minimal.
    const late = spent > shrinkMs && this.#shrinkRequests > LEAST_REQUESTS;
    const over = late || spent > LONGEST * shrinkMs || this.#shrinkRequests > shrinkRequests;
    this.cutShort ||= over;
    return over;
  }
}

/** Whether shrinking goes on with the same defect: the same requirement, departed from in the same way. */
function sameDefect(
  { evidence: { finding: a } }: Violation,
  { evidence: { finding: b } }: Violation,
): boolean {
  return a.requirement === b.requirement && a.deviation === b.deviation;
}
