import { expect, test } from 'vitest';
import { answerFrom } from '../../engine/answer.ts';
import type { Json } from '../../scim/json.ts';
import { LIST_RESPONSE } from '../../scim/urns.ts';
import { isWholeList, labelOf, listedIn, namesSchema, pathSegment } from './documents.ts';

const response = (body: Json | undefined, status = 200) =>
  answerFrom({
    status,
    body,
    headers: {},
    text: '',
    exchange: {
      at: 0,
      durationMs: 0,
      request: { method: 'GET', url: '', headers: {}, body: null },
      response: null,
      error: null,
      purpose: null,
    },
  });

test('a URN is one segment of a path, its colons as they are', () => {
  expect(pathSegment('urn:ietf:params:scim:schemas:core:2.0:User')).toBe(
    'urn:ietf:params:scim:schemas:core:2.0:User',
  );
  expect(pathSegment('https://example.com/a b')).toBe('https:%2F%2Fexample.com%2Fa%20b');
  expect(pathSegment('Zürich')).toBe('Z%C3%BCrich');
});

test('resources are read from a list and from a bare array', () => {
  expect(listedIn(response({ Resources: [{ id: 'a' }, 7] }))).toEqual([{ id: 'a' }]);
  expect(listedIn(response([{ id: 'a' }]))).toEqual([{ id: 'a' }]);
  expect(listedIn(response('text'))).toEqual([]);
});

test('a whole list has its schema and counts what it holds', () => {
  const list = { schemas: [LIST_RESPONSE], totalResults: 1, Resources: [{}] };
  expect(isWholeList(response(list))).toBe(true);
  expect(isWholeList(response(list, 203))).toBe(false);
  expect(isWholeList(response({ ...list, totalResults: 2 }))).toBe(false);
  expect(isWholeList(response({ ...list, schemas: [] }))).toBe(false);
});

test('schemas are compared without letter case, labels are ids before names', () => {
  expect(namesSchema({ schemas: ['URN:A'] }, 'urn:a')).toBe(true);
  expect(namesSchema({ schemas: 'urn:a' }, 'urn:a')).toBe(false);
  expect([labelOf({ id: 'a', name: 'b' }), labelOf({ name: 'b' }), labelOf({})]).toEqual([
    'a',
    'b',
    '(without id and name)',
  ]);
});
