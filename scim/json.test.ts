import { describe, expect, it } from 'vitest';
import { isObject, type Json, member, sameJson, stringMember } from './json.ts';

describe('isObject', () => {
  it.each<[unknown, boolean]>([
    [{}, true],
    [{ a: 1 }, true],
    [[], false],
    [null, false],
    ['{}', false],
    [undefined, false],
  ])('%j: %s', (value, expected) => {
    expect(isObject(value)).toBe(expected);
  });
});

describe('member', () => {
  const hostile: Json = JSON.parse(
    '{"__proto__": {"a": 1}, "UserName": "ada", "userName": "bea", "n": 5, "": 0}',
  );

  it.each<[Json | undefined, string, Json | undefined]>([
    [hostile, 'userName', 'bea'],
    [hostile, 'USERNAME', 'ada'],
    [hostile, 'a', undefined],
    [hostile, '__proto__', { a: 1 }],
    [hostile, '', 0],
    [{}, '__proto__', undefined],
    [{}, 'constructor', undefined],
    [{}, 'toString', undefined],
    [['a'], '0', undefined],
    ['text', 'length', undefined],
    [null, 'a', undefined],
    [undefined, 'a', undefined],
  ])('of %j, %s', (value, key, expected) => {
    expect(member(value, key)).toEqual(expected);
  });

  it('is a text for stringMember, or undefined', () => {
    expect(stringMember(hostile, 'USERNAME')).toBe('ada');
    expect(stringMember(hostile, 'n')).toBeUndefined();
    expect(stringMember(hostile, 'other')).toBeUndefined();
  });
});

describe('sameJson', () => {
  const inherited: Json = JSON.parse('{"__proto__": 1}');

  it.each<[Json | undefined, Json | undefined]>([
    [null, null],
    [undefined, undefined],
    ['a', 'a'],
    [{}, {}],
    [[], []],
    [
      { a: 1, b: [{ c: null }] },
      { b: [{ c: null }], a: 1 },
    ],
    [inherited, JSON.parse('{"__proto__": 1}')],
  ])('%j and %j are', (a, b) => {
    expect(sameJson(a, b)).toBe(true);
  });

  it.each<[Json | undefined, Json | undefined]>([
    [null, undefined],
    [null, {}],
    [1, '1'],
    [[], {}],
    [['a'], { 0: 'a' }],
    [[], { length: 0 }],
    [
      [1, 2],
      [2, 1],
    ],
    [[1], [1, 2]],
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: { b: 1 } }, { a: { b: 2 } }],
    [inherited, { b: 1 }],
  ])('%j and %j are not', (a, b) => {
    expect(sameJson(a, b)).toBe(false);
    expect(sameJson(b, a)).toBe(false);
  });
});
