// What the server answers its pages; plain data.

/** What a run is about to do, for a person to agree to. */
export interface Announced {
  readonly sentence: string;
  /** What the button says. */
  readonly button: string;
}

/** What the "Test Connection" button has found. */
export interface Connected {
  readonly connected: boolean;
  readonly words: string;
  readonly advice: string | null;
}

/** What became of a finding, and the deciding exchange before and now. */
export interface ReplayOutcome {
  readonly id: string;
  readonly fate: 'FIXED' | 'STILL FAILS' | 'NOT JUDGED';
  /** What is wrong still, or why nothing can be said; the title of what is fixed. */
  readonly words: string;
  readonly before: string | null;
  readonly now: string | null;
}
