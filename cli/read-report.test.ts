import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UsageError } from '../config/usage-error.ts';
import { sampleCheck, sampleReport } from '../reporters/fixtures/sample-report.ts';
import { currentIds } from '../suites/aliases.ts';
import { readReport } from './read-report.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-report-'));
  const report = sampleReport([sampleCheck('filtering/gone')]);
  await writeFile(join(folder, 'report.json'), JSON.stringify(report));
});
afterAll(() => rm(folder, { recursive: true }));

test('a file and its folder are the same report', async () => {
  const report = await readReport(folder);
  expect(report.checks.map(({ id }) => id)).toEqual(['filtering/gone']);
  expect(await readReport(join(folder, 'report.json'))).toEqual(report);
});

test('a check that was removed since has the id of the one that judges in its place', async () => {
  const current = currentIds({ 'filtering/gone': 'filtering/and' });
  const { checks } = await readReport(folder, 'the baseline', { current });
  expect(checks.map(({ id }) => id)).toEqual(['filtering/and']);
});

test('what is no report is called by its name', async () => {
  await expect(readReport(join(folder, 'none.json'), 'the baseline')).rejects.toThrow(UsageError);
  await expect(readReport(join(folder, 'none.json'), 'the baseline')).rejects.toThrow(
    'there is no such file',
  );
});
