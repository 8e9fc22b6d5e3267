import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type JournalHead, journalName, openJournal } from './journal.ts';

const folder = mkdtempSync(join(tmpdir(), 'journal-'));
afterAll(() => rmSync(folder, { recursive: true }));

const HEAD: JournalHead = {
  journal: 1,
  run: 'abc123',
  target: 'staging',
  url: 'https://scim.example.com/v2',
  tool: '0.1.0',
  startedAt: '2026-01-02T03:04:05.678Z',
};

const never = (reason: string): never => {
  throw new Error(reason);
};

test('begins with the first entry, holds each at once, and is for its owner alone', () => {
  const file = join(folder, journalName('abc123'));
  const journal = openJournal(file, HEAD, never);
  expect(readdirSync(folder)).toEqual([]);
  journal.write({ created: '/Users/1' });
  expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(HEAD)}\n{"created":"/Users/1"}\n`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  journal.write({ deleted: '/Users/1' });
  journal.close(false);
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(4);
});

test('disappears when nothing is left, and never was when nothing was written', () => {
  const file = join(folder, journalName('nothin'));
  openJournal(file, HEAD, never).close(false);
  const journal = openJournal(file, HEAD, never);
  journal.write({ settled: 1 });
  journal.close(true);
  expect(readdirSync(folder)).not.toContain(journalName('nothin'));
});

test('says once that it cannot be written, and overwrites no other', () => {
  const file = join(folder, journalName('taken0'));
  writeFileSync(file, 'of another run');
  const said: string[] = [];
  const journal = openJournal(file, HEAD, (reason) => said.push(reason));
  journal.write({ settled: 1 });
  journal.write({ settled: 2 });
  journal.close(true);
  expect(said).toEqual([expect.stringContaining(`the journal ${file} cannot be written: EEXIST`)]);
  expect(readFileSync(file, 'utf8')).toBe('of another run');
});
