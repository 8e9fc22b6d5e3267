import { InvalidArgumentError } from 'commander';
import { describe, expect, test } from 'vitest';
import { collect, duration, milliseconds, shard, wholeNumber } from './options.ts';

describe('whole numbers', () => {
  test.each([
    ['1', 1],
    [' 8 ', 8],
    ['256', 256],
    ['007', 7],
  ])('%j is %i', (text, value) => {
    expect(wholeNumber(1, 256)(text)).toBe(value);
  });

  test('may be negative where that is allowed', () => {
    expect(wholeNumber(-5, 5)('-5')).toBe(-5);
  });

  test.each(['0', '257', '', ' ', '1.5', '1e2', '0x10', 'eight', '5s', 'NaN', 'Infinity', '-1', '+1', '1_0'])(
    '%j is none from 1 to 256',
    (text) => {
      expect(() => wholeNumber(1, 256)(text)).toThrow(
        new InvalidArgumentError('expected a whole number from 1 to 256.'),
      );
    },
  );

  test('beyond what a number holds exactly is none', () => {
    expect(() => wholeNumber(0)('9007199254740993')).toThrow('from 0.');
  });
});

describe('shards', () => {
  test('2/5 is the second of five', () => {
    expect(shard('2/5')).toEqual({ index: 2, count: 5 });
  });

  test.each(['0/5', '6/5', '1/0', '1', '1/', '/5', '1/5/9', 'a/b', '-1/5', '1.5/5'])('%j is none', (text) => {
    expect(() => shard(text)).toThrow(InvalidArgumentError);
  });
});

test('a repeated option is collected in order', () => {
  expect(collect('b', collect('a'))).toEqual(['a', 'b']);
});

describe('durations', () => {
  test.each([
    ['1s', 1_000],
    ['90s', 90_000],
    ['30m', 1_800_000],
    ['2h', 7_200_000],
  ])('%s', (text, milliseconds) => {
    expect(duration(text)).toBe(milliseconds);
  });

  test.each(['', '0s', '90', '1.5h', '-1m', '2d', '9999h'])('%j is none', (text) => {
    expect(() => duration(text)).toThrow('expected a time such as 90s, 30m or 2h.');
  });
});

describe('a time to wait for an answer', () => {
  test.each([
    ['5000', 5000],
    ['500ms', 500],
    ['5s', 5000],
    ['2m', 120_000],
  ])('%j is %i ms', (text, value) => {
    expect(milliseconds(text)).toBe(value);
  });

  test.each(['0', '600001', '11m', '5d', '1e3', '-1', ''])('%j is none', (text) => {
    expect(() => milliseconds(text)).toThrow(InvalidArgumentError);
  });
});
