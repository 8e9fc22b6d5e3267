import type { Policy } from '../../provider/policy/policy.ts';
import type { CheckResult } from '../../report/report.ts';

/** False alarms on lawful policies that are known and not mended yet. Each is mended as a kind, and then its entry goes. */
export interface Pending {
  readonly title: string;
  /** Whether this is the finding, on a provider with this policy. */
  readonly is: (finding: CheckResult, policy: Policy) => boolean;
}

export const PENDING: readonly Pending[] = [];
