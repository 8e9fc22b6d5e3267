import { expect, test } from 'vitest';
import { sampleCheck, sampleReport } from '../reporters/fixtures/sample-report.ts';
import { againstBaseline, baselineOf, failingIn, prunedBaseline, updatedBaseline } from './baseline.ts';
import { validateReport } from './read.ts';
import type { Verdict } from './report.ts';

const reportOf = (verdicts: Readonly<Record<string, Verdict>>) =>
  sampleReport(Object.entries(verdicts).map(([id, verdict]) => sampleCheck(id, { verdict })));

const BASELINE = reportOf({ 'a/known': 'fail', 'a/mended': 'fail', 'a/elsewhere': 'fail', 'a/fine': 'pass' });

test('a report says what of it is new, known and mended', () => {
  const now = reportOf({ 'a/known': 'fail', 'a/mended': 'pass', 'a/fine': 'fail' });
  const report = againstBaseline(now, BASELINE, 'must');
  expect(report.baseline).toMatchObject({ new: ['a/fine'], known: ['a/known'], mended: ['a/mended'] });
  expect(report.checks.filter(({ known }) => known).map(({ id }) => id)).toEqual(['a/known']);
  expect(() => validateReport(JSON.parse(JSON.stringify(report)))).not.toThrow();
  // What was known once is so for the next run too.
  expect(againstBaseline(now, report, 'must').baseline?.known).toEqual(['a/known', 'a/fine']);
});

test('a baseline is a small report', () => {
  const baseline = baselineOf(againstBaseline(BASELINE, BASELINE, 'must'));
  expect(() => validateReport(JSON.parse(JSON.stringify(baseline)))).not.toThrow();
  expect(baseline).not.toHaveProperty('baseline');
  expect(baseline.checks.every((check) => check.exchanges.length === 0 && check.known === undefined)).toBe(
    true,
  );
  expect(failingIn(baseline)).toEqual(['a/known', 'a/mended', 'a/elsewhere']);
});

test('an update takes what was judged and keeps what was not, a prune adds nothing', () => {
  const now = reportOf({ 'a/known': 'fail', 'a/mended': 'pass', 'a/fine': 'fail', 'a/more': 'fail' });
  const updated = updatedBaseline(BASELINE, now);
  expect(updated).toMatchObject({ added: ['a/fine', 'a/more'], removed: ['a/mended'] });
  expect(failingIn(updated.baseline)).toEqual(['a/known', 'a/elsewhere', 'a/fine', 'a/more']);
  const pruned = prunedBaseline(BASELINE, now);
  expect(pruned).toMatchObject({ added: [], removed: ['a/mended'] });
  expect(failingIn(pruned.baseline)).toEqual(['a/known', 'a/elsewhere']);
});
