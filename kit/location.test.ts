import { expect, test } from 'vitest';
import { ANYWHERE, lastSegment, resolveUri } from './location.ts';

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
