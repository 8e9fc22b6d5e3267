import { expect, test } from 'vitest';
import { columns } from './columns.ts';

const ROWS = [
  ['urn:ietf:params:scim:schemas:core:2.0:User', 'a statement of several words', 'MUST'],
  ['id', 'short', 'MAY'],
];

test('where there is room, each row is one line', () => {
  expect(columns(ROWS, 200)).toBe(`${ROWS[0]?.join('  ')}\n${'id'.padEnd(42)}  ${'short'.padEnd(28)}  MAY\n`);
  expect(columns(ROWS, Number.POSITIVE_INFINITY)).toBe(columns(ROWS, 200));
});

test.each([30, 40, 60, 79])('no line is wider than %d, and nothing is lost', (width) => {
  const text = columns(ROWS, width);
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
  const letters = (given: string) => [...given.replaceAll(/\s/g, '')].sort().join('');
  expect(letters(text)).toBe(letters(ROWS.flat().join('')));
});
