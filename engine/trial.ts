import fc from 'fast-check';
import type { RequirementId } from '../requirements/index.ts';
import type { Case } from './case.ts';
import type { Effort } from './effort.ts';
import { type Evidence, InputRefused, SetupFailure, Violation } from './violation.ts';

/** Refusals, before any input was accepted, after which a property cannot be judged. */
const REFUSALS = 8;

/** Tries one property, input by input as fast-check offers them, and keeps the smallest violation found so far. */
export class Trial<T> {
  smallest: { readonly requirement: RequirementId; readonly evidence: Evidence; readonly value: T } | null =
    null;
  /** Why the property cannot be judged; ends it without shrinking. */
  broken: unknown = null;
  /** Whether shrinking stopped at its budget. */
  cutShort = false;
  /** Inputs for which the property held. */
  held = 0;
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
      this.#fail(value, error, c);
    } finally {
      this.#shrinkRequests += c.requests;
    }
  }

  /** Anything that is not the violation being shrunk counts as passing, so that the counterexample stays about it. */
  #fail(value: T, error: unknown, c: Case): void {
    if (fc.PreconditionFailure.isFailure(error)) throw error;
    if (error instanceof InputRefused) this.#refused(error);
    const known = this.smallest;
    if (!(error instanceof Violation)) {
      if (known === null) this.broken ??= error;
      return;
    }
    const { requirement } = error.finding;
    if (known !== null && known.requirement !== requirement) return;
    if (known === null) {
      this.#shrinkStart = performance.now();
      this.#shrinkRequests = 0;
    }
    this.smallest = { requirement, evidence: { finding: error.finding, exchanges: [...c.exchanges] }, value };
    throw error;
  }

  /** Skips the input, or gives the property up when nothing was ever accepted. */
  #refused(refusal: InputRefused): void {
    this.#refusals++;
    if (this.held > 0 || this.smallest !== null || this.#refusals < REFUSALS)
      throw new fc.PreconditionFailure();
    this.broken = new SetupFailure(refusal.message);
  }

  #overBudget(): boolean {
    if (this.smallest === null) return false;
    const { shrinkMs, shrinkRequests } = this.#budget;
    const over = performance.now() - this.#shrinkStart > shrinkMs || this.#shrinkRequests > shrinkRequests;
    this.cutShort ||= over;
    return over;
  }
}
