import type { FaultId } from '../../provider/faults.ts';
import type { ProviderOptions } from '../../provider/options.ts';
import type { VariationId } from '../../provider/variations.ts';
import type { Verdict } from '../../report/report.ts';
import type { Target } from './targets/target.ts';

/** The kinds of mistakes that were made about real servers, by the number that they go by. */
export const KINDS = {
  '1.1': 'a variation is blamed although the plain form is refused too',
  '1.2': 'a change is judged against what was sent, not against what GET showed just before',
  '1.3': 'an attribute that the target shows on request only is taken for missing',
  '1.4': 'a composed thing is blamed for its leaf',
  '1.5': 'the evidence belongs to somebody else',
  '1.6': 'the precondition did not hold',
  '1.7': 'the provocation provokes something else',
  '1.8': 'discovery endpoints are taken for resource types',
  '1.9': 'a type whose attributes are all readOnly is to be created',
  '1.10': 'a freedom of the standard is failed',
  '1.11': 'a feature that is announced as unsupported is failed',
  '1.12': 'load is taken for behaviour',
  '3': 'causes that are none',
  '4.1': 'a refused write that was carried out is missed',
  '4.2': 'a failure in answer to a well-formed request is missed',
  '4.3': 'what is accepted and ignored is missed',
  '4.4': 'attributes are left out of the generators',
  '4.5': 'a suite is skipped for a neighbour’s sake',
  '4.6': 'the first failure hides the rest',
  '4.7': 'pages behind cursors are always asked for with a filter',
  '4.8': 'a location of GET or PATCH that leads nowhere is missed',
  '6': 'texts that are untrue or of no use',
  '7': 'defects that public reports tell of',
} as const;

export type Kind = keyof typeof KINDS;

/** A result, as far as an entry speaks of it. */
export interface Wanted {
  /** Id of the check, or its beginning; any by default. */
  readonly check?: string;
  /** Id of the violated requirement, or its beginning: `RFC7644-3.4.2.2`; any by default. */
  readonly violates?: string;
  readonly verdict: Verdict;
}

/** What the list of causes has to be like. */
export interface WantedCauses {
  /** Checks whose findings have to be of different causes. */
  readonly apart?: readonly (readonly [string, string])[];
  /** Checks whose findings have to be of one cause. */
  readonly together?: readonly (readonly [string, string])[];
  /** A check that the first cause explains or blocks. */
  readonly first?: string;
  /** What the title of the only cause is like. */
  readonly only?: RegExp;
}

/** A peculiar target, and what the harness must and must not say of it. */
export interface FieldEntry {
  readonly kind: Kind;
  /** What the target does, in a few words. */
  readonly title: string;
  /** Id of an application, `alvao` by default; null for none, so that what the target declares is the table. */
  readonly application?: string | null;
  readonly target?: Target;
  readonly provider?: Partial<ProviderOptions>;
  readonly faults?: readonly FaultId[];
  readonly variations?: readonly VariationId[];
  /** Milliseconds that every answer seems to take; nobody waits for them. */
  readonly answerTime?: number;
  /** Ids of checks, or names of suites. */
  readonly checks: readonly string[];
  /**
   * Ids of the requirements or checks, or their beginnings, of which no result may fail or warn; `*` for every one. What
   * `finds` and `mayFind` name is left out.
   */
  readonly silent: '*' | readonly string[];
  /** Results that have to be there. */
  readonly finds?: readonly Wanted[];
  /** Results that are right and need not be there. */
  readonly mayFind?: readonly Wanted[];
  /** Ids of checks that have to come to a judgement. */
  readonly judged?: readonly string[];
  /** No exchange may be like that: `PATCH /Users/42 {"schemas":…} → 204`, its query decoded. */
  readonly neverSends?: RegExp;
  /** What some text of the findings has to say, each. */
  readonly says?: readonly RegExp[];
  /** What no text of the findings may say. */
  readonly neverSays?: RegExp;
  readonly causes?: WantedCauses;
  /** The request that has to be shown as the one that decided, by check: `POST http://…/Users`. */
  readonly shows?: Readonly<Record<string, RegExp>>;
  /** What the counterexample of a check has to hold, as JSON. */
  readonly counterexamples?: Readonly<Record<string, RegExp>>;
  /**
   * The harness does not do so yet: the test fails as soon as it does, and this mark goes. With `judged`, it only fails to
   * judge what it has to; with `unstable`, it does so at times, and the test is skipped.
   */
  readonly pending?: true | 'judged' | 'unstable';
}
