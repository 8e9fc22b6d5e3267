import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { invocation } from './invocation.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'invocation-'));
  await writeFile(join(folder, 'bin.js'), '');
});
afterEach(() => rm(folder, { recursive: true }));

test('a program that is not on the path is called by its file', () => {
  const path = ['', '/no/such/folder', tmpdir()].join(delimiter);
  expect(invocation({ script: join(folder, 'bin.js'), path, cwd: folder })).toBe('node bin.js');
});

test('one that is on the path is called by its name, another one of that name is not', async () => {
  await symlink(join(folder, 'bin.js'), join(folder, 'scim-conformance'));
  const here = { script: join(folder, 'scim-conformance'), path: folder, cwd: folder };
  expect(invocation(here)).toBe('scim-conformance');
  await writeFile(join(folder, 'other.js'), '');
  expect(invocation({ ...here, script: join(folder, 'other.js') })).toBe('node other.js');
});

test('where nothing tells the file, it has its name', () => {
  expect(invocation({ script: '/no/such/file', path: folder, cwd: folder })).toBe('scim-conformance');
});
