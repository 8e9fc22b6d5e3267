import { getResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { type Json, type JsonObject, member, stringMember } from '../scim/json.ts';
import {
  BULK_REQUEST,
  BULK_RESPONSE,
  CORE_GROUP,
  CORE_USER,
  ENTERPRISE_USER,
  PATCH_OP,
} from '../scim/urns.ts';
import { referencesIn, resolveReferences, withoutReferences } from './bulk.ts';
import { createHandlers } from './handlers.ts';

const BASE = 'http://provider.test/scim/v2';

function client() {
  const handlers = createHandlers({
    baseUrl: BASE,
    requiredUserAttributes: [],
    requiredGroupAttributes: [],
    groups: true,
  });
  const send = async (method: string, path: string, body?: Json): Promise<{ status: number; body: Json }> => {
    const request = new Request(`${BASE}${path}`, {
      method,
      headers: { 'content-type': 'application/scim+json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const response = await getResponse(handlers, request);
    if (!response) throw new Error(`no handler for ${path}`);
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  };
  const job = async (operations: readonly Json[], more: JsonObject = {}): Promise<readonly Json[]> => {
    const { body } = await send('POST', '/Bulk', {
      schemas: [BULK_REQUEST],
      Operations: operations,
      ...more,
    });
    expect(member(body, 'schemas')).toEqual([BULK_RESPONSE]);
    const results = member(body, 'Operations');
    return Array.isArray(results) ? results : [];
  };
  return { send, job };
}

const post = (path: string, bulkId: string, data: JsonObject): JsonObject => ({
  method: 'POST',
  path,
  bulkId,
  data,
});
const user = (bulkId: string, more: JsonObject = {}): JsonObject =>
  post('/Users', bulkId, { schemas: [CORE_USER], userName: bulkId, ...more });
const group = (bulkId: string, ...members: readonly string[]): JsonObject =>
  post('/Groups', bulkId, {
    schemas: [CORE_GROUP],
    displayName: bulkId,
    members: members.map((value) => ({ value })),
  });
const idOf = (result: Json | undefined): string =>
  /[^/]*$/.exec(stringMember(result, 'location') ?? '')?.[0] ?? '';
const pathOf = (result: Json | undefined): string =>
  (stringMember(result, 'location') ?? '').slice(BASE.length);

async function membersOf(
  { send }: ReturnType<typeof client>,
  result: Json | undefined,
): Promise<readonly Json[]> {
  const members = member((await send('GET', pathOf(result))).body, 'members');
  return (Array.isArray(members) ? members : []).map((item: Json) => member(item, 'value') ?? null);
}

describe('the operations of a bulk request', () => {
  it('answer as they would have answered alone', async () => {
    const { job } = client();
    const [created] = await job([user('ada')]);
    expect(created).toMatchObject({ method: 'POST', bulkId: 'ada', status: '201', version: 'W/"1"' });
    const path = pathOf(created);
    const change = { schemas: [PATCH_OP], Operations: [{ op: 'add', path: 'title', value: 'Dr' }] };
    expect(
      await job([
        { method: 'PATCH', path, data: change },
        { method: 'PUT', path, data: { schemas: [CORE_USER], userName: 'ada' }, version: 'W/"1"' },
        user('ada'),
        { method: 'DELETE', path },
        { method: 'DELETE', path },
      ]),
    ).toMatchObject([
      { status: '200', version: 'W/"2"', location: BASE + path },
      { status: '412', response: { status: '412' } },
      { status: '409', response: { scimType: 'uniqueness' } },
      { status: '204' },
      { status: '404', location: BASE + path },
    ]);
  });

  it('go on after an error, as far as failOnErrors lets them', async () => {
    const bad = { method: 'DELETE', path: '/Users/none' };
    expect(await client().job([bad, bad, user('ada')])).toHaveLength(3);
    expect(await client().job([bad, bad, user('ada')], { failOnErrors: 2 })).toHaveLength(2);
  });

  it.each<[string, JsonObject]>([
    ['no method', { path: '/Users' }],
    ['GET', { method: 'GET', path: '/Users' }],
    ['no path', { method: 'DELETE' }],
    ['no bulkId', { method: 'POST', path: '/Users', data: {} }],
    ['no data', { method: 'PUT', path: '/Users/1' }],
  ])('fail alone with %s', async (_, operation) => {
    const [first, second] = await client().job([operation, user('ada')]);
    expect([member(first, 'status'), member(second, 'status')]).toEqual(['400', '201']);
  });
});

describe('references to bulkIds', () => {
  it.each([
    ['what came before', [user('ada'), group('Team', 'bulkId:ada')], 1, 0],
    ['what comes later', [group('Team', 'bulkId:ada'), user('ada')], 0, 1],
  ])('lead to %s', async (_, operations, holder, held) => {
    const own = client();
    const results = await own.job(operations);
    expect(await membersOf(own, results[holder])).toEqual([idOf(results[held])]);
  });

  it('lead to each other', async () => {
    const own = client();
    const results = await own.job([group('One', 'bulkId:Two'), group('Two', 'bulkId:One')]);
    expect(results).toMatchObject([{ status: '201' }, { status: '201' }]);
    expect(await membersOf(own, results[0])).toEqual([idOf(results[1])]);
    expect(await membersOf(own, results[1])).toEqual([idOf(results[0])]);
  });

  it('are found in extensions and paths', async () => {
    const { send, job } = client();
    const results = await job([
      user('boss'),
      user('ada', { [ENTERPRISE_USER]: { manager: { value: 'bulkId:boss' } } }),
      { method: 'DELETE', path: '/Users/bulkId:boss' },
    ]);
    const { body } = await send('GET', pathOf(results[1]));
    expect(member(member(member(body, ENTERPRISE_USER), 'manager'), 'value')).toBe(idOf(results[0]));
    expect(results[2]).toMatchObject({ status: '204' });
  });

  it('fail with 409 where nothing was created', async () => {
    const own = client();
    const nameless = post('/Users', 'ada', { schemas: [CORE_USER] });
    expect(await own.job([nameless, group('Team', 'bulkId:ada')])).toMatchObject([
      { status: '400' },
      { status: '409' },
    ]);
    expect(await own.job([group('Team', 'bulkId:nobody')])).toMatchObject([{ status: '400' }]);
  });
});

describe('a bulk request', () => {
  it.each<[string, Json, number]>([
    ['without its schema', { Operations: [] }, 400],
    ['without operations', { schemas: [BULK_REQUEST] }, 400],
    ['with a wrong failOnErrors', { schemas: [BULK_REQUEST], Operations: [user('a')], failOnErrors: 0 }, 400],
    ['of too many operations', { schemas: [BULK_REQUEST], Operations: Array(101).fill(user('a')) }, 413],
    ['of too many bytes', { schemas: [BULK_REQUEST], Operations: [user('a'.repeat(300_000))] }, 413],
  ])('%s is refused', async (_, body, status) => {
    expect((await client().send('POST', '/Bulk', body)).status).toBe(status);
  });
});

it('handles references wherever they are', () => {
  const value = { a: ['bulkId:x', { value: 'bulkId:y', display: 'Y' }], b: 'x', c: { value: 'bulkId:x' } };
  expect(referencesIn(value)).toEqual(['x', 'y', 'x']);
  expect(resolveReferences(value, new Map([['x', '1']]))).toEqual({
    a: ['1', { value: 'bulkId:y', display: 'Y' }],
    b: 'x',
    c: { value: '1' },
  });
  expect(withoutReferences(value, new Set(['x']))).toEqual({
    a: [{ value: 'bulkId:y', display: 'Y' }],
    b: 'x',
  });
});
