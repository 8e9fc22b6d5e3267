import { describe, expect, test } from 'vitest';
import { complaints, UNJUDGED } from './complaints.ts';
import { KINDS } from './entry.ts';
import { ENTRIES } from './kinds/index.ts';
import { play } from './play.ts';

const MENDED = 'it is right now: take the mark away';

test('every kind has a target', () => {
  expect(Object.keys(KINDS).filter((kind) => !ENTRIES.some((entry) => entry.kind === kind))).toEqual([]);
});

describe.each(Object.entries(KINDS))('%s %s', (kind) => {
  for (const entry of ENTRIES.filter((one) => one.kind === kind)) {
    const run = entry.pending === 'unstable' ? test.skip : test;
    run(entry.title, async () => {
      const found = complaints(entry, await play(entry));
      const unjudged = found.filter((complaint) => complaint.startsWith(UNJUDGED));
      if (entry.pending === true) expect(found, MENDED).not.toEqual([]);
      else if (entry.pending === 'judged') expect(unjudged, MENDED).not.toEqual([]);
      if (entry.pending !== true) expect(found).toEqual(entry.pending === 'judged' ? unjudged : []);
    });
  }
});
