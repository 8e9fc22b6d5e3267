import { expect, test } from 'vitest';
import { sampleCheck, sampleReport } from '../reporters/fixtures/sample-report.ts';
import { historyOf } from './history.ts';
import type { Verdict } from './report.ts';

const LETTERS: Readonly<Record<string, Verdict>> = { p: 'pass', f: 'fail', w: 'warn', s: 'skip', e: 'error' };

/** One report per column of verdicts; a dot leaves the check out. Given newest first, to be put in order. */
function historyFrom(pasts: Readonly<Record<string, string>>) {
  const runs = Math.max(...Object.values(pasts).map((past) => past.length));
  const sources = Array.from({ length: runs }, (_, at) => {
    const checks = Object.entries(pasts).flatMap(([id, past]) => {
      const verdict = LETTERS[past[at] ?? '.'];
      return verdict === undefined ? [] : [sampleCheck(id, { verdict })];
    });
    const report = sampleReport(checks);
    return {
      file: `${at}/report.json`,
      report: { ...report, run: { ...report.run, startedAt: `2025-03-0${at + 1}T00:00:00.000Z` } },
    };
  });
  const [target] = historyOf(sources.reverse(), '0.1.0').targets;
  if (target === undefined) throw new Error('no target');
  return target;
}

test('says what is new, fixed, flaky and failing as before', () => {
  const target = historyFrom({
    'a/steady': 'ppppp',
    'a/new': 'ppppf',
    'a/fixed': 'ffffp',
    'a/flaky': 'pfpff',
    'a/standing': '..fff',
    'a/skipped': 'psfse',
    'a/first': '....f',
  });
  const ids = (checks: readonly { readonly id: string }[]) => checks.map(({ id }) => id);
  expect(ids(target.fresh)).toEqual(['a/new', 'a/skipped']);
  expect(ids(target.fixed)).toEqual(['a/fixed']);
  expect(ids(target.flaky)).toEqual(['a/flaky']);
  expect(ids(target.standing)).toEqual(['a/flaky', 'a/standing']);
  expect(ids(target.first)).toEqual(['a/first']);
});

test('orders runs by time and says since when', () => {
  const { runs, fresh } = historyFrom({ 'a/new': 'pp.f' });
  expect(runs.map(({ file }) => file)).toEqual([
    '0/report.json',
    '1/report.json',
    '2/report.json',
    '3/report.json',
  ]);
  expect(fresh).toEqual([
    {
      id: 'a/new',
      title: 'new',
      verdicts: ['pass', 'pass', null, 'fail'],
      since: '2025-03-04T00:00:00.000Z',
    },
  ]);
});

test('keeps targets apart', () => {
  const report = sampleReport([]);
  const sources = ['b', 'a', 'b'].map((name) => ({
    file: name,
    report: { ...report, target: { ...report.target, name } },
  }));
  expect(historyOf(sources, '0.1.0').targets.map(({ name, runs }) => [name, runs.length])).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
});
