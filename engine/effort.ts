/** How much a run tries. Counts are per property; shrinking stops at whichever bound comes first, but not for time alone before its first requests. */
export interface Effort {
  /** Generated inputs per property. */
  readonly runs: number;
  /** Generated inputs of properties that cost many requests each. */
  readonly costlyRuns: number;
  /** Random histories per stateful property, and the most steps in each. */
  readonly histories: number;
  readonly historyLength: number;
  /** Sizes of the groups whose membership is checked; a hundred is where many a list ends. */
  readonly memberCounts: readonly number[];
  readonly shrinkRequests: number;
  readonly shrinkMs: number;
}

export const EFFORTS = {
  smoke: {
    runs: 1,
    costlyRuns: 1,
    histories: 1,
    historyLength: 4,
    memberCounts: [1, 2],
    shrinkRequests: 200,
    shrinkMs: 2_000,
  },
  quick: {
    runs: 4,
    costlyRuns: 2,
    histories: 3,
    historyLength: 8,
    memberCounts: [1, 2, 101],
    shrinkRequests: 1_000,
    shrinkMs: 10_000,
  },
  standard: {
    runs: 20,
    costlyRuns: 5,
    histories: 15,
    historyLength: 16,
    memberCounts: [1, 2, 101, 300],
    shrinkRequests: 4_000,
    shrinkMs: 30_000,
  },
  thorough: {
    runs: 100,
    costlyRuns: 25,
    histories: 80,
    historyLength: 40,
    memberCounts: [1, 2, 101, 300],
    shrinkRequests: 10_000,
    shrinkMs: 120_000,
  },
} as const satisfies Record<string, Effort>;

export type EffortName = keyof typeof EFFORTS;

/** Generated inputs of properties that are tried for each of many forms. */
export function fewRuns({ session }: { readonly session: { readonly effort: Effort } }): number {
  return Math.ceil(session.effort.costlyRuns / 2);
}
