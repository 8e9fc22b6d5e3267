import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { complaints } from './complaints.ts';
import { DRAWN } from './kinds/drawn.ts';
import { play } from './play.ts';

/** The same targets every time. */
const PARAMETERS = { seed: 20261130, numRuns: 5, endOnFailure: true } as const;

describe('any target of a kind', () => {
  for (const { kind, title, entries, pending } of DRAWN) {
    const run = pending === 'unstable' ? test.skip : test;
    run(`${kind} ${title}`, async () => {
      const failures: string[] = [];
      const details = await fc.check(
        fc.asyncProperty(entries, async (entry) => {
          const found = complaints(entry, await play(entry));
          failures.push(...found.map((complaint) => `${entry.title}: ${complaint}`));
          return found.length === 0;
        }),
        PARAMETERS,
      );
      if (pending === true) expect(details.failed, 'it is right now: take the mark away').toBe(true);
      else expect(failures).toEqual([]);
    });
  }
});
