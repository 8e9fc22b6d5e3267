import { expect, test } from 'vitest';
import type { Json } from '../scim/json.ts';
import { howItDiffers } from './how-it-differs.ts';

const CASES: readonly (readonly [expected: Json | undefined, actual: Json | undefined, words: string])[] = [
  ['Ada', undefined, 'is gone'],
  [['a'], [], 'is gone'],
  [null, 'Ada', 'is still there'],
  ['a'.repeat(200), 'a'.repeat(64), 'is cut off after 64 of 200 characters'],
  [' Ada ', 'Ada', 'is without the blanks around it'],
  ['Ada  ', 'Ada', 'is without the blanks around it'],
  ['Ada', 'ada', 'is in small letters'],
  ['Ada', 'ADA', 'is in capitals'],
  ['adaLovelace', 'AdaLovelace', 'is in other letter case'],
  ['\u00e9', 'e\u0301', 'is in another Unicode form'],
  ['Zoë', 'ZoÃ«', 'is UTF-8 that was read as Latin-1'],
  ['Zoë', 'Zoe', 'is without its accents, or has others'],
  ["O'Neil & Co", 'O&#39;Neil &amp; Co', 'is escaped for HTML'],
  ['007', '7', 'is without the zeros it began with'],
  ['a  b', 'a b', 'has other blanks'],
  ['a漢b', 'a?b', 'has other signs where it is not ASCII'],
  ['Ada', 'Bea', 'is another value'],
  ['1', 1, 'is of another JSON type'],
  [1, 2, 'is another value'],
  [['a', 'b'], ['a'], 'has 1 of 2 elements'],
  [['a', 'b'], ['a', 'c'], 'has another element'],
  [
    [{ value: 'a', primary: true }, { value: 'b' }],
    [{ value: 'b' }, { value: 'a' }],
    'lacks primary in one element',
  ],
  [[{ value: 'a', type: 'work' }], [{ value: 'a', type: 'home' }], 'has another type in one element'],
  [{ givenName: 'Ada', familyName: 'King' }, { familyName: 'King' }, 'lacks givenName'],
  [{ givenName: 'Ada' }, { givenName: 'Bea' }, 'has another givenName'],
];

test.each(CASES)('%j in place of which comes %j: it %s', (expected, actual, words) => {
  expect(howItDiffers(expected, actual)).toBe(words);
});
