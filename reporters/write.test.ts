import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageError } from '../config/usage-error.ts';
import { withCauses } from '../report/causes.ts';
import { parseReport } from '../report/read.ts';
import { FAILING, PASSING } from './fixtures/samples.ts';
import { removeIndex, removeReports, targetFolder, writeIndex, writeReports } from './write.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scim-conformance-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('writes four files into a new folder and leaves nothing else', async () => {
  const dir = join(folder, 'a', 'b');
  const paths = await writeReports(FAILING, dir);
  expect(paths).toEqual(
    ['report.json', 'junit.xml', 'report.html', 'summary.md'].map((name) => join(dir, name)),
  );
  expect((await readdir(dir)).sort()).toEqual(['junit.xml', 'report.html', 'report.json', 'summary.md']);
  expect(parseReport(await readFile(join(dir, 'report.json'), 'utf8'))).toEqual(withCauses(FAILING));
});

test('replaces the files of an earlier run', async () => {
  await writeReports(FAILING, folder);
  await writeReports(PASSING, folder);
  expect(parseReport(await readFile(join(folder, 'report.json'), 'utf8'))).toEqual(withCauses(PASSING));
});

test('an archive of the exchanges is written when it is wanted, and not left behind when not', async () => {
  const paths = await writeReports(FAILING, folder, { har: true });
  expect(JSON.parse(await readFile(paths.at(-1) ?? '', 'utf8'))).toMatchObject({ log: { version: '1.2' } });
  await writeReports(PASSING, folder);
  expect(await readdir(folder)).not.toContain('exchanges.har');
});

test('the index links to the folder of each target', async () => {
  const other = { ...PASSING, target: { ...PASSING.target, name: 'new version/2' } };
  const html = await readFile(
    await writeIndex(
      [
        { report: FAILING, folder: 'alvao-staging' },
        { report: other, folder: join('new-version-2', 'not-judged') },
      ],
      folder,
    ),
    'utf8',
  );
  expect(html).toContain('href="alvao-staging/report.html"');
  expect(html).toContain('href="new-version-2/not-judged/report.html"');
  expect(html).toContain('1 of 2 targets not conformant');
});

test('an index does not stand beside the reports of one target, and leaves alone what is not ours', async () => {
  const dir = join(folder, 'reports');
  await writeReports(FAILING, dir, { har: true });
  await removeReports(dir);
  expect(await readdir(folder)).toEqual([]);
  await writeFile(join(folder, 'junit.xml'), '<testsuites/>');
  await removeReports(folder);
  expect(await readdir(folder)).toEqual(['junit.xml']);
});

test('an index over several targets does not stay beside the report of one, and that of another tool does', async () => {
  const index = await writeIndex([{ report: FAILING, folder: 'alvao-staging' }], folder);
  await removeIndex(folder);
  expect(await readdir(folder)).toEqual(['summary.md']);
  await writeFile(index, '<title>Coverage</title>');
  await removeIndex(folder);
  expect(await readdir(folder)).toContain('index.html');
});

test('a folder that cannot be written is an error of usage', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  await expect(writeReports(PASSING, join(file, 'sub'))).rejects.toThrow(UsageError);
});

test('a report that breaks its schema is never written', async () => {
  const broken = { ...PASSING, run: { ...PASSING.run, seed: 0.5 } };
  await expect(writeReports(broken, folder)).rejects.toThrow(/\/run\/seed must be integer/);
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  ['alvao', 'alvao'],
  ['../../etc', 'etc'],
  ['.hidden', 'hidden'],
  ['a b/c', 'a-b-c'],
  ['…', 'target'],
])('the folder of target %j is %j', (name, expected) => {
  expect(targetFolder(name)).toBe(expected);
});
