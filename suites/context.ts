import fc from 'fast-check';
import type { Counterexample } from '../report/report.ts';
import type { Json } from '../scim/json.ts';
import { Case } from './case.ts';
import type { Check } from './check.ts';
import { seedOf } from './seed.ts';
import type { Session } from './session.ts';
import { type Evidence, InputRefused, SetupFailure, Violation } from './violation.ts';

/** How one property is tried. */
export interface PropertyOptions<T> {
  /** Generated inputs; by default the effort's `runs`. */
  readonly runs?: number;
  /** Inputs always tried first. */
  readonly examples?: readonly T[];
  /** The input in plain words, step by step, for histories. */
  readonly steps?: (value: T) => readonly string[];
}

/** A failing property: the evidence of the smallest case with the case itself. */
export interface Failure {
  readonly evidence: Evidence;
  readonly counterexample: Counterexample | null;
}

/** What one check works with: the session, properties over generated inputs, and the record of how they went. */
export class CheckContext {
  readonly session: Session;
  readonly warnings: Evidence[] = [];
  /** Set by the first violated property. */
  failure: Failure | null = null;
  judged = 0;
  requests = 0;
  runs = 0;
  /** Exchanges of the latest case, for a check that ends with an error. */
  latest: Case | null = null;
  readonly #check: Check;
  #properties = 0;

  constructor(session: Session, check: Check) {
    this.session = session;
    this.#check = check;
  }

  /** One experiment without generated input. @throws Violation, SetupFailure, TransportError */
  async once(body: (c: Case) => Promise<void>): Promise<void> {
    try {
      await this.attempt(body);
    } catch (error) {
      if (error instanceof Violation) this.failure ??= { evidence: this.#evidence(error), counterexample: null };
      throw error;
    }
  }

  /**
   * A property: the experiment must hold for every generated input. The first failing input is shrunk, as long as it
   * goes on violating the same requirement and the shrinking budget lasts, to the smallest one.
   * @throws Violation, SetupFailure, TransportError
   */
  async forAll<T>(
    arbitrary: fc.Arbitrary<T>,
    body: (value: T, c: Case) => Promise<void>,
    options: PropertyOptions<T> = {},
  ): Promise<void> {
    const trial = new Trial<T>(this, body);
    const index = this.#properties++;
    const seed = seedOf(this.session.plan.seed, this.#check.id, index);
    const path = this.#replayPath(index);
    const details = await fc.check(fc.asyncProperty(arbitrary, (value) => trial.run(value)), {
      seed,
      numRuns: options.runs ?? this.session.effort.runs,
      maxSkipsPerRun: 10,
      examples: (options.examples ?? []).map((example): [T] => [example]),
      ...(path === null ? {} : { path }),
    });
    if (trial.broken !== null) throw trial.broken;
    if (trial.smallest === null) {
      if (trial.held === 0) throw new SetupFailure('no generated input could be judged');
      return;
    }
    const { violation, evidence, value } = trial.smallest;
    this.failure ??= {
      evidence,
      counterexample: {
        value: toJson(value),
        steps: options.steps?.(value) ?? null,
        seed,
        path: `${index}/${details.counterexamplePath ?? ''}`,
        shrinks: details.numShrinks,
        cutShort: trial.cutShort,
      },
    };
    throw violation;
  }

  /**
   * Runs the body for each item, so that one failing attribute does not hide the others, then throws the first violation.
   * @returns nothing; the message of the violation names how many of the items failed
   */
  async forEach<T>(items: readonly T[], name: (item: T) => string, body: (item: T) => Promise<void>): Promise<void> {
    const failed: { item: T; violation: Violation }[] = [];
    for (const item of items) {
      try {
        await body(item);
      } catch (error) {
        if (!(error instanceof Violation)) throw error;
        failed.push({ item, violation: error });
      }
    }
    const first = failed[0];
    if (first === undefined) return;
    const others = failed.slice(1).map(({ item }) => name(item));
    if (others.length > 0 && this.failure !== null) {
      const { evidence } = this.failure;
      const message = `${evidence.finding.message} (the same for ${others.join(', ')})`;
      this.failure = { ...this.failure, evidence: { ...evidence, finding: { ...evidence.finding, message } } };
    }
    throw first.violation;
  }

  /** Runs one case and keeps its record. */
  async attempt(body: (c: Case) => Promise<void>): Promise<void> {
    const c = new Case(this.session, this.#check.requirements);
    this.latest = c;
    try {
      await body(c);
    } finally {
      this.judged += c.judged;
      this.requests += c.requests;
      this.runs++;
      this.#keepWarnings(c);
      c.end();
    }
  }

  #keepWarnings(c: Case): void {
    for (const warning of c.warnings) {
      const known = this.warnings.some((other) => other.finding.requirement === warning.finding.requirement);
      if (!known) this.warnings.push(warning);
    }
  }

  #evidence(violation: Violation): Evidence {
    return { finding: violation.finding, exchanges: [...(this.latest?.exchanges ?? [])] };
  }

  /** The part of the plan's path that belongs to the property with this index. */
  #replayPath(index: number): string | null {
    const [wanted, path] = this.session.plan.path?.split('/') ?? [];
    return wanted === String(index) && path !== undefined && path !== '' ? path : null;
  }
}

/** Refusals in a row, before any input was accepted, after which a property cannot be judged. */
const REFUSALS = 3;

/** Tries one property and keeps the smallest violation found so far. */
class Trial<T> {
  smallest: { readonly violation: Violation; readonly evidence: Evidence; readonly value: T } | null = null;
  /** Why the property cannot be judged; ends it without shrinking. */
  broken: unknown = null;
  cutShort = false;
  /** Inputs for which the property held. */
  held = 0;
  #refusals = 0;
  readonly #context: CheckContext;
  readonly #body: (value: T, c: Case) => Promise<void>;
  #shrinkStart = 0;
  #shrinkRequests = 0;

  constructor(context: CheckContext, body: (value: T, c: Case) => Promise<void>) {
    this.#context = context;
    this.#body = body;
  }

  async run(value: T): Promise<void> {
    if (this.broken !== null || this.#overBudget()) return;
    const context = this.#context;
    const before = context.requests;
    try {
      await context.attempt((c) => this.#body(value, c));
      this.held++;
    } catch (error) {
      this.#fail(value, error);
    } finally {
      this.#shrinkRequests += context.requests - before;
    }
  }

  /** Throws when fast-check is to take the value as failing; anything that is not the same violation counts as passing. */
  #fail(value: T, error: unknown): void {
    if (fc.PreconditionFailure.isFailure(error)) throw error;
    const known = this.smallest;
    if (error instanceof InputRefused) this.#refused(error);
    if (!(error instanceof Violation)) {
      if (known === null) this.broken ??= error;
      return;
    }
    if (known !== null && known.violation.finding.requirement !== error.finding.requirement) return;
    if (known === null) {
      this.#shrinkStart = performance.now();
      this.#shrinkRequests = 0;
    }
    const exchanges = [...(this.#context.latest?.exchanges ?? [])];
    this.smallest = { violation: error, evidence: { finding: error.finding, exchanges }, value };
    throw error;
  }

  /** Skips the input, or gives the property up when nothing was ever accepted. */
  #refused(refusal: InputRefused): void {
    this.#refusals++;
    if (this.held > 0 || this.smallest !== null || this.#refusals < REFUSALS) throw new fc.PreconditionFailure();
    this.broken = new SetupFailure(refusal.message);
  }

  #overBudget(): boolean {
    if (this.smallest === null) return false;
    const { shrinkMs, shrinkRequests } = this.#context.session.effort;
    const over = performance.now() - this.#shrinkStart > shrinkMs || this.#shrinkRequests > shrinkRequests;
    this.cutShort ||= over;
    return over;
  }
}

/** The value as JSON, for the report; whatever JSON cannot hold is written as text. */
function toJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? String(item) : item)) ?? 'null');
}
