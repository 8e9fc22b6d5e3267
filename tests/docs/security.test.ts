import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const PAGE = fileURLToPath(new URL('../../docs/security.md', import.meta.url));

const lines = readFileSync(PAGE, 'utf8').split('\n');

/** The rows of the tables of promises: their cells, without the heads. */
const rows = lines
  .filter((line) => line.startsWith('| ') && !/^\| (promise|---)/.test(line))
  .map((line) => line.split('|').slice(1, -1));

const tests = lines.flatMap((line) =>
  [...line.matchAll(/\[([^\]]+)\]\(([^)]+\.(?:test|hostile)\.ts)\)/g)].map(
    ([, title = '', file = '']): [string, string] => [title, file],
  ),
);

test('every promise names the tests that hold it', () => {
  expect(rows.length).toBeGreaterThan(20);
  for (const [promise, tests = ''] of rows) expect(tests, promise).toMatch(/\.(?:test|hostile)\.ts\)/);
});

test.each(tests)('"%s" is a test of %s', (title, file) => {
  const path = join(dirname(PAGE), file);
  expect(existsSync(path)).toBe(true);
  expect(readFileSync(path, 'utf8')).toContain(title);
});
