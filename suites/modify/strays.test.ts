import { expect, test } from 'vitest';
import type { JsonObject } from '../../kit/index.ts';
import { USER_TYPE } from '../../scim/schemas/index.ts';
import { strays } from './strays.ts';

const BEFORE: JsonObject = { userName: 'ada', name: { givenName: 'Ada' }, own: 'Dr' };

/** Where the value of a PATCH of title shows as well. */
function found(after: JsonObject): readonly (string | undefined)[] {
  const operation = { op: 'replace', path: 'title', value: 'Dr' } as const;
  const changed = { ...BEFORE, title: 'Dr', ...after };
  const complaints = strays([operation], BEFORE, changed, USER_TYPE, 'after it');
  return complaints.map(({ attribute }) => attribute);
}

test('a value that appears where no schema has an attribute is a stray', () => {
  expect(found({})).toEqual([]);
  expect(found({ name: { givenName: 'Ada', title: 'Dr' } })).toEqual(['name.title']);
  expect(found({ jobTitle: 'Dr' })).toEqual(['jobTitle']);
});

test('what a schema has, what was there before, and any other value are the target’s', () => {
  expect(found({ displayName: 'Dr', name: { givenName: 'Ada', honorificPrefix: 'Dr' } })).toEqual([]);
  expect(found({ own: 'Dr', fullName: 'Ada, Dr', meta: { about: 'Dr' } })).toEqual([]);
});
