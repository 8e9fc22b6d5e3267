import fc from 'fast-check';
import { expect, test } from 'vitest';
import { difference } from './difference.ts';

test('marks the words that differ', () => {
  const found = difference('active: false, total 1', 'active: true, total 1 more');
  expect(found?.expected.filter(({ common }) => !common).map(({ text }) => text)).toEqual(['false']);
  expect(found?.actual.filter(({ common }) => !common).map(({ text }) => text)).toEqual(['true', ' more']);
});

test('marks nothing where there is nothing to compare', () => {
  expect(difference('same', 'same')).toBeNull();
  expect(difference('400 with a SCIM error', 'ok')).toBeNull();
});

test('the pieces make up the texts, and the common ones agree', () => {
  const word = fc.constantFrom('a', 'b', ' ', '"', '😀', '1');
  const text = fc.array(word, { maxLength: 30 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, text, (expected, actual) => {
      const found = difference(expected, actual);
      if (found === null) return;
      const joined = (side: 'expected' | 'actual', common?: boolean) =>
        found[side]
          .filter((piece) => common === undefined || piece.common === common)
          .map((piece) => piece.text)
          .join('');
      expect([joined('expected'), joined('actual')]).toEqual([expected, actual]);
      expect(joined('expected', true)).toBe(joined('actual', true));
    }),
    { seed: 5 },
  );
});

test('long texts stay fast: only their common ends are compared', () => {
  const long = Array.from({ length: 4000 }, (_, index) => `w${index}`).join(' ');
  const found = difference(`${long} x`, `start ${long} x`);
  expect(found?.actual.map(({ text }) => text).join('')).toBe(`start ${long} x`);
});
