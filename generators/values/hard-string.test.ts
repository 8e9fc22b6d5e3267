import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HARD_CLASSES } from './hard-classes.ts';
import { fitLength, hardString, hardStringWithClass, hardUserName } from './hard-string.ts';

const ALWAYS = HARD_CLASSES.filter(({ onDemand }) => !onDemand).map(({ name }) => name);

test('each class appears, and those on demand do not', () => {
  const drawn = fc.sample(hardStringWithClass(), { seed: 1, numRuns: 2000 }).map((found) => found.class);
  expect(new Set(drawn)).toEqual(new Set(ALWAYS));
});

test.each(HARD_CLASSES)(
  '$name: well-formed, not empty, no NUL, at most 1,000 long',
  ({ name, arbitrary }) => {
    fc.assert(
      fc.property(arbitrary, (value) => {
        expect(value).not.toMatch(/\p{Surrogate}/u);
        expect(value.length).toBeGreaterThan(0);
        expect(value.length).toBeLessThanOrEqual(1000);
        expect(/[\0-\x08\x0b-\x1f]/.test(value)).toBe(false);
        expect(/[\t\n]/.test(value)).toBe(name === 'control');
      }),
      { seed: 2 },
    );
  },
);

test('the two combining classes differ in normalisation', () => {
  const valuesOf = (name: string) =>
    fc.sample(HARD_CLASSES.find((row) => row.name === name)?.arbitrary ?? fc.constant(''), {
      seed: 3,
      numRuns: 50,
    });
  for (const value of valuesOf('combining-nfc')) expect(value).toBe(value.normalize('NFC'));
  for (const value of valuesOf('combining-nfd')) expect(value).not.toBe(value.normalize('NFC'));
});

test('all 17 planes occur', () => {
  const points = fc.sample(hardString(), { seed: 4, numRuns: 5000 }).flatMap((value) => [...value]);
  const planes = new Set(points.map((character) => (character.codePointAt(0) ?? 0) >> 16));
  expect(planes.size).toBe(17);
});

test('user names are composed, free of blanks around and of right-to-left text (RFC 7613 §3)', () => {
  fc.assert(
    fc.property(hardUserName(), (value) => {
      expect(value).toBe(value.normalize('NFKC').trim());
      expect(value).not.toMatch(/[\p{Script=Hebrew}\p{Script=Arabic}\p{So}\p{Co}\p{Cn}\p{Cf}]/u);
    }),
    { seed: 5, numRuns: 1000 },
  );
});

test('lengths are kept without splitting a character', () => {
  fc.assert(
    fc.property(hardString({ minLength: 3, maxLength: 7 }), (value) => {
      expect(value.length).toBeGreaterThanOrEqual(3);
      expect(value.length).toBeLessThanOrEqual(7);
      expect(value).not.toMatch(/\p{Surrogate}/u);
    }),
    { seed: 6, numRuns: 1000 },
  );
  expect(fitLength('   a', { maxLength: 2 })).toBe('a');
});

test('shrinks to "a"', () => {
  expect(
    fc.check(
      fc.property(hardString(), () => false),
      { seed: 7 },
    ).counterexample,
  ).toEqual(['a']);
});
