import { expect, test } from 'vitest';
import { PASSING } from './fixtures/samples.ts';
import { reportHtml } from './html/report.tsx';
import { leftoverNote } from './leftovers.ts';
import { summaryMarkdown } from './markdown.ts';

const MANY = Array.from({ length: 1742 }, (_, index) => `/Users/left-${index}`);

test('nothing left is nothing said', () => {
  expect(leftoverNote([])).toBeNull();
  expect(leftoverNote(['/Users/1'])).toBe('1 resource could not be deleted: /Users/1');
});

test('of many resources that are left, the page and the summary name a few', () => {
  const report = { ...PASSING, run: { ...PASSING.run, leftBehind: MANY } };
  const said = /1,742 resources could not be deleted: [^<]*left-4, and 1737 more/;
  expect(reportHtml(report)).toMatch(said);
  const summary = summaryMarkdown([report]);
  expect(summary.replaceAll('\\', '')).toMatch(said);
  expect(summary).not.toContain('left-5');
});
