import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withCauses } from '../../report/causes.ts';
import { compareReports } from '../../report/compare.ts';
import { gate } from '../../report/gate.ts';
import { historyOf } from '../../report/history.ts';
import { mergeReports } from '../../report/merge.ts';
import { parseReport } from '../../report/read.ts';
import { consoleSummary } from '../../reporters/console/summary.ts';
import { reportHtml } from '../../reporters/html/report.tsx';
import { junitXml } from '../../reporters/junit.ts';
import { summaryMarkdown } from '../../reporters/markdown.ts';

/** As version 0.1.0 wrote it before findings had fields: one check fails, two pass. */
const EARLIER = parseReport(
  readFileSync(new URL('fixtures/report-without-findings.json', import.meta.url), 'utf8'),
);
const FAILING = 'required-attributes/reads-back-equal';

test('a report of an earlier version is a baseline, a part of history and one of several to compare', () => {
  expect(gate(EARLIER, { failOn: 'must', baseline: null })).toMatchObject({ regressions: [FAILING] });
  expect(gate(EARLIER, { failOn: 'must', baseline: EARLIER })).toMatchObject({
    verdict: 'conformant',
    regressions: [],
  });
  const options = { failOn: 'must', toolVersion: '0.1.0', comparedAt: new Date(0) } as const;
  const now = { ...EARLIER, target: { ...EARLIER.target, name: 'now' } };
  expect(compareReports([EARLIER, now], options).verdict).toBe('equal');
  const sources = [EARLIER].map((report) => ({ file: 'report.json', report }));
  expect(historyOf(sources, '0.1.0').targets).toHaveLength(1);
});

test('its shards are merged', () => {
  const parts = EARLIER.checks.map((check, index) => ({
    file: `${index}.json`,
    report: { ...EARLIER, checks: [check] },
  }));
  const order = EARLIER.checks.map(({ id }) => id);
  expect(mergeReports(parts, order).checks).toEqual(EARLIER.checks);
});

test('it is told as well as it can be without fields', () => {
  const { causes: _, ...without } = EARLIER;
  const report = withCauses(without);
  expect(report.causes).toMatchObject([
    { gate: 'fail', explains: [FAILING], title: expect.stringContaining('givenName') },
  ]);
  for (const text of [
    reportHtml(report),
    junitXml(report),
    summaryMarkdown([report]),
    consoleSummary(report, { color: false, width: 100 }),
  ])
    expect(text).toContain('givenName');
});
