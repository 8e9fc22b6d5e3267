import { expect, test } from 'vitest';
import { againstBaseline } from '../report/baseline.ts';
import { annotations } from './annotations.ts';
import { consoleSummary } from './console/summary.ts';
import { sampleCheck, sampleReport } from './fixtures/sample-report.ts';
import { reportHtml } from './html/report.tsx';
import { junitXml } from './junit.ts';
import { summaryMarkdown } from './markdown.ts';

const failing = (id: string) =>
  sampleCheck(id, { verdict: 'fail', violated: `R-${id}`, message: `${id} lies` });
const before = sampleReport([failing('a/old'), failing('a/mended'), sampleCheck('a/fine')]);
const against = (ids: readonly string[]) =>
  againstBaseline(
    sampleReport(
      ['a/old', 'a/mended', 'a/fine'].map((id) => (ids.includes(id) ? failing(id) : sampleCheck(id))),
    ),
    before,
    'must',
  );
const SAME = against(['a/old']);
const WORSE = against(['a/old', 'a/fine']);

test('known failures alone are neither green nor red', () => {
  const html = reportHtml(SAME);
  expect(html).toContain('<section class="verdict s-known">');
  expect(html).toContain('<b>Nothing new fails</b>');
  expect(html).toContain('2 of 3 checks pass, 1 known failure');
  expect(html).toContain('Mended since the baseline: a/mended');
  expect(reportHtml(WORSE)).toContain('New since the baseline: a/fine');
});

test('JUnit skips what is known, with the reason', () => {
  const xml = junitXml(WORSE);
  expect(xml).toContain('<skipped message="known: fails in the baseline of 2025-03-04 too: a/old lies"/>');
  expect(xml.match(/<failure /g)).toHaveLength(1);
  expect(xml).toContain('tests="3" failures="1" errors="0" skipped="1"');
  expect(xml).toContain(
    'name="baseline" value="1 new (a/fine), 1 known, 1 mended (a/mended) since 2025-03-04"',
  );
});

test('the summary and the console tell all three', () => {
  const markdown = summaryMarkdown([WORSE]);
  expect(markdown).toContain('1 of 3 checks newly fails, beside 1 known');
  expect(markdown).toContain('against the baseline of 2025-03-04: 1 new, 1 known, 1 mended');
  expect(markdown).toContain('- mended since the baseline: a/mended');
  expect(markdown).toContain('🔁 known');
  const text = consoleSummary(WORSE, { color: false, width: 120 });
  expect(text).toContain(
    'against the baseline: 1 new (a/fine), 1 known, 1 mended (a/mended) since 2025-03-04',
  );
  // What is new comes first.
  expect(text.indexOf('a/fine lies')).toBeLessThan(text.indexOf('a/old lies'));
});

test('GitHub has an error for what is new, and notices of what is known and mended', () => {
  const lines = annotations([WORSE]).trim().split('\n');
  expect(lines[0]).toMatch(/^::error title=alvao-staging%3A new%3A fine::a\/fine lies/);
  expect(lines.slice(1)).toEqual([
    '::notice title=alvao-staging%3A 1 check known%2C as in the baseline::a/old',
    '::notice title=alvao-staging%3A 1 check mended since the baseline::a/mended',
  ]);
});
