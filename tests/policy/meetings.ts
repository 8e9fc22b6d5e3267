import type { FaultId } from '../../provider/faults.ts';

/** A finding that faults raise where they meet, and none of them alone. */
export interface Meeting {
  readonly faults: readonly FaultId[];
  /** The check and the requirement: `filtering/and RFC7644-3.4.2.2-and`. */
  readonly finding: string;
  /** What happens where they meet. */
  readonly why: string;
}

export const MEETINGS: readonly Meeting[] = [];

/** Findings that were seen where faults meet and that nobody has explained yet, by the compound's seed. */
export const UNEXPLAINED: readonly string[] = [
  'compound 19 (`patch-announced-only`, `bodies-read-as-latin-1`, `filter-eq-substring`): soft-delete/changes-nothing-else RFC7644-3.5.2-only-target',
];
