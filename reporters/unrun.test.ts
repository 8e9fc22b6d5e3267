import { describe, expect, test } from 'vitest';
import { withUnjudged } from '../report/unjudged.ts';
import { annotations } from './annotations.ts';
import { causes } from './causes.ts';
import { findings, headline, outcomeOf } from './conclusion.ts';
import { consoleSummary } from './console/summary.ts';
import { sampleCheck, sampleReport } from './fixtures/sample-report.ts';
import { indexHtml } from './html/index-page.tsx';
import { reportHtml } from './html/report.tsx';
import { junitXml } from './junit.ts';
import { summaryMarkdown } from './markdown.ts';

const STOPPED = 'interrupted by SIGINT';
const unrun = (id: string) =>
  sampleCheck(id, {
    verdict: 'error',
    reason: STOPPED,
    message: `not run: ${STOPPED}`,
    requests: 0,
    runs: 0,
  });
const plain = sampleReport([sampleCheck('s/a'), unrun('s/b'), unrun('t/c')], {
  readiness: [
    {
      list: 'v',
      title: 'Validator',
      rows: [
        { id: 'V1', title: 'One', verdict: 'pass', checks: ['s/a'] },
        { id: 'V2', title: 'Two', verdict: 'notJudged', checks: ['s/b'] },
      ],
    },
  ],
});
const report = withUnjudged({ ...plain, run: { ...plain.run, complete: false, reason: STOPPED } });

describe('checks that never ran are no errors', () => {
  test('in the conclusion', () => {
    expect(outcomeOf(report)).toBe('unjudged');
    expect(headline(report)).toBe('Not judged: the run is incomplete, 2 of 3 checks did not run');
    expect(findings(report)).toEqual([]);
    expect(causes(report)).toEqual([]);
  });

  test('in JUnit, which is not green for it', () => {
    const xml = junitXml(report);
    expect(xml).toContain('tests="4" failures="0" errors="1"');
    expect(xml.match(/<skipped message="not run: interrupted by SIGINT"\/>/g)).toHaveLength(2);
    expect(xml).toContain('name="the run is complete"');
    expect(xml.match(/<error /g)).toHaveLength(1);
  });

  test('in counts and readiness of every report', () => {
    const line = 'Validator 1/1 (1 test not judged)';
    const text = consoleSummary(report, { color: false, width: 100 });
    expect(text).toContain('2 not run  1 pass');
    expect(text).toContain(line);
    const html = reportHtml(report);
    expect(html).toContain('<b>2</b> not run');
    expect(html).toContain(line);
    expect(html).toMatch(/s-unrun"[^>]*>·<\/span>not judged/);
    expect(indexHtml([{ report, folder: 'a' }])).toContain('not run</th>');
    const markdown = summaryMarkdown([report, report]);
    expect(markdown).toContain('⏸️ not run');
    expect(markdown).toContain('| not run |');
    expect(annotations([report])).toBe(
      '::error title=alvao-staging%3A 2 of 3 checks did not run::interrupted by SIGINT\n',
    );
  });

  test('and a run that got to the end has no column for them', () => {
    const whole = sampleReport([sampleCheck('s/a')]);
    expect(`${reportHtml(whole)}${summaryMarkdown([whole])}`).not.toContain('not run');
  });
});
