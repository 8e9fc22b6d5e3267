import type { Policy } from '../../provider/policy/policy.ts';
import type { Alarm } from './unexpected.ts';

/** False alarms on lawful policies that are known and not mended yet. Each is mended as a kind, and then its entry goes. */
export interface Pending {
  readonly title: string;
  /** Whether this is the finding, on a provider with this policy. */
  readonly is: (finding: Alarm, policy: Policy) => boolean;
}

export const PENDING: readonly Pending[] = [];

/** What leaves more unjudged than it should, and is not mended yet. */
export interface Unjudged {
  readonly title: string;
  readonly is: (policy: Policy, table: string) => boolean;
}

export const UNJUDGED: readonly Unjudged[] = [
  {
    title:
      'a table whose only texts are parts of the name, and a target that forgets the name: forms of PATCH are tried on attributes of the table alone',
    is: ({ attributes }, table) =>
      table === 'cleanmail-swiss' && attributes.some((id) => /^User\.name:(forgotten|absent)$/.test(id)),
  },
];
