import { expect, test } from 'vitest';
import { define } from '../../scim/schemas/index.ts';
import { probeValue } from './probe-value.ts';

test.each([
  ['string', 'probe-m1'],
  ['reference', 'https://probe.example.com/m1'],
  ['integer', 424_242],
  ['binary', 'bTE='],
] as const)('a %s', (type, value) => {
  expect(probeValue(define('a', type), 'm1')).toBe(value);
  expect(probeValue(define('a', type, { multiValued: true }), 'm1')).toEqual([value]);
});

test('a complex value has all parts but booleans, which show nothing', () => {
  const subAttributes = [define('value'), define('primary', 'boolean'), define('rank', 'integer')];
  expect(probeValue(define('a', 'complex', { subAttributes }), 'm1')).toEqual({
    value: 'probe-m1',
    rank: 424_242,
  });
});
