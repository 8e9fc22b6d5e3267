import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shrinkingTo } from './minimal-first.ts';

const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** Any of the letters, each with a number. */
const subsets = fc.record(Object.fromEntries(LETTERS.map((letter) => [letter, fc.nat(999)])), {
  requiredKeys: [],
});

const jumping = shrinkingTo(subsets, (value) => [
  fc.constant({}),
  ...Object.keys(value).map((letter) => fc.record({ [letter]: fc.nat(999) })),
]);

test('what is drawn stays the same', () => {
  expect(fc.sample(jumping, { seed: 4, numRuns: 50 })).toEqual(fc.sample(subsets, { seed: 4, numRuns: 50 }));
});

test.each(LETTERS)('the one part that matters is found at once, and shrunk further: %s', (letter) => {
  const details = fc.check(
    fc.property(jumping, (value) => (value[letter] ?? 0) < 7),
    { seed: 4, numRuns: 1000 },
  );
  expect(details.counterexample?.[0]).toEqual({ [letter]: 7 });
});

test('a counterexample is found again by its path', () => {
  const property = fc.property(jumping, (value) => (value.c ?? 0) < 7);
  const { seed, counterexamplePath, counterexample } = fc.check(property, { seed: 9, numRuns: 1000 });
  const again = fc.check(property, { seed, path: counterexamplePath ?? '' });
  expect(again.counterexample).toEqual(counterexample);
});

test('what needs several parts is shrunk step by step', () => {
  const details = fc.check(
    fc.property(jumping, (value) => !('a' in value && 'f' in value)),
    { seed: 4, numRuns: 1000 },
  );
  expect(details.counterexample?.[0]).toEqual({ a: 0, f: 0 });
});
