import type { ScimRequest, ScimResponse } from '../http/client.ts';
import type { Exchange } from '../http/exchange.ts';
import type { RequirementId } from '../requirements/index.ts';
import type { ResourceType } from '../scim/schema.ts';
import type { Complaint } from './complaint.ts';

/** What one rule says of one answer: nothing, because it does not concern it, or that it holds, or what is wrong. */
export type Sight = null | 'holds' | Complaint;

/** What has to be known about a target to judge its answers. */
export interface SightOptions {
  readonly types: readonly ResourceType[];
  /** Whether the target announces versions (RFC 7643 §5, `etag`). */
  readonly etag: boolean;
}

/** Looks at one answer, and says of each requirement that it knows what it sees. */
export type Look = (
  request: ScimRequest,
  response: ScimResponse,
) => readonly (readonly [requirement: RequirementId, sight: Sight])[];

/** Makes the look at a target's answers; null where nobody would tell of it. */
export type Watcher = (options: SightOptions) => Look | null;

/** An answer that broke a rule, and the check that had asked for it. */
export interface Sighted {
  readonly complaint: Complaint;
  readonly exchange: Exchange;
  /** Id of the check. */
  readonly source: string;
  /** Method and endpoint: what is asked in different ways may be answered by different code. */
  readonly operation: string;
}

/** What is known about one rule so far. */
export interface Testimony {
  /** Answers that the rule was judged on. */
  readonly judged: number;
  /** One for each operation that broke it, the first by the id of its check. */
  readonly violations: readonly Sighted[];
}

/**
 * Looks at every answer of a session, whichever check asked for it, and remembers for each rule how often it held and
 * one violation of each operation: that of the check whose id comes first, so that the same run tells of the same ones. Also knows which
 * checks are running, so that a check can wait until there is nothing more to see.
 */
export class Witness {
  readonly #look: Look | null;
  readonly #seen = new Map<RequirementId, Testimony>();
  readonly #running = new Map<string, number>();
  #waiting: (() => void)[] = [];
  /** Hears of the first violation of each requirement. */
  onViolation: (requirement: RequirementId, sighted: Sighted) => void = () => {};
  /** Checks that wait until there are no others but their like. */
  readonly #late = new Map<string, () => void>();

  constructor(look: Look | null) {
    this.#look = look;
  }

  /** Judges an answer by every rule. */
  see(request: ScimRequest, response: ScimResponse, source: string): void {
    for (const [requirement, sight] of this.#look?.(request, response) ?? [])
      this.#note(requirement, sight, request, response, source);
  }

  /** What was seen of a requirement. */
  testimony(requirement: RequirementId): Testimony {
    return this.#seen.get(requirement) ?? { judged: 0, violations: [] };
  }

  /** Notes that a check has begun. @returns what to call when it has ended */
  begin(check: string): () => void {
    this.#running.set(check, (this.#running.get(check) ?? 0) + 1);
    return () => this.#leave(check);
  }

  /** Whether a check has begun, and neither ended nor waits for the others. */
  isRunning(check: string): boolean {
    return this.#running.has(check);
  }

  /** Waits until every other check that has begun has ended; checks that wait are not waited for. */
  async quiet(own: string): Promise<void> {
    this.#leave(own);
    if (this.#running.size > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Waits until every check that has begun has ended, or waits as well. */
  async lateTurn(check: string): Promise<void> {
    const turn = new Promise<void>((resolve) => this.#late.set(check, resolve));
    this.#beginLate();
    await turn;
  }

  #beginLate(): void {
    if ([...this.#running.keys()].some((check) => !this.#late.has(check))) return;
    for (const resolve of this.#late.values()) resolve();
    this.#late.clear();
  }

  #leave(check: string): void {
    const left = (this.#running.get(check) ?? 1) - 1;
    if (left > 0) this.#running.set(check, left);
    else this.#running.delete(check);
    this.#beginLate();
    if (this.#running.size > 0) return;
    for (const resolve of this.#waiting) resolve();
    this.#waiting = [];
  }

  #note(
    requirement: RequirementId,
    sight: Sight,
    request: ScimRequest,
    { exchange }: ScimResponse,
    source: string,
  ): void {
    if (sight === null) return;
    const { judged, violations } = this.testimony(requirement);
    if (sight === 'holds') {
      this.#seen.set(requirement, { judged: judged + 1, violations });
      return;
    }
    const operation = `${exchange.request.method} ${request.path.split('/')[1] ?? ''}`;
    const earlier = violations.find((known) => known.operation === operation);
    const others = violations.filter((known) => known !== earlier);
    const kept =
      earlier !== undefined && earlier.source <= source
        ? earlier
        : { complaint: sight, exchange, source, operation };
    this.#seen.set(requirement, { judged: judged + 1, violations: [...others, kept] });
    if (violations.length === 0) this.onViolation(requirement, kept);
  }
}
