import { describe, expect, it } from 'vitest';
import type { Json } from './json.ts';
import { findAttribute } from './schema.ts';
import { COMMON_ATTRIBUTES, define, GROUP, USER } from './schemas/index.ts';
import { compareValues, isDateTime, isPresent, isUnassigned, sameValue } from './value.ts';

function definition(name: string) {
  const found = [...USER.attributes, ...GROUP.attributes, ...COMMON_ATTRIBUTES].find(
    (item) => item.name === name,
  );
  if (found === undefined) throw new Error(name);
  return found;
}

describe('isUnassigned', () => {
  it.each<[Json | undefined, boolean]>([
    [undefined, true],
    [null, true],
    [[], true],
    ['', false],
    [false, false],
    [0, false],
    [{}, false],
    [[null], false],
  ])('%j is %s (RFC 7643 §2.5)', (value, expected) => {
    expect(isUnassigned(value)).toBe(expected);
  });
});

describe('isPresent', () => {
  it.each<[Json, boolean]>([
    [[{}], false],
    [{ value: null }, false],
    [{ value: { deeper: [] } }, false],
    [{ value: '' }, true],
    [[false], true],
  ])('%j is %s', (value, expected) => {
    expect(isPresent(value)).toBe(expected);
  });
});

describe('isDateTime', () => {
  it.each([
    '2011-05-13T04:42:34Z',
    '2011-05-13T04:42:34',
    '2011-05-13t04:42:34z',
    '2011-05-13T04:42:34.123456789012+14:00',
    '2012-02-29T23:59:59-05:30',
  ])('%s (RFC 7643 §2.3.5)', (text) => {
    expect(isDateTime(text)).toBe(true);
  });

  it.each([
    '',
    'never',
    '2011-05-13',
    '2011-05-13T04:42Z',
    '2011-05-13 04:42:34Z',
    '2011-05-13T04:42:34.Z',
    '2011-05-13T04:42:34+02',
    '2011-05-13T04:42:34ZZ',
    ' 2011-05-13T04:42:34Z',
    '11-05-13T04:42:34Z',
    '2011-13-01T00:00:00Z',
    '2011-02-29T00:00:00Z',
    '2011-05-13T25:00:00Z',
    '2011-05-13T04:42:34+99:00',
  ])('not %j', (text) => {
    expect(isDateTime(text)).toBe(false);
  });
});

const dateTime = define('when', 'dateTime');
const binary = define('blob', 'binary');

const SAME: readonly (readonly [Json, Json, ReturnType<typeof define>])[] = [
  ['Ada', 'ADA', definition('userName')],
  ['ΟΔΥΣΣΕΥΣ', 'οδυσσευς', definition('userName')],
  ['2011-05-13T04:42:34Z', '2011-05-13T06:42:34.0000000+02:00', dateTime],
  ['2011-05-13T04:42:34', '2011-05-13T04:42:34z', dateTime],
  ['never', 'NEVER', dateTime],
  ['QUJDRA==', 'QUJDRA', binary],
  ['-_8=', '+/8', binary],
  [1.0, 1, define('n', 'decimal')],
  [null, [], definition('emails')],
  [
    [
      { value: 'a', type: 'WORK', primary: false },
      { value: 'b', display: null },
    ],
    [{ Value: 'B' }, { type: 'work', value: 'A' }],
    definition('emails'),
  ],
  [{ x: 1 }, { x: 1 }, definition('name')],
  // §2.3.5: an instant, to the nanosecond that a bigint of them holds
  ['2011-05-13T04:42:34.5Z', '2011-05-13T04:42:34.500Z', dateTime],
  ['2011-05-13T04:42:34.1234567891Z', '2011-05-13T04:42:34.1234567899Z', dateTime],
  ['1969-12-31T23:59:59Z', '1970-01-01T00:59:59+01:00', dateTime],
  ['QUJDR_-=', 'QUJDR/+', binary],
  ['a\u0301', '\u00e1', definition('externalId')],
  [true, true, definition('active')],
  [{ givenName: null, familyName: [] }, {}, definition('name')],
  [{ value: 'a', primary: false }, { value: 'a' }, definition('emails')],
];

const DIFFERENT: readonly (readonly [Json, Json, ReturnType<typeof define>])[] = [
  ['Ada', 'ADA', definition('externalId')],
  ['https://example.com/a', 'https://example.com/A', definition('profileUrl')],
  ['2011-05-13T04:42:34Z', '2011-05-13T04:42:34.0000001Z', dateTime],
  ['2011-02-30T00:00:00Z', '2011-03-02T00:00:00Z', dateTime],
  ['QUJDRA', 'qujdra', binary],
  ['true', true, definition('active')],
  ['1', 1, define('n', 'integer')],
  ['', null, definition('title')],
  [[{ value: 'a' }, { value: 'a' }], [{ value: 'a' }, { value: 'b' }], definition('emails')],
  [[{ value: 'a' }], [{ value: 'a', type: 'work' }], definition('emails')],
  [[{ value: 'a' }], [{ value: 'A' }], definition('members')],
  [{ formatted: 'x' }, { constructor: 'x' }, definition('name')],
  [[{ value: 'a' }], [{ value: 'a' }, { value: 'b' }], definition('emails')],
  [[{ value: 'a' }, { value: 'b' }], [{ value: 'a' }, { value: 'a' }], definition('emails')],
  [{ value: 'a' }, [{ value: 'a' }], definition('emails')],
  ['a', { value: 'a' }, definition('emails')],
  [{ value: 'a', primary: true }, { value: 'a' }, definition('emails')],
  [{ value: 'a', x: [1] }, { value: 'a', x: [2] }, definition('emails')],
  [{ display: false }, {}, definition('emails')],
  ['2011-05-13T04:42:34.1Z', '2011-05-13T04:42:34.01Z', dateTime],
  ['2011-05-13T04:42:34+01:00', '2011-05-13T04:42:34-01:00', dateTime],
  ['QUJD=x', 'QUJDx', binary],
  ['QUJD===', 'QUJD', binary],
  ['a', ['a'], define('tags', 'string', { multiValued: true })],
  ['', {}, definition('name')],
  [{ x: 'a' }, { x: 'A' }, definition('name')],
  [0, null, define('n', 'integer')],
  [false, null, definition('active')],
];

describe('sameValue', () => {
  it.each(SAME)('%j and %j are the same', (a, b, attribute) => {
    expect(sameValue(a, b, attribute)).toBe(true);
    expect(sameValue(b, a, attribute)).toBe(true);
  });

  it.each(DIFFERENT)('%j and %j are not', (a, b, attribute) => {
    expect(sameValue(a, b, attribute)).toBe(false);
    expect(sameValue(b, a, attribute)).toBe(false);
  });
});

describe('compareValues', () => {
  it('orders by instant, number and text', () => {
    expect(compareValues('2011-05-13T04:42:34Z', '2011-05-13T05:42:34+02:00', dateTime)).toBeGreaterThan(0);
    expect(compareValues(10, 9, define('n', 'integer'))).toBeGreaterThan(0);
    expect(compareValues('a', 'B', definition('userName'))).toBeLessThan(0);
    expect(compareValues('a', 'B', definition('externalId'))).toBeGreaterThan(0);
    expect(compareValues('a', 'A', definition('userName'))).toBe(0);
    expect(compareValues('b', 'A', definition('userName'))).toBe(1);
    expect(compareValues('a', 'A', definition('externalId'))).toBe(1);
    expect(compareValues(9, 10, define('n', 'integer'))).toBe(-1);
    expect(compareValues('2011-05-13T04:42:34Z', '2011-05-13T06:42:34+02:00', dateTime)).toBe(0);
    expect(compareValues('2011-05-13T04:42:34.1Z', '2011-05-13T04:42:34.9Z', dateTime)).toBe(-1);
    expect(compareValues('e\u0301', '\u00e9', definition('title'))).toBe(0);
  });

  it.each<[Json, Json, ReturnType<typeof define>]>([
    [true, false, definition('active')],
    ['a', 'b', binary],
    ['a', 1, definition('title')],
    ['soon', '2011-05-13T04:42:34Z', dateTime],
    [{}, {}, definition('name')],
    [1, 'a', definition('title')],
    [true, 1, definition('title')],
    ['2011-05-13T04:42:34Z', 'soon', dateTime],
    ['a', 'b', definition('emails')],
    [1, 2, definition('emails')],
    ['false', 'true', definition('active')],
  ])('%j and %j have no order', (a, b, attribute) => {
    expect(compareValues(a, b, attribute)).toBeNull();
  });
});

describe('the schemas', () => {
  it('follow the text of the RFC where the printed schema contradicts it', () => {
    expect(findAttribute(GROUP.attributes, 'displayName')?.required).toBe(true);
    expect(findAttribute(definition('members').subAttributes, 'value')).toMatchObject({
      caseExact: true,
      mutability: 'immutable',
    });
    expect(definition('externalId').caseExact).toBe(true);
    expect(definition('userName').caseExact).toBe(false);
    expect(findAttribute(definition('addresses').subAttributes, 'primary')?.type).toBe('boolean');
  });
});
