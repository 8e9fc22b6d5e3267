import { expect, test } from 'vitest';
import { earlierRuns } from './earlier-runs.ts';
import { resolveTargets } from './targets.ts';

const URL = 'https://scim.example.com/v2';
const [SPEC] = resolveTargets({ application: 'alvao', url: URL }, { env: { SCIM_TOKEN: 'x' } }).targets;

const journal = (run: string, url = URL) => ({
  head: {
    journal: 1 as const,
    run,
    url,
    target: 'alvao',
    tool: '1.2.3',
    startedAt: '2026-12-01T05:55:01.714Z',
  },
});

const said = (...journals: ReturnType<typeof journal>[]): string | null =>
  SPEC === undefined ? 'no target' : earlierRuns(SPEC, journals, '/reports');

test('a run that left something is told with the command that deletes it', () => {
  expect(said(journal('aaaaaa'), journal('bbbbbb', 'https://other.example.com'))).toBe(
    `the run aaaaaa of 2026-12-01 did not clean up alvao; to do so:\n  scim-conformance cleanup --application alvao --url ${URL} --run aaaaaa --out /reports\n`,
  );
  expect(said(journal('bbbbbb', 'https://other.example.com'))).toBeNull();
});

test('several runs are told together', () => {
  expect(said(journal('aaaaaa'), journal('bbbbbb'), journal('cccccc'))).toBe(
    `the runs aaaaaa, bbbbbb, cccccc did not clean up alvao; to do so, with the --run of each:\n  scim-conformance cleanup --application alvao --url ${URL} --run aaaaaa --out /reports\n`,
  );
});
