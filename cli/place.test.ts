import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunReport, Verdict } from '../report/report.ts';
import { sampleCheck, sampleReport } from '../reporters/fixtures/sample-report.ts';
import { writeReports } from '../reporters/write.ts';
import { findReports } from './find-reports.ts';
import { placeFor } from './place.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scim-conformance-'));
});
afterEach(() => rm(folder, { recursive: true }));

const WHOLE = { suites: [], checks: [], readOnly: false, shard: null, whole: true };

function reportOf(verdicts: readonly Verdict[], changes: Partial<RunReport['run']> = {}): RunReport {
  const report = sampleReport(verdicts.map((verdict, index) => sampleCheck(`s/${index}`, { verdict })));
  return { ...report, run: { ...report.run, scope: WHOLE, ...changes } };
}

const GOOD = reportOf(['pass', 'fail', 'pass']);
const NARROW = reportOf(['fail'], { scope: { ...WHOLE, checks: ['s/0'], whole: false } });

describe('placeFor', () => {
  it('is the folder where nothing is there, or nothing was judged', async () => {
    expect(await placeFor(NARROW, folder, false)).toEqual({ folder, remark: null });
    await writeReports(reportOf([], { complete: false }), folder);
    expect(await placeFor(reportOf([]), folder, false)).toEqual({ folder, remark: null });
  });

  it.each([
    ['a run like it', reportOf(['pass', 'pass', 'pass']), false, null],
    ['a run that found less to judge', reportOf(['pass', 'skip', 'skip']), false, null],
    ['a replay', NARROW, false, 'narrower'],
    ['a replay whose folder is named', NARROW, true, null],
    ['a run cut short', reportOf(['pass', 'error'], { complete: false }), false, 'narrower'],
    ['a run that judged nothing', reportOf([], { complete: false }), true, 'not-judged'],
    ['a run of which every check was an error', reportOf(['error', 'skip']), true, 'not-judged'],
  ] as const)('beside a report, for %s', async (_, report, named, name) => {
    await writeReports(GOOD, folder);
    const place = await placeFor(report, folder, named);
    expect(place.folder).toBe(name === null ? folder : join(folder, name));
    expect(place.remark === null).toBe(name === null);
  });

  it('hides what is beside a report from those who look for reports', async () => {
    await writeReports(GOOD, folder);
    await writeReports(NARROW, join(folder, 'narrower'));
    expect((await findReports(folder)).map(({ file }) => file)).toEqual(['report.json']);
    expect((await findReports(join(folder, 'narrower'))).map(({ file }) => file)).toEqual(['report.json']);
  });
});
