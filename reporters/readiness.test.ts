import { describe, expect, it } from 'vitest';
import type { ReadinessRow } from '../report/report.ts';
import { consoleSummary } from './console/summary.ts';
import { sampleCheck, sampleReport } from './fixtures/sample-report.ts';
import { reportHtml } from './html/report.tsx';
import { summaryMarkdown } from './markdown.ts';
import { readinessLine } from './readiness.ts';

const rows = (...verdicts: readonly ReadinessRow['verdict'][]): readonly ReadinessRow[] =>
  verdicts.map((verdict, index) => ({ id: `V${index + 1}`, title: 'x', verdict, checks: [] }));
const line = (...verdicts: readonly ReadinessRow['verdict'][]): string =>
  readinessLine({ list: 'l', title: 'Validator', rows: rows(...verdicts) });

describe('readinessLine', () => {
  it.each([
    [line('pass', 'pass'), 'Validator 2/2'],
    [line('pass', 'fail'), 'Validator 1/2: V2 fails'],
    [line('pass', 'notJudged', 'notApplicable'), 'Validator 1/1 (1 test not judged, 1 not applicable)'],
    [line('pass', 'notJudged'), 'Validator 1/1 (1 test not judged)'],
    [line('fail', 'fail', 'notApplicable'), 'Validator 0/2: V1, V2 fail (1 test not applicable)'],
  ])('says %s', (actual, expected) => {
    expect(actual).toBe(expected);
  });
});

describe('every report', () => {
  const check = sampleCheck('filtering/no-match');
  const report = sampleReport([check], {
    readiness: [
      {
        list: 'v',
        title: 'Validator',
        rows: [{ id: 'V4', title: 'None', verdict: 'fail', checks: [check.id] }],
      },
    ],
  });

  it('shows the line of each list', () => {
    expect(consoleSummary(report, { color: false, width: 80 })).toContain('  Validator 0/1: V4 fails\n');
    expect(summaryMarkdown([report])).toContain('- Validator 0/1\\: V4 fails\n');
    const html = reportHtml(report);
    expect(html).toContain('Validator 0/1: V4 fails');
    expect(html).toContain('href="#check-filtering/no-match"');
  });

  it('says nothing about readiness where nothing was judged', () => {
    expect(reportHtml(sampleReport([check]))).not.toContain('id="readiness"');
  });
});
