import { describe, expect, test } from 'vitest';
import { consoleSummary } from './console/summary.ts';
import { readingReport } from './fixtures/narrow.ts';
import { indexHtml } from './html/index-page.tsx';
import { reportHtml } from './html/report.tsx';
import { junitXml } from './junit.ts';
import { summaryMarkdown } from './markdown.ts';

const SENTENCE = 'Nothing wrong in the 2 checks that only read';

describe('a run that only read is not green, and says what it looked at', () => {
  const report = readingReport();

  test('in HTML', () => {
    const html = reportHtml(report);
    expect(html).toContain('<section class="verdict s-skip">');
    expect(html).toContain(`<b>${SENTENCE}</b>`);
    expect(html).toMatch(/<dt>Looked at<\/dt><dd>the checks that only read<\/dd>/);
    expect(html).not.toContain('>Conformant');
    expect(indexHtml([{ report, folder: 'a' }])).toContain('<section class="verdict s-skip">');
  });

  test('in JUnit, Markdown and on the console', () => {
    expect(junitXml(report)).toContain('<property name="scope" value="the checks that only read"/>');
    expect(summaryMarkdown([report])).toMatch(new RegExp(`^## ℹ️ ALVAO: ${SENTENCE}`));
    const text = consoleSummary(report, { color: true, width: 100 });
    expect(text).toContain(`\u001b[36m\u001b[1m${SENTENCE}`);
    expect(text).toContain('looked at: the checks that only read');
  });
});
