import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { type Claims, claimsOf, preciseRuns } from '../precision.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the parts leave what they measured. */
    precisionFolder: string;
  }
}

/** Seeds of each variation on each application; with SCIM_SEEDS=<n> so many. */
const SEEDS = Number(process.env.SCIM_SEEDS ?? 4);

/** Makes every `parts`-th run, from `part` on: the parts run at the same time, one on each core. */
export function measurePart(part: number, parts: number): void {
  const seeds = Array.from({ length: SEEDS }, (_, index) => index + 1);
  const runs = preciseRuns(seeds).filter((_, index) => index % parts === part);
  const claims: Claims[] = [];
  afterAll(() => writeFileSync(join(inject('precisionFolder'), `${part}.json`), JSON.stringify(claims)));
  describe('a conformant provider gives no finding', () => {
    test.each(runs)('$variation $application seed $seed', async (run) => {
      const claim = await claimsOf(run);
      claims.push(claim);
      expect(claim.findings).toEqual([]);
      expect(claim.leftBehind).toBe(0);
    });
  });
}
