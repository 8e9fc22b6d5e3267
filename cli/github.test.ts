import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FAILING } from '../reporters/fixtures/samples.ts';
import { isOnGitHub, tellGitHub, withoutCommands } from './github.ts';

let folder = '';
let said = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'github-'));
  said = '';
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      said += text;
      return true;
    });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

test('is told by the environment', () => {
  expect(isOnGitHub({ GITHUB_ACTIONS: 'true' })).toBe(true);
  expect(isOnGitHub({})).toBe(false);
});

test('words of a target are no commands', () => {
  const [stop, text, resume, end] = withoutCommands('::error::made up').split('\n');
  const token = /^::stop-commands::([0-9a-f]{32})$/.exec(stop ?? '')?.[1];
  expect([text, resume, end]).toEqual(['::error::made up', `::${token}::`, '']);
});

test('failures become annotations, and the summary is added to what the step has written', async () => {
  const file = join(folder, 'summary.md');
  await writeFile(file, '# Before\n');
  await tellGitHub([FAILING], { GITHUB_STEP_SUMMARY: file });
  expect(said).toMatch(/^::error title=alvao-staging/);
  expect(await readFile(file, 'utf8')).toMatch(/^# Before\n## ❌ ALVAO/);
});

test('a full summary is left as it is, one that cannot be written is no error', async () => {
  const file = join(folder, 'summary.md');
  const full = 'x'.repeat(1024 * 1024);
  await writeFile(file, full);
  await tellGitHub([FAILING], { GITHUB_STEP_SUMMARY: file });
  expect(await readFile(file, 'utf8')).toBe(full);
  await tellGitHub([FAILING], { GITHUB_STEP_SUMMARY: join(folder, 'none', 'summary.md') });
  expect(said).toContain('the step summary cannot be written');
});
