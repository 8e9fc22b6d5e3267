import { expect, test } from 'vitest';
import { define, USER_TYPE } from '../../scim/schemas/index.ts';
import { isSingular, nameOf, placesOf } from './declared.ts';

const TYPE = {
  ...USER_TYPE,
  schema: {
    id: 'urn:example:core',
    name: 'A',
    attributes: [
      define('externalId', 'string', { caseExact: false }),
      define('title'),
      define('emails', 'complex', { multiValued: true, subAttributes: [define('value')] }),
    ],
  },
  extensions: [
    { id: 'urn:example:extra', name: 'B', attributes: [define('id'), define('badge', 'integer')] },
  ],
};

test('places are the attributes and their parts; common attributes are the standard’s, extensions have none', () => {
  expect(placesOf(TYPE).map(({ text }) => text)).toEqual([
    'title',
    'emails',
    'emails.value',
    'urn:example:extra:id',
    'urn:example:extra:badge',
  ]);
});

test('a part of an element is not singular', () => {
  expect(
    placesOf(TYPE)
      .filter(isSingular)
      .map(({ text }) => text),
  ).toEqual(['title', 'urn:example:extra:id', 'urn:example:extra:badge']);
});

test('users and groups have a name to be found by', () => {
  expect(nameOf('user', { userName: 'ada' })).toEqual(['userName', 'ada']);
  expect(nameOf('group', { displayName: 'A' })).toEqual(['displayName', 'A']);
  expect(nameOf('Device', { label: 'A' })).toBeNull();
});
