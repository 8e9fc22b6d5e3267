import { expect, test } from 'vitest';
import { sampleCheck, sampleReport } from '../reporters/fixtures/sample-report.ts';
import { runAgain } from './run-again.ts';

const REPLAY =
  "scim-conformance run --application alvao --url 'https://x.test/scim?a=1' --token-env STAGING --effort quick --seed 3 --check filtering/pages --path 0/0:1";
const report = sampleReport([sampleCheck('filtering/pages', { replay: REPLAY })]);

test('the run of a report is that of its findings without what leads to one of them', () => {
  expect(runAgain(report, ['--baseline', 'my base.json'])).toBe(
    "scim-conformance run --application alvao --url 'https://x.test/scim?a=1' --token-env STAGING --effort quick --seed 3 --baseline 'my base.json'",
  );
});

test('what was chosen to be looked at is chosen again', () => {
  const scope = {
    suites: ['filtering'],
    checks: ['soft-delete/a'],
    readOnly: true,
    shard: null,
    whole: false,
  };
  expect(runAgain({ ...report, run: { ...report.run, scope } }, [])).toMatch(
    / --seed 3 --suite filtering --check soft-delete\/a --read-only$/,
  );
});

test('a report of a library has none', () => {
  expect(runAgain(sampleReport([sampleCheck('a/b', { replay: 'npx vitest -t x' })]), [])).toBeNull();
  expect(runAgain(sampleReport([]), [])).toBeNull();
});
