import { expect, test } from 'vitest';
import type { Obstacle } from '../../report/finding.ts';
import { sampleCheck, sampleFinding } from '../fixtures/sample-report.ts';
import { News } from './news.ts';

const lost = (id: string, attribute: string) =>
  sampleCheck(id, {
    verdict: 'fail',
    violated: 'R',
    message: `${attribute} of user ${id} is lost`,
    finding: sampleFinding({ attribute, what: attribute, wanted: 'x' }),
  });

const broken = (id: string) =>
  sampleCheck(id, { verdict: 'fail', violated: `R-${id}`, message: `${id} is broken` });

const blocked = (id: string, obstacle: Obstacle | null) =>
  sampleCheck(id, { verdict: 'error', reason: 'POST /Users is answered with 500', obstacle });

const told = (news: News, check: ReturnType<typeof sampleCheck>) =>
  news.note(check).map(({ state, sentence, about }) => `${state} ${sentence} (${about})`);

test('the first finding of a cause is told, those that follow are counted until they say more together', () => {
  const news = new News();
  expect(told(news, sampleCheck('s/0'))).toEqual([]);
  expect(told(news, lost('s/1', 'title'))).toEqual(['fail title of user s/1 is lost (s/1)']);
  expect(told(news, lost('s/2', 'title'))).toEqual([]);
  expect(told(news, lost('s/3', 'title'))).toEqual([
    'fail title is missing from what the target gives back (explains 3 checks so far)',
  ]);
  expect(told(news, lost('s/4', 'title'))).toEqual([]);
  expect(told(news, broken('s/5'))).toEqual(['fail s/5 is broken (s/5)']);
});

test('the words of one finding are not told again for several', () => {
  const news = new News();
  const check = (id: string) =>
    sampleCheck(id, { verdict: 'fail', violated: 'R', message: `the filter ${id} finds nothing` });
  expect(['s/1', 's/2', 's/3', 's/4'].flatMap((id) => told(news, check(id)))).toEqual([
    'fail the filter s/1 finds nothing (s/1)',
  ]);
});

test('what keeps checks from judging is told once it keeps several from it', () => {
  const news = new News();
  const obstacle = { operation: 'POST /Users', status: 500, scimType: null, detail: null };
  expect(['s/1', 's/2'].flatMap((id) => told(news, blocked(id, obstacle)))).toEqual([]);
  expect(told(news, blocked('s/3', obstacle))).toEqual([
    'error POST /Users is answered with 500, which keeps checks from judging (blocks 3 checks so far)',
  ]);
  expect(told(news, blocked('s/4', obstacle))).toEqual([]);
});

test('that the run ends is no finding', () => {
  const news = new News();
  expect(['s/1', 's/2', 's/3', 's/4'].flatMap((id) => told(news, blocked(id, null)))).toEqual([]);
});

test('what is accepted by a waiver, or only a warning, is left to the summary', () => {
  const news = new News();
  expect(told(news, { ...lost('s/1', 'title'), waived: true })).toEqual([]);
  expect(told(news, { ...lost('s/2', 'title'), verdict: 'warn' })).toEqual([]);
});

test('more findings than anybody reads while waiting are left to the summary', () => {
  const news = new News();
  const all = Array.from({ length: 60 }, (_, index) => told(news, broken(`s/${index}`))).flat();
  expect(all).toHaveLength(21);
  expect(all.at(-1)).toContain('the summary at the end has all of it');
});
