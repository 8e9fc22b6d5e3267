import { describe, expect, test } from 'vitest';
import { knownVariations } from '../../provider/variations.ts';
import { claimsOf } from './precision.ts';

/** The applications tried here, each with variations of its own; all with all of them by `npm run precision`. */
const TRIED = ['atea'];

/** Another variation of the catalogue for each application, far apart. */
const runs = TRIED.map((application, index) => {
  const known = knownVariations();
  const { id } = known[Math.floor(((index + 0.5) / TRIED.length) * known.length)] ?? { id: null };
  return { application, variation: id, seed: index + 1 };
});

describe('a conformant provider', () => {
  test.each(runs)('gives no finding for $application with $variation', async (run) => {
    const { findings, leftBehind } = await claimsOf(run);
    expect(findings).toEqual([]);
    expect(leftBehind).toBe(0);
  });
});
