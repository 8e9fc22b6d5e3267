import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../scim/json.ts';
import { member } from '../../scim/json.ts';
import { createProvider } from '../provider.ts';
import { type Policy, USUAL } from './policy.ts';

const BASE = 'http://provider.test/scim/v2';
const URN = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ADA: JsonObject = { schemas: [URN], userName: 'ada', title: 'Countess', nickName: 'Ada' };

/** What a provider with a policy answers; the body is null without one. */
function sending(policy: Partial<Policy>) {
  const provider = createProvider({
    baseUrl: BASE,
    requiredUserAttributes: [],
    requiredGroupAttributes: [],
    groups: true,
    policy: { ...USUAL, ...policy },
  });
  return async (method: string, path: string, body: JsonObject | null = null) => {
    const { status, body: given } = await provider({
      method,
      url: `${BASE}${path}`,
      headers: new Headers({ 'content-type': 'application/scim+json' }),
      body: async () => (body === null ? null : new TextEncoder().encode(JSON.stringify(body))),
    });
    return { status, body: given };
  };
}

const created = async (attributes: readonly string[], user: JsonObject) => {
  const send = sending({ attributes });
  const { status, body } = await send('POST', '/Users', user);
  return { send, status, body, path: `/Users/${String(member(body, 'id'))}` };
};

const replacing = (path: string, value: Json): JsonObject => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [{ op: 'replace', path, value }],
});

/** What /Schemas says of an attribute of users. */
async function said(attribute: string, kind: string, path = attribute): Promise<Json | undefined> {
  const { body } = await sending({ attributes: [`User.${path}:${kind}`] })('GET', `/Schemas/${URN}`);
  const attributes = member(body, 'attributes');
  return Array.isArray(attributes)
    ? attributes.find((one: Json) => member(one, 'name') === attribute)
    : undefined;
}

describe('an attribute that is', () => {
  test('absent is neither declared nor kept', async () => {
    const { send, path } = await created(['User.title:absent'], ADA);
    expect(member((await send('GET', path)).body, 'title')).toBeUndefined();
    expect(await said('title', 'absent')).toBeUndefined();
  });

  test('forgotten is declared and not kept, whichever way it comes', async () => {
    const { send, path, status } = await created(['User.title:forgotten'], ADA);
    expect(status).toBe(201);
    expect((await send('PATCH', path, replacing('title', 'Lady'))).status).toBe(200);
    expect(member((await send('GET', path)).body, 'title')).toBeUndefined();
    expect(await said('title', 'forgotten')).toBeDefined();
  });

  test.each([
    ['required', true],
    ['demanded', false],
  ])('%s is missed, and /Schemas says required: %s', async (kind, declared) => {
    expect((await created([`User.title:${kind}`], ADA)).status).toBe(201);
    expect((await created([`User.title:${kind}`], { schemas: [URN], userName: 'ada' })).status).toBe(400);
    expect(member((await said('title', kind)) ?? null, 'required')).toBe(declared);
  });

  test('immutable or readOnly cannot be changed', async () => {
    const { send, path } = await created(['User.nickName:immutable'], ADA);
    expect((await send('PATCH', path, replacing('nickName', 'Countess'))).status).toBe(400);
    const { send: ask, path: there } = await created(['User.title:readOnly'], ADA);
    expect(member((await ask('GET', there)).body, 'title')).toBeUndefined();
  });

  test('returned on request, always or never', async () => {
    const attributes = ['User.title:request', 'User.nickName:never', 'User.locale:always'];
    const { send, path } = await created(attributes, { ...ADA, locale: 'de-CH' });
    const shown = (await send('GET', path)).body;
    expect([member(shown, 'title'), member(shown, 'nickName'), member(shown, 'locale')]).toEqual([
      undefined,
      undefined,
      'de-CH',
    ]);
    const asked = (await send('GET', `${path}?attributes=title,nickName`)).body;
    expect([member(asked, 'title'), member(asked, 'nickName'), member(asked, 'locale')]).toEqual([
      'Countess',
      undefined,
      'de-CH',
    ]);
  });

  test('unique is taken once', async () => {
    const { send } = await created(['User.nickName:unique'], ADA);
    expect((await send('POST', '/Users', { ...ADA, userName: 'other' })).status).toBe(409);
  });

  test('closed takes what /Schemas lists, of a part too', async () => {
    const attributes = ['User.userType:closed', 'User.emails.type:closed'];
    const of = (userType: string, type: string) => ({
      ...ADA,
      userType,
      emails: [{ value: 'a@example.com', type }],
    });
    expect((await created(attributes, of('employee', 'work'))).status).toBe(201);
    expect((await created(attributes, of('Friend', 'work'))).status).toBe(400);
    expect((await created(attributes, of('Employee', 'yacht'))).status).toBe(400);
    expect(member((await said('userType', 'closed')) ?? null, 'canonicalValues')).toContain('Employee');
  });

  test('single takes one value', async () => {
    const of = (...values: readonly string[]) => ({ ...ADA, emails: values.map((value) => ({ value })) });
    expect((await created(['User.emails:single'], of('a@example.com'))).status).toBe(201);
    expect((await created(['User.emails:single'], of('a@example.com', 'b@example.com'))).status).toBe(400);
  });
});

test.each([
  ['filter', 'GET', '/Users?filter=title%20pr', null],
  ['patch', 'PATCH', '/Users/', replacing('title', 'Lady')],
] as const)('without %s it says so, and answers 501', async (feature, method, path, body) => {
  const send = sending({ without: [feature] });
  const { body: user } = await send('POST', '/Users', ADA);
  const at = path.endsWith('/') ? `${path}${String(member(user, 'id'))}` : path;
  expect((await send(method, at, body)).status).toBe(501);
  const config = (await send('GET', '/ServiceProviderConfig')).body;
  expect(member(member(config, feature) ?? null, 'supported')).toBe(false);
});

test('without filter it says so, too, where pages are small', async () => {
  const send = sending({ without: ['filter'], variations: ['pages-of-10'] });
  const config = (await send('GET', '/ServiceProviderConfig')).body;
  expect(member(config, 'filter')).toEqual({ supported: false, maxResults: 10 });
});
