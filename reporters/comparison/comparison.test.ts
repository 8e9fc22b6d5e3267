import { describe, expect, test } from 'vitest';
import { create } from 'xmlbuilder2';
import { compareReports } from '../../report/compare.ts';
import { hostileComparison, sampleComparison } from '../fixtures/sample-comparison.ts';
import { HOSTILE, sampleReport } from '../fixtures/sample-report.ts';
import { consoleComparison } from './console.ts';
import { comparisonHtml } from './html.tsx';
import { comparisonMarkdown } from './markdown.ts';
import { cellText, grouped, headline } from './words.ts';

const OPTIONS = { color: false, width: 100, paths: ['out/comparison.json'] };
const EQUAL = compareReports([sampleReport([]), sampleReport([])], {
  failOn: 'must',
  toolVersion: '0.1.0',
  comparedAt: new Date(0),
});

describe('words', () => {
  test('say in one sentence what differs', () => {
    expect(headline(sampleComparison(2))).toBe('Different: 5 of 40 checks and 1 of 1 requirement differ');
    expect(headline(EQUAL)).toBe('Equal: nothing differs');
  });

  test('name the targets by value, the most frequent value first', () => {
    expect(grouped(['x', 'y', 'y', 'y'], ['a', 'b', 'c', 'd'], 2)).toBe('y: b, c and 1 more · x: a');
  });

  test('tell a value from none', () => {
    expect([{ value: 'absent' }, { absent: true as const }, null].map((cell) => cellText(cell))).toEqual([
      '"absent"',
      'absent',
      'not compared',
    ]);
  });
});

describe('console', () => {
  test('has a table with a column per target', () => {
    const text = consoleComparison(sampleComparison(2), OPTIONS);
    expect(text).toMatch(/^ {2}checks +tenant-1 {2}tenant-2$/m);
    expect(text).toMatch(/^ {2}suite-2\/check-6 +✓ pass {4}✗ fail$/m);
    expect(text).toContain('patch.successStatus\n    204: tenant-1 · 200: tenant-2');
    expect(text).toContain('report  out/comparison.json');
  });

  test('names targets by verdict where the columns do not fit', () => {
    const text = consoleComparison(sampleComparison(50), OPTIONS);
    expect(text).toMatch(
      /suite-2\/check-6 {2}pass: tenant-1, tenant-3.* and \d+ more · fail: tenant-2, tenant-9/,
    );
  });

  test('sends nothing to the terminal that could steer it', () => {
    expect(consoleComparison(hostileComparison(HOSTILE), OPTIONS)).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2066]/,
    );
  });
});

describe('Markdown', () => {
  test('has a table per layer', () => {
    const text = comparisonMarkdown(sampleComparison(3));
    expect(text).toMatch(/^## ❌ Different: /);
    expect(text).toContain('| Check | Title | tenant-1 | tenant-2 | tenant-3 |');
    expect(text).toContain('| suite-2/check-6 | check 6 | pass | fail | pass |');
  });

  test('of many targets has one column for all of them', () => {
    expect(comparisonMarkdown(sampleComparison(50))).toContain('| Check | Title | Targets |');
  });

  test('takes nothing for markup', () => {
    const text = comparisonMarkdown(hostileComparison(HOSTILE));
    expect(text).not.toMatch(/(?<!\\)(<img|<script|<!--|@team)/);
    const cells = text.split('\n').filter((line) => line.startsWith('| GET'));
    expect(cells.every((line) => (line.match(/(?<!\\)\|/g) ?? []).length === 5)).toBe(true);
  });
});

describe('HTML', () => {
  test('marks the rows that do not differ, which are hidden at first', () => {
    const html = comparisonHtml(sampleComparison(5));
    expect(html.match(/<tr class="same">/g)?.length).toBeGreaterThan(10);
    expect(html).toContain('main:not(:has(#everything:checked)) tr.same { display: none; }');
  });

  test('allows its own styles and scripts and nothing else', () => {
    const html = comparisonHtml(sampleComparison(2));
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; style-src ('sha256-\S+ ?){2}; script-src ('sha256-\S+ ?){2};/,
    );
    expect(html).not.toMatch(/<[^>]+ (style|on\w+)=/);
  });

  test('takes nothing for markup', () => {
    const html = comparisonHtml(hostileComparison(HOSTILE));
    expect(html).not.toMatch(/<img|<b>x/);
    const body = html.slice(html.indexOf('<main'), html.indexOf('</main>') + 7);
    expect(() =>
      create(body.replace(/<(input)([^>]*?)\/?>/g, '<$1/>').replace(/ hidden(?=[ >])/g, '')),
    ).not.toThrow();
  });

  test('of 50 targets stays below 3 MB', () => {
    expect(comparisonHtml(sampleComparison(50)).length).toBeLessThan(3_000_000);
  });

  test('of equal targets says so', () => {
    const html = comparisonHtml(EQUAL);
    expect(html).toContain('<b>Equal</b><span>nothing differs</span>');
    expect(html.match(/No difference\./g)).toHaveLength(4);
  });
});
