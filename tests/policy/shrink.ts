import { partsOf, policyOf } from '../../provider/policy/compatible.ts';
import type { Policy } from '../../provider/policy/policy.ts';

/**
 * A smaller policy of which something is still true: each of its parts is left out in turn, as long as there are tries left.
 * @param holds whether it is true of a policy
 */
export async function smallest(
  policy: Policy,
  holds: (policy: Policy) => Promise<boolean>,
  tries: number,
): Promise<Policy> {
  let parts = partsOf(policy);
  let left = tries;
  // Halves first: most parts have nothing to do with it.
  for (let size = Math.ceil(parts.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < parts.length && left > 0; ) {
      const rest = parts.filter((_, index) => index < from || index >= from + size);
      left--;
      if (await holds(policyOf(rest))) parts = rest;
      else from += size;
    }
  }
  return policyOf(parts);
}
