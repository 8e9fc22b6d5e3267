import { expect, test } from 'vitest';
import { historyOf } from '../../report/history.ts';
import type { Verdict } from '../../report/report.ts';
import { HOSTILE, hostileReport, sampleCheck, sampleReport } from '../fixtures/sample-report.ts';
import { historySummary } from './console.ts';
import { historyHtml } from './html.tsx';

const pastOf = (verdicts: readonly Verdict[], complete = true) =>
  historyOf(
    verdicts.map((verdict, at) => {
      const report = sampleReport([sampleCheck('a/steady'), sampleCheck('a/new', { verdict })]);
      const startedAt = `2025-03-0${at + 1}T09:00:00.000Z`;
      return {
        file: `${at}/report.json`,
        report: { ...report, run: { ...report.run, startedAt, complete } },
      };
    }),
    '0.1.0',
  );
const SAMPLE = pastOf(['pass', 'pass', 'fail']);

test('the page has a chart of every run and names what is new', () => {
  const html = historyHtml(SAMPLE);
  expect(html).toContain('<b>1 check newly fails</b>');
  expect(html).toContain('aria-label="3 runs; failures from 0 to 1, passes from 2 to 1"');
  expect(html.match(/<rect /g)).toHaveLength(4);
  expect(html).toContain('<title>2025-03-03 09:00: 1 pass, 0 warn, 1 fail, 0 error</title>');
  expect(html).toMatch(/New: fails, and did not before[\s\S]*a\/new/);
  expect(html).not.toMatch(/Fixed:|Flaky:/);
});

test.each([
  [['pass', 'fail', 'fail'], true, 'warn', 'Nothing new fails, 1 check still fails'],
  [['fail'], true, 'warn', 'Nothing new fails, 1 check still fails'],
  [['fail', 'error'], true, 'warn', 'Nothing new fails, 1 check still fails'],
  [['pass', 'error'], false, 'error', 'Nothing new fails, and 1 latest run is incomplete'],
  [['fail', 'pass'], true, 'pass', 'Nothing new fails'],
] as const)('%j (complete: %j) is %s: %s', (verdicts, complete, state, sentence) => {
  const html = historyHtml(pastOf(verdicts, complete));
  expect(html).toContain(`<section class="verdict s-${state}">`);
  expect(html).toContain(`<b>${sentence}</b>`);
});

test('the console names it too', () => {
  expect(historySummary(SAMPLE, ['out/history.html'])).toBe(
    'ALVAO  alvao-staging  3 runs\n  1 new: a/new\n  0 fixed\n  0 flaky\n  0 failing as before\n  report  out/history.html\n',
  );
});

test('nothing hostile becomes markup', () => {
  const html = historyHtml(historyOf([{ file: HOSTILE, report: hostileReport(HOSTILE) }], '0.1.0'));
  expect(html).not.toMatch(/<img|<b>x|<[^>]+ on\w+=/);
});
