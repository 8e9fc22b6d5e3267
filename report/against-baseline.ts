/** How a run compares with an earlier one whose failures it may have. */
export interface AgainstBaseline {
  /** Id and start of the earlier run. */
  readonly run: string;
  readonly startedAt: string;
  /** Ids of the checks that fail, or cannot be judged, and did not there. */
  readonly new: readonly string[];
  /** Ids of those that did there too. */
  readonly known: readonly string[];
  /** Ids of those that failed there and pass now. */
  readonly mended: readonly string[];
}
