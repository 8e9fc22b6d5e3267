import type { FaultId } from '../../provider/faults.ts';

/** A finding that faults raise where they meet, and none of them alone. */
export interface Meeting {
  readonly faults: readonly FaultId[];
  /** The check and the requirement: `filtering/and RFC7644-3.4.2.2-and`. */
  readonly finding: string;
  /** What happens where they meet. */
  readonly why: string;
}

export const MEETINGS: readonly Meeting[] = [
  {
    faults: ['patch-announced-only', 'bodies-read-as-latin-1'],
    finding: 'soft-delete/changes-nothing-else RFC7644-3.5.2-only-target',
    why: 'Without PATCH a user is disabled by a PUT of what was shown, and each reading of a body as Latin-1 changes its texts once more.',
  },
  {
    faults: ['schemas-not-found', 'members-remove-absent-refused'],
    finding: 'provisioning-cycle/interrupted E-131',
    why: 'Without /Schemas other steps are drawn, one of which removes a member who is gone already.',
  },
];
