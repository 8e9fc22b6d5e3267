import type { State } from '../reporters/conclusion.ts';

/** What may be found out about a cause while a run goes on. */
export interface CauseSeen {
  readonly title: string;
  readonly state: State;
  /** "explains 31 checks" */
  readonly reach: string;
}

/** What a page hears of a run; whoever comes late hears it all from the beginning. Plain data: nothing in it is markup. */
export type RunEvent =
  /** The run's turn has come. */
  | { readonly kind: 'begin' }
  /** A check has ended; before that it may have told what it has found, and made it smaller meanwhile. */
  | {
      readonly kind: 'result' | 'finding';
      readonly id: string;
      readonly state: State;
      readonly message: string | null;
    }
  /** The causes known so far; they replace those said before. */
  | { readonly kind: 'causes'; readonly causes: readonly CauseSeen[] }
  /** `seconds` since the beginning, requests so far, and how many a second since the last pulse. */
  | { readonly kind: 'pulse'; readonly seconds: number; readonly requests: number; readonly rate: number }
  | { readonly kind: 'stopping' }
  | {
      readonly kind: 'end';
      readonly state: State;
      readonly headline: string;
      /** What could not be deleted, and the command that tries again; none where nothing is left. */
      readonly left: readonly string[];
      readonly cleanup: string | null;
      /** Whether there is a report to read. */
      readonly report: boolean;
    };
