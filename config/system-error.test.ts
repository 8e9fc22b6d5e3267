import { readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { systemReason } from './system-error.ts';

test('what the system says is told in plain words, without its calls', async () => {
  const missing = await readdir('/no/such/folder').catch((error: unknown) => error);
  expect(systemReason(missing, 'folder')).toBe('there is no such folder');
  expect(systemReason(missing, 'file')).toBe('there is no such file');
  const file = await readdir(import.meta.filename).catch((error: unknown) => error);
  expect(systemReason(file, 'folder')).toBe('it is, or lies below, a file');
});

test('what has no plain words is told as it came', () => {
  expect(systemReason(new Error('it is a file'), 'folder')).toBe('it is a file');
  expect(systemReason('odd', 'file')).toBe('odd');
});
