import { getResponse } from 'msw';
import { describe, expect, test } from 'vitest';
import { member, stringMember } from '../scim/json.ts';
import { CORE_USER, PATCH_OP } from '../scim/urns.ts';
import { createHandlers } from './handlers.ts';
import type { MeOptions } from './me.ts';

const BASE = 'http://provider.test/scim/v2';
const user = { schemas: [CORE_USER], userName: 'me@example.test' };

function clientOf(answers: MeOptions['answers']) {
  const handlers = createHandlers({
    baseUrl: BASE,
    requiredUserAttributes: [],
    requiredGroupAttributes: [],
    groups: false,
    me: { user, answers },
  });
  return async (method: string, path: string, body?: object) => {
    const request = new Request(`${BASE}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/scim+json' } }),
    });
    const response = await getResponse(handlers, request);
    const text = (await response?.text()) ?? '';
    return {
      status: response?.status,
      location: response?.headers.get('location'),
      body: text === '' ? null : JSON.parse(text),
    };
  };
}

describe('/Me', () => {
  test('answered directly is the subject’s own resource, and names its URL in every answer', async () => {
    const send = clientOf('direct');
    const read = await send('GET', '/Me?attributes=userName');
    const url = `${BASE}/Users/${stringMember(read.body, 'id')}`;
    expect(read).toMatchObject({ status: 200, location: url, body: { userName: 'me@example.test' } });
    const Operations = [{ op: 'replace', path: 'title', value: 'A' }];
    expect(await send('PATCH', '/me', { schemas: [PATCH_OP], Operations })).toMatchObject({ location: url });
    expect(member((await send('GET', url.slice(BASE.length))).body, 'title')).toBe('A');
    expect((await send('POST', '/Me', user)).status).toBe(405);
    expect((await send('DELETE', '/Me')).status).toBe(204);
    expect(await send('GET', '/Me')).toMatchObject({ status: 404, location: url });
  });

  test('answered with a redirect leads there', async () => {
    const send = clientOf('redirect');
    const { status, location } = await send('GET', '/Me');
    expect(status).toBe(308);
    expect((await send('GET', (location ?? '').slice(BASE.length))).body).toMatchObject({
      userName: 'me@example.test',
    });
  });
});
