import { expect, test } from 'vitest';
import { GROUP_TYPE, USER_TYPE } from '../scim/schemas/index.ts';
import { cursorPage } from './cursor.ts';
import { type Query, readQuery } from './query.ts';
import { sortResources } from './sorting.ts';

const query = (parameters: Record<string, string>): Query => readQuery((name) => parameters[name]);
const user = (id: string, more = {}) => ({ resource: { id, ...more }, type: USER_TYPE });
const ids = (found: readonly { resource: { id?: unknown } }[]) => found.map(({ resource }) => resource.id);

test('the primary value is sorted by, or else the first (RFC 7644 §3.4.2.3)', () => {
  const found = [
    user('1', { emails: [{ value: 'a' }, { value: 'z', primary: true }] }),
    user('2', { emails: [{ value: 'b' }, { value: 'a' }] }),
  ];
  expect(ids(sortResources(found, query({ sortBy: 'emails.value' })))).toEqual(['2', '1']);
});

test('resources of a type that lacks the attribute count as without a value (§3.4.2.1)', () => {
  const found = [
    { resource: { id: 'g' }, type: GROUP_TYPE },
    user('1', { userName: 'b' }),
    user('2', { userName: 'A' }),
  ];
  expect(ids(sortResources(found, query({ sortBy: 'userName' })))).toEqual(['2', '1', 'g']);
  expect(ids(sortResources(found, query({ sortBy: 'userName', sortOrder: 'descending' })))[0]).toBe('g');
});

test('a page without room has no neighbours', () => {
  const { resources, cursors } = cursorPage([user('1')], query({ cursor: '', count: '0' }));
  expect([resources, cursors]).toEqual([[], {}]);
});
