import { describe, expect, test } from 'vitest';
import type { FilterOperand } from '../../generators/filter.ts';
import type { JsonObject } from '../../scim/json.ts';
import { parsePath } from '../../scim/path.ts';
import { USER, USER_TYPE } from '../../scim/schemas/index.ts';
import { isDisorder, type SortKey, sortKeyOf } from './order.ts';

function operand(attribute: string, sub: string | null = null): FilterOperand {
  const parent = USER.attributes.find(({ name }) => name === attribute);
  const definition = sub === null ? parent : parent?.subAttributes?.find(({ name }) => name === sub);
  if (parent === undefined || definition === undefined) throw new Error('no such attribute');
  const path = parsePath(sub === null ? attribute : `${attribute}.${sub}`);
  return { path, parent, definition, values: [], operators: [], exactly: false };
}
const keyOf = (of: FilterOperand, shown: JsonObject) =>
  sortKeyOf(of, { id: '1', path: '/Users/1', shown }, USER_TYPE);
const value = (text: string): SortKey => ({ kind: 'value', value: text });
const NONE: SortKey = { kind: 'none' };

describe('the value that is sorted by', () => {
  const emails = operand('emails', 'value');
  test.each<[JsonObject[], SortKey]>([
    [[], NONE],
    [[{ value: 'a' }], value('a')],
    [[{ value: 'a' }, { value: 'b', primary: true }], value('b')],
    [[{ value: 'a' }, { value: 'b' }], { kind: 'unknown' }],
    [[{ type: 'work' }], NONE],
  ])('of %j', (elements, expected) => {
    expect(keyOf(emails, { emails: elements })).toEqual(expected);
  });

  test('of a single attribute', () => {
    expect(keyOf(operand('title'), { title: 'Dr' })).toEqual(value('Dr'));
    expect(keyOf(operand('name', 'givenName'), { name: { givenName: 'Ada' } })).toEqual(value('Ada'));
  });
});

describe('the wrong order', () => {
  const title = operand('title');
  test.each<[SortKey, SortKey, boolean, boolean]>([
    [value('a'), value('B'), false, false],
    [value('b'), value('A'), false, true],
    [value('b'), value('A'), true, false],
    [value('a'), value('A'), false, false],
    [value('é'), value('a'), false, false],
    [NONE, value('a'), false, true],
    [value('a'), NONE, false, false],
    [NONE, value('a'), true, false],
    [value('a'), NONE, true, true],
    [NONE, NONE, true, false],
    [{ kind: 'unknown' }, value('a'), false, false],
  ])('%j before %j, descending %j: %j', (first, second, descending, expected) => {
    expect(isDisorder(first, second, title, descending)).toBe(expected);
  });
});
