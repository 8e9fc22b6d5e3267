import fc from 'fast-check';
import { REDACTED } from '../http/redact.ts';
import type { Counterexample } from '../report/report.ts';
import { isObject, type Json } from '../scim/json.ts';
import { Case, findingKey } from './case.ts';
import type { CheckHead } from './check-head.ts';
import type { Evidence } from './complaint.ts';
import { conduct } from './conduct.ts';
import { seedOf } from './seed.ts';
import type { Session } from './session.ts';
import { isTentative } from './tentative.ts';
import { Trial } from './trial.ts';
import { NotOffered, SetupFailure, Violation } from './violation.ts';
import { complaintOf, worseningsOf } from './worsening.ts';

/** How one property is tried. */
export interface PropertyOptions<T> {
  /** Generated inputs; by default the effort's `runs`. */
  readonly runs?: number;
  /** Inputs always tried first. */
  readonly examples?: readonly T[];
  /** The input in plain words, step by step, for histories. */
  readonly steps?: (value: T) => readonly string[];
}

/** A requirement found violated, with the evidence and the smallest input that shows it. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly evidence: Evidence;
  /** Null for an experiment without generated input. */
  readonly counterexample: Counterexample | null;
  /** What else the check found wrong. */
  readonly others: readonly Failure[];

  constructor(evidence: Evidence, counterexample: Counterexample | null, others: readonly Failure[] = []) {
    super(evidence.message);
    this.evidence = evidence;
    this.counterexample = counterexample;
    this.others = others;
  }
}

/** What all parts of one check add up to. */
class Tally {
  readonly #warned: { readonly place: readonly number[]; readonly evidence: Evidence }[] = [];
  judged = 0;
  requests = 0;
  runs = 0;
  /** The latest case, for a check that ends with an error. */
  latest: Case | null = null;
  readonly seen = { crash: false };
  /** Hears of the first finding that is going to be told, long before it is as small as it can be. */
  onFinding: (evidence: Evidence) => void = () => {};

  /** In the order of the places in the check, whichever of them came first. */
  get warnings(): readonly Evidence[] {
    return [...this.#warned].sort((a, b) => inOrder(a.place, b.place)).map(({ evidence }) => evidence);
  }

  /** Notes a finding; the first one is told at once. */
  find(evidence: Evidence): void {
    const tell = this.onFinding;
    this.onFinding = () => {};
    tell(evidence);
  }

  warn(place: readonly number[], evidence: Evidence): void {
    this.#warned.push({ place, evidence });
  }
}

function inOrder([a, ...others]: readonly number[], [b, ...rest]: readonly number[]): number {
  if (a === undefined || b === undefined) return Number(b === undefined) - Number(a === undefined);
  return a === b ? inOrder(others, rest) : a - b;
}

/** What one check works with: the session, properties over generated inputs, and the record of how they went. */
export class CheckContext {
  readonly session: Session;
  readonly tally: Tally;
  readonly #check: CheckHead;
  /** Where in the check this context is: `''`, or the positions in `forEach` that lead to it, as `2.0.` */
  readonly #scope: string;
  /** Where in the check's order this context is; see {@link TranscriptRecorder}. */
  readonly #place: readonly number[];
  #properties = 0;
  #steps = 0;

  constructor(
    session: Session,
    check: CheckHead,
    scope = '',
    tally = new Tally(),
    place: readonly number[] = [],
  ) {
    this.session = session;
    this.tally = tally;
    this.#check = check;
    this.#scope = scope;
    this.#place = place;
  }

  /** One experiment without generated input. @throws Failure, SetupFailure, TransportError */
  async once(body: (c: Case) => Promise<void>): Promise<void> {
    const c = this.#newCase();
    try {
      await this.#play(c, [this.#steps++], body);
    } catch (error) {
      throw error instanceof Violation ? failureOf(error, null) : error;
    }
  }

  /**
   * A property: the experiment must hold for every generated input. The first failing input is shrunk, as long as it
   * goes on violating the same requirement and the shrinking budget lasts, to the smallest one.
   * @throws Failure, SetupFailure, TransportError
   */
  async forAll<T>(
    arbitrary: fc.Arbitrary<T>,
    body: (value: T, c: Case) => Promise<void>,
    options: PropertyOptions<T> = {},
  ): Promise<void> {
    const place = `${this.#scope}${this.#properties++}`;
    const step = this.#steps++;
    let tried = 0;
    const trial = new Trial<T>(
      this.session.effort,
      () => this.#newCase(),
      (c, value) => this.#play(c, [step, tried++], (own) => body(value, own)),
    );
    const seed = seedOf(this.session.plan.seed, this.#check.id, place);
    const path = this.#replayPath(place);
    const details = await fc.check(
      fc.asyncProperty(arbitrary, (value) => trial.run(value)),
      {
        seed,
        numRuns: options.runs ?? this.session.effort.runs,
        maxSkipsPerRun: 10,
        examples: (options.examples ?? []).map((example): [T] => [example]),
        ...(path === null ? {} : { path }),
      },
    );
    if (trial.broken !== null) throw trial.broken;
    const { smallest } = trial;
    if (smallest === null) {
      if (trial.held === 0) throw trial.refusal ?? new SetupFailure('no generated input could be judged');
      return;
    }
    throw failureOf(smallest.violation, {
      value: toJson(smallest.value),
      steps: options.steps?.(smallest.value) ?? null,
      seed,
      path: `${place}/${details.counterexamplePath ?? ''}`,
      shrinks: details.numShrinks,
      cutShort: trial.cutShort,
    });
  }

  /**
   * Runs the body for each item at the same time, each with a context of its own, so that one failing item does not
   * hide the others: each is a finding of its own.
   * @throws what the first failing item threw, with the failures of the others
   */
  async forEach<T>(items: readonly T[], body: (item: T, t: CheckContext) => Promise<void>): Promise<void> {
    const scope = `${this.#scope}${this.#properties++}`;
    const step = this.#steps++;
    const outcomes = await Promise.all(
      items.map(async (item, index) => {
        try {
          const place = [...this.#place, step, index];
          await body(
            item,
            new CheckContext(this.session, this.#check, `${scope}.${index}.`, this.tally, place),
          );
          return null;
        } catch (error) {
          return { error };
        }
      }),
    );
    const errors = outcomes.flatMap((outcome) => (outcome === null ? [] : [outcome.error]));
    const [first, ...others] = errors.filter((error) => error instanceof Failure);
    if (first !== undefined) throw joined(first, others);
    // What is not offered for one item says nothing of the others.
    const judged = this.tally.judged > 0;
    const reason = errors.find((error) => !(judged && error instanceof NotOffered));
    if (reason !== undefined) throw reason;
  }

  /** What the check has to tell of how the target changed for the worse: findings of its main requirement. */
  worsened(): readonly Failure[] {
    const [main] = this.#check.requirements;
    return worseningsOf(this.session)
      .toldBy(this.#check.id)
      .flatMap((worsening) => {
        const { culprit, answer } = worsening;
        const c = new Case(this.session, this.#check.requirements, this.#check.id);
        c.exchanges.push(...(culprit === null ? [] : [culprit.exchange]), answer.exchange);
        try {
          c.judge(main, false, () => complaintOf(worsening, this.#check.id));
        } catch (error) {
          if (error instanceof Violation) return [failureOf(error, null)];
          throw error;
        }
        for (const { evidence } of c.warnings) this.tally.warn([...this.#place, this.#steps++], evidence);
        return [];
      });
  }

  #newCase(): Case {
    const c = new Case(this.session, this.#check.requirements, this.#check.id);
    this.tally.latest = c;
    return c;
  }

  /** Runs one case and adds it to the tally. */
  async #play(c: Case, place: readonly number[], body: (c: Case) => Promise<void>): Promise<void> {
    const { tally } = this;
    const cases = [c];
    const again = (): Case => {
      const next = this.#newCase();
      cases.push(next);
      return next;
    };
    try {
      await conduct(c, body, { main: this.#check.requirements[0], again, seen: tally.seen });
    } catch (error) {
      if (error instanceof Violation && !isTentative()) tally.find(error.evidence);
      throw error;
    } finally {
      const last = cases.at(-1) ?? c;
      tally.judged += last.judged;
      for (const { evidence } of last.warnings) tally.warn([...this.#place, ...place], evidence);
      tally.runs++;
      this.session.transcripts.offer(this.#check.id, [...this.#place, ...place], Object.values(c.opening));
      for (const each of cases) {
        tally.requests += each.requests;
        each.end();
      }
    }
  }

  /** The part of the plan's path that belongs to the property at this place. */
  #replayPath(place: string): string | null {
    const [wanted, path] = this.session.plan.path?.split('/') ?? [];
    return wanted === place && path !== undefined && path !== '' ? path : null;
  }
}

function failureOf({ evidence, others }: Violation, counterexample: Counterexample | null): Failure {
  return new Failure(
    evidence,
    counterexample,
    others.map((other) => new Failure(other, counterexample)),
  );
}

/** Several failures as one that brings the others along, each finding once. */
function joined(first: Failure, rest: readonly Failure[]): Failure {
  const all = [first, ...rest].flatMap((failure) => [failure, ...failure.others]);
  const key = ({ evidence: { finding } }: Failure): string => `${findingKey(finding)} ${finding.what}`;
  const distinct = new Map(all.toReversed().map((failure) => [key(failure), failure]));
  distinct.delete(key(first));
  return new Failure(first.evidence, first.counterexample, [...distinct.values()].toReversed());
}

/**
 * The value as JSON, for the report; an attribute of the table is its path, what JSON cannot hold is left out, and a
 * password is not shown.
 */
function toJson(value: unknown): Json {
  const shown = (key: string, item: unknown): unknown =>
    key === 'password' && typeof item === 'string' ? REDACTED : (attributeText(item) ?? item);
  return JSON.parse(JSON.stringify(value, shown) ?? 'null');
}

function attributeText(value: unknown): string | undefined {
  const isAttribute = isObject(value) && 'documentedType' in value && typeof value.text === 'string';
  return isAttribute ? String(value.text) : undefined;
}
