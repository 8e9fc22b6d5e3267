import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli, removeFolder, temporaryFolder } from './support/cli.ts';
import { failed, readReport } from './support/report.ts';
import { startTarget, TOKEN } from './support/target.ts';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => removeFolder(folder));

test('a log shows findings before the run ends, every request is counted, and --fail-fast cleans up', async () => {
  const target = await startTarget({ faults: ['drops-title'] });
  const out = join(folder, 'fast');
  const words = ['run', '--application', 'alvao', '--url', target.url, '--effort', 'quick', '--out', out];
  const { code, stderr } = await cli([...words, '--fail-fast'], { env: { SCIM_TOKEN: TOKEN } });
  expect(code, stderr).toBe(1);
  const report = await readReport(out);
  const told = /^✗ fail .*title.* \((\S+), [\d.]+ m?s\)$/m.exec(stderr);
  expect(
    failed(report).map(({ id }) => id),
    stderr,
  ).toContain(told?.[1]);
  expect(stderr.indexOf(told?.[0] ?? '')).toBeLessThan(stderr.search(/^[\d,]+ requests in /m));
  expect(report.run.requests).toBe(target.seen.length);
  expect(await target.left()).toBe(0);
  await target.close();
});

test('--fail-fast does not wait until a finding is as small as it can be', async () => {
  const target = await startTarget({ faults: ['filter-ignored'] });
  const out = join(folder, 'ignored');
  const words = [
    'run',
    '--application',
    'alvao',
    '--url',
    target.url,
    '--check',
    'filtering/eq-finds-exactly',
  ];
  const { code, stderr } = await cli([...words, '--fail-fast', '--out', out], { env: { SCIM_TOKEN: TOKEN } });
  expect(code, stderr).toBe(1);
  expect(failed(await readReport(out)).map(({ counterexample }) => counterexample)).toEqual([
    expect.objectContaining({ cutShort: true }),
  ]);
  expect(await target.left()).toBe(0);
  await target.close();
});
