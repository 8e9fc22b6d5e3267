import { describe, expect, test } from 'vitest';
import type { Json } from '../scim/json.ts';
import { findAttribute } from '../scim/schema.ts';
import { USER } from '../scim/schemas/index.ts';
import { alike, type ComparedBy, differenceComplaint, isReal, kindOf } from './comparing.ts';

function by(name: string, part?: string): ComparedBy {
  const parent = findAttribute(USER.attributes, name);
  const definition = part === undefined ? parent : findAttribute(parent?.subAttributes, part);
  if (parent === undefined || definition === undefined) throw new Error(`there is no ${name}`);
  return { parent, definition };
}

const TITLE = by('title');

describe('how a value differs', () => {
  test.each<[string, Json | undefined, Json | undefined, string | null]>([
    ['the same', 'Dr', 'Dr', null],
    ['none in both', null, undefined, null],
    ['an empty list is none', [], undefined, null],
    ['none any more', 'Dr', null, 'lost'],
    ['one where none should be', undefined, 'Dr', 'left'],
    ['another type', '7', 7, 'type'],
    ['another one', 'Dr', 'Mr', 'changed'],
    ['another letter case', 'Dr', 'DR', 'canonical'],
  ])('%s', (_, wanted, got, kind) => {
    expect(kindOf(wanted, got, TITLE)).toBe(kind);
    expect(alike(wanted, got, TITLE)).toBe(kind === null || kind === 'canonical');
  });

  test('a reference is the ids that it names', () => {
    const members = by('groups');
    expect(kindOf([{ value: '1' }], [{ value: '2' }, { value: '1', display: 'A' }], members)).toBeNull();
    expect(kindOf([{ value: '1' }], [{ value: '2' }], members)).toBe('changed');
  });

  test('punctuation of a telephone number is its own business', () => {
    expect(kindOf('+1 555-0100', 'tel:+15550100', by('phoneNumbers', 'value'))).toBe('canonical');
  });
});

test('another spelling is no real difference', () => {
  expect((['canonical', 'lost'] as const).map((kind) => isReal({ kind }))).toEqual([false, true]);
});

test('what was meant has a wrong value, what was not has changed', () => {
  const attribute = { text: 'title', ...TITLE };
  const complain = (meant: boolean) =>
    differenceComplaint([{ attribute, kind: 'changed', meant, wanted: 'A', got: 'B' }], 'after a PATCH');
  expect(complain(true)).toMatchObject({ deviation: 'differs', attribute: 'title', wanted: 'A', got: 'B' });
  expect(complain(false)).toMatchObject({ deviation: 'changed', when: 'after a PATCH', also: [] });
  expect(() => differenceComplaint([], '')).toThrow(RangeError);
});
