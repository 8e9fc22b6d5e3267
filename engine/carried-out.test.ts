import { describe, expect, test } from 'vitest';
import type { ScimRequest, ScimResponse } from '../http/client.ts';
import { TransportError } from '../http/transport.ts';
import type { Json } from '../scim/json.ts';
import { wasCarriedOut } from './carried-out.ts';

const PREFIX = 'scabc123';
const NAME = 'ada.scabc1230001@example.com';
const POST: ScimRequest = { method: 'POST', path: '/Users', body: { userName: NAME } };

/** What is found out on a target that answers every GET so. */
function ask(request: ScimRequest, status: number, body: Json = {}) {
  const response = { status, body } as ScimResponse;
  return wasCarriedOut(async () => response, request, PREFIX);
}

describe('a creation', () => {
  test.each([
    [true, 200, { Resources: [{ id: '1', userName: NAME }] }],
    [false, 200, { Resources: [] }],
    [false, 200, { Resources: [{ id: '1', userName: 'eve@example.com' }] }],
    [null, 400, {}],
  ])('%j after %i %j', async (expected, status, body) => {
    expect(await ask(POST, status, body)).toBe(expected);
  });

  test('without a marker cannot be looked up', async () => {
    expect(await ask({ ...POST, body: {} }, 200, { Resources: [] })).toBeNull();
  });

  test('a search is none', async () => {
    expect(await ask({ ...POST, path: '/Users/.search', body: {} }, 500)).toBe(false);
  });
});

test.each([
  [true, 404],
  [false, 200],
  [null, 500],
])('a deletion: %j when GET answers %i', async (expected, status) => {
  expect(await ask({ method: 'DELETE', path: '/Users/1' }, status)).toBe(expected);
});

test.each<[boolean | null, Partial<ScimRequest>]>([
  [false, { method: 'PUT' }],
  [null, { method: 'PUT', headers: { 'if-match': 'W/"1"' } }],
  [null, { method: 'PATCH' }],
])('%j for %j', async (expected, request) => {
  expect(await ask({ path: '/Users/1', ...request } as ScimRequest, 200)).toBe(expected);
});

test('nothing is known when the target does not answer', async () => {
  const broken = () => Promise.reject(new TransportError('ECONNRESET', 'socket hang up'));
  expect(await wasCarriedOut(broken, POST, PREFIX)).toBeNull();
});
