import { describe, expect, test } from 'vitest';
import { policyOfSeed } from '../../provider/policy/draw.ts';
import { describePolicy, type Policy } from '../../provider/policy/policy.ts';
import { type Outcome, outcomeOf, TABLES } from './outcome.ts';
import { PENDING, UNJUDGED } from './pending.ts';
import { leave } from './results.ts';
import { smallest } from './shrink.ts';
import { type Alarm, JUDGED, unexpected } from './unexpected.ts';

/** The first seed and the number of policies: with SCIM_FROM and SCIM_POLICIES others. */
const FROM = Number(process.env.SCIM_FROM ?? 1);
const POLICIES = Number(process.env.SCIM_POLICIES ?? 20);
/** Runs that the search for a smaller policy may take. */
const TRIES = Number(process.env.SCIM_SHRINK ?? 12);

/** What a run against a lawful provider gave. */
export interface Measured {
  readonly seed: number;
  readonly table: string;
  readonly policy: Policy;
  readonly applicable: number;
  readonly judged: number;
  /** False alarms, those that are pending included. */
  readonly alarms: readonly Pick<Alarm, 'id' | 'verdict' | 'violated' | 'message'>[];
  readonly pending: number;
  readonly leftBehind: number;
}

/** Tries every `parts`-th policy, from `part` on, with one table after the other. */
export function measurePolicies(part: number, parts: number): void {
  const seeds = Array.from({ length: POLICIES }, (_, index) => FROM + index);
  if (seeds.length === 0) return;
  describe('a lawful provider raises no false alarm, and leaves little unjudged', () => {
    test.each(seeds.filter((seed) => seed % parts === part))('policy %i', async (seed) => {
      const table = TABLES[seed % TABLES.length] ?? '';
      const policy = policyOfSeed(seed);
      const outcome = await outcomeOf({ policy, table, seed });
      const alarms = unexpected(policy, outcome.findings);
      const fresh = alarms.filter((alarm) => !PENDING.some(({ is }) => is(alarm, policy)));
      leave('policies', {
        seed,
        table,
        policy,
        applicable: outcome.applicable,
        judged: outcome.judged,
        alarms: alarms.map(({ id, verdict, violated, message }) => ({ id, verdict, violated, message })),
        pending: alarms.length - fresh.length,
        leftBehind: outcome.leftBehind,
      } satisfies Measured);
      const told = await tell({ policy, table, seed }, fresh, outcome);
      expect(told).toEqual([]);
      expect(outcome.leftBehind).toBe(0);
    });
  });
}

type Drawn = { readonly policy: Policy; readonly table: string; readonly seed: number };

/** What is wrong, with the smallest policy that still raises it; nothing where nothing is. */
async function tell(
  { policy, table, seed }: Drawn,
  [alarm]: readonly Alarm[],
  { applicable, judged, findings }: Outcome,
): Promise<readonly string[]> {
  const here = `seed ${seed}, table ${table}`;
  if (alarm !== undefined) {
    const raises = async (smaller: Policy): Promise<boolean> =>
      unexpected(smaller, (await outcomeOf({ policy: smaller, table, seed })).findings).some(
        ({ id, violated }) => id === alarm.id && violated === alarm.violated,
      );
    const least = describePolicy(await smallest(policy, raises, TRIES));
    return [`${alarm.id} (${alarm.violated}): ${alarm.message}`, `${here}; raised by:`, ...least];
  }
  if (judged >= JUDGED * applicable || UNJUDGED.some(({ is }) => is(policy, table))) return [];
  const fails = async (smaller: Policy): Promise<boolean> => {
    const outcome = await outcomeOf({ policy: smaller, table, seed });
    return outcome.judged < JUDGED * outcome.applicable;
  };
  const least = describePolicy(await smallest(policy, fails, TRIES));
  const reasons = findings
    .filter(({ verdict }) => verdict === 'error')
    .map(({ id, reason }) => `${id}: ${reason}`);
  return [`${judged} of ${applicable} judged`, `${here}; kept from it by:`, ...least, ...reasons.slice(0, 5)];
}
