import { expect, test } from 'vitest';
import { Case } from '../engine/case.ts';
import { sessionFor } from '../engine/fixtures/session.ts';
import { ANYWHERE, lastSegment, leadsTo, pathBelow, resolveUri } from './location.ts';

const BASE = 'https://host.test/scim/v2/';

test.each([
  ['https://host.test/scim/v2/Users/1', 'https://host.test/scim/v2/Users/1'],
  ['Users/1', 'https://host.test/scim/v2/Users/1'],
  ['/Users/1', 'https://host.test/scim/v2/Users/1'],
  ['/scim/v2/Users/1', 'https://host.test/scim/v2/Users/1'],
])('%s is %s', (uri, absolute) => {
  expect(resolveUri(uri, BASE)?.href).toBe(absolute);
});

test('what is no URI resolves to nothing', () => {
  expect(resolveUri('http://[', BASE)).toBeNull();
});

test.each([
  ['Users/a%2Fb', 'a/b'],
  ['Users/1/', '1'],
  ['Users/%E0%A4%A', '%E0%A4%A'],
])('the last segment of %s is %s', (uri, id) => {
  expect(lastSegment(new URL(uri, ANYWHERE))).toBe(id);
});

const caseThatShows = (id: string) => {
  const { session, sent } = sessionFor(() => ({ status: 200, headers: {}, text: JSON.stringify({ id }) }));
  return { c: new Case(session, []), sent };
};

test.each<[uri: string, shown: string, leads: boolean, requests: number]>([
  ['http://unit.test/scim/Users/1', '', true, 0],
  ['http://unit.test/scim/people/ada', '1', true, 1],
  ['people/ada', '1', true, 1],
  ['http://unit.test/scim/people/ada', '2', false, 1],
  ['https://other.test/people/ada', '1', false, 0],
  ['http://[', '1', false, 0],
])('%s, which shows the resource "%s", leads to 1: %s', async (uri, shown, leads, requests) => {
  const { c, sent } = caseThatShows(shown);
  expect(await leadsTo(c, uri, '1')).toBe(leads);
  expect(sent).toHaveLength(requests);
});

test('nobody goes elsewhere than below the base URL', () => {
  const { c } = caseThatShows('1');
  expect(pathBelow(c, '/Users/1')).toBe('/Users/1');
  expect(pathBelow(c, 'http://unit.test/other/Users/1')).toBeNull();
});
