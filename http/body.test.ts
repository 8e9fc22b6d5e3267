import { describe, expect, test } from 'vitest';
import { parseBody } from './body.ts';

const nested = (open: string, close: string, levels: number): string =>
  `${open.repeat(levels)}1${close.repeat(levels)}`;

describe('a body', () => {
  test.each([
    ['', undefined],
    ['<html>', undefined],
    ['{"a":', undefined],
    ['null', null],
    ['42', 42],
    [' [1,"]"] ', [1, ']']],
  ])('%j is read as %j', (text, value) => {
    expect(parseBody(text)).toEqual(value);
  });

  test('has as many levels and values as any list of users', () => {
    const user = { userName: 'a', name: { givenName: 'b' }, emails: [{ value: 'c', primary: true }] };
    const list = { Resources: Array.from({ length: 10_000 }, () => user) };
    expect(parseBody(JSON.stringify(list))).toEqual(list);
    expect(parseBody(nested('{"a":', '}', 500))).toBeDefined();
  });

  test('holds brackets, commas and escaped quotes in its texts, which do not count', () => {
    const text = JSON.stringify({ a: '[{,"\\'.repeat(600_000) });
    expect(parseBody(text)).toEqual(JSON.parse(text));
  });

  test.each([
    ['arrays', nested('[', ']', 100_000)],
    ['objects', nested('{"a":', '}', 100_000)],
    ['arrays without an end', '['.repeat(100_000)],
  ])('nested too deep is refused: %s', (_, text) => {
    expect(() => parseBody(text)).toThrow(
      expect.objectContaining({ code: 'TOO_DEEP', message: 'the answer is nested deeper than 500 levels' }),
    );
  });

  test.each([
    ['objects', `[${'{},'.repeat(500_000)}{}]`],
    ['numbers', `[${'0,'.repeat(600_000)}0]`],
  ])('of too many values is refused: %s', (_, text) => {
    expect(() => parseBody(text)).toThrow(
      expect.objectContaining({ code: 'TOO_LARGE', message: 'the answer holds more than 500,000 values' }),
    );
  });

  test('that is a page of text is not taken for values', () => {
    expect(parseBody(`<p>${'a, b, '.repeat(600_000)}</p>`)).toBeUndefined();
  });
});
