import { readFileSync } from 'node:fs';
import { UsageError } from '../../config/usage-error.ts';
import { type Policy, readPolicy } from '../../provider/policy/policy.ts';
import type { Json } from '../../scim/json.ts';

/**
 * The policy that `serve` is given as a file or as a seed, null for neither.
 * @throws UsageError for both, and for a file that is none
 */
export async function policyFrom(file: string | undefined, seed: number | undefined): Promise<Policy | null> {
  if (file !== undefined && seed !== undefined) {
    throw new UsageError('--policy and --policy-seed exclude each other');
  }
  if (seed !== undefined) {
    const { policyOfSeed } = await import('../../provider/policy/draw.ts');
    return policyOfSeed(seed);
  }
  if (file === undefined) return null;
  try {
    const read: Json = JSON.parse(readFileSync(file, 'utf8'));
    return readPolicy(read);
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
