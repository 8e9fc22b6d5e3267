import { getResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { findRequirement } from '../requirements/index.ts';
import { isObject, type Json, type JsonObject, member } from '../scim/json.ts';
import { createHandlers } from './handlers.ts';
import type { ProviderOptions } from './options.ts';
import { isVariationId, knownVariations, type VariationId } from './variations.ts';

const BASE = 'http://provider.test/scim/v2';
const USER = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'Ada@Example.COM',
  name: { givenName: ' Ada ', familyName: 'Byron' },
  emails: [{ value: 'Ada.B@Example.com' }],
  phoneNumbers: [{ value: '+1 (555) 555-0100', type: 'work' }],
};

/** What a provider with variations answers; the body is null without one. */
async function answersOf(...variations: readonly VariationId[]) {
  const options: ProviderOptions = {
    baseUrl: BASE,
    requiredUserAttributes: [],
    requiredGroupAttributes: [],
    groups: true,
    variations,
  };
  const handlers = createHandlers(options);
  return async (method: string, path: string, body: JsonObject | null = null) => {
    const headers = { 'content-type': 'application/scim+json' };
    const sent = body === null ? null : JSON.stringify(body);
    const response = await getResponse(
      handlers,
      new Request(`${BASE}${path}`, { method, headers, body: sent }),
    );
    const text = (await response?.text()) ?? '';
    const parsed: Json = text === '' ? null : JSON.parse(text);
    return { status: response?.status, headers: response?.headers, body: parsed };
  };
}

const idOf = (body: Json): string => String(member(body, 'id'));

it('names requirements of the catalogue as what it may be warned for', () => {
  const named = knownVariations().flatMap(({ warns }) => warns);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((id) => findRequirement(id) === null)).toEqual([]);
});

describe('knownVariations', () => {
  it('describes each variation once, with the section that permits it', () => {
    const known = knownVariations();
    expect(known.length).toBeGreaterThanOrEqual(30);
    expect(new Set(known.map(({ id }) => id)).size).toBe(known.length);
    for (const { id, title, permittedBy } of known) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(title).toMatch(/[^.]$/);
      expect(permittedBy).toMatch(/^RFC(?:764[34]|9865)-\d+(?:\.\d+)*$/);
    }
  });

  it('knows its ids and nothing inherited', () => {
    expect([isVariationId('no-etags'), isVariationId('toString')]).toEqual([true, false]);
  });
});

describe('a provider with a variation', () => {
  it.each(knownVariations())('$id still creates, finds, changes and deletes a user', async ({ id }) => {
    const send = await answersOf(id);
    const created = await send('POST', '/Users', USER);
    expect(created.status).toBe(201);
    const path = `/Users/${encodeURIComponent(idOf(created.body))}`;
    expect((await send('GET', path)).status).toBe(200);
    const filter = encodeURIComponent('userName eq "ada@example.com"');
    expect(member((await send('GET', `/Users?filter=${filter}`)).body, 'totalResults')).toBe(1);
    const replace = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'title', value: 'Countess' }],
    };
    expect([200, 204]).toContain((await send('PATCH', path, replace)).status);
    expect(member((await send('GET', path)).body, 'title')).toBe('Countess');
    expect((await send('DELETE', path)).status).toBe(204);
    expect((await send('GET', path)).status).toBe(404);
  });

  it('makes locations out of ids that URLs escape', async () => {
    const send = await answersOf('ids-percent');
    const { body, headers } = await send('POST', '/Users', USER);
    const location = `${BASE}/Users/${encodeURIComponent(idOf(body))}`;
    expect(headers?.get('location')).toBe(location);
    expect(member(member(body, 'meta') ?? null, 'location')).toBe(location);
  });

  it('takes several variations at once', async () => {
    const send = await answersOf('names-in-small-letters', 'user-names-lower-case', 'primary-false');
    const { body } = await send('POST', '/Users', USER);
    expect(isObject(body) && Object.keys(body)).toContain('username');
    expect(member(body, 'username')).toBe('ada@example.com');
    expect(member(body, 'emails')).toEqual([{ primary: false, value: 'Ada.B@example.com' }]);
  });

  it('keeps telephone numbers in a form of its own, and finds them in any', async () => {
    const send = await answersOf('phone-numbers-as-uris');
    const { body } = await send('POST', '/Users', USER);
    expect(member(body, 'phoneNumbers')).toEqual([{ value: 'tel:+15555550100', type: 'work' }]);
    const filter = encodeURIComponent('phoneNumbers.value eq "+1 555 555 0100"');
    expect(member((await send('GET', `/Users?filter=${filter}`)).body, 'totalResults')).toBe(1);
  });

  it('cuts lists into pages that its configuration announces', async () => {
    const send = await answersOf('pages-of-3', 'strangers-present');
    const list = (await send('GET', '/Users?count=50')).body;
    expect([member(list, 'totalResults'), member(list, 'itemsPerPage')]).toEqual([300, 3]);
    const config = (await send('GET', '/ServiceProviderConfig')).body;
    expect(member(config, 'filter')).toEqual({ supported: true, maxResults: 3 });
  });
});
