import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../scim/json.ts';
import { NO_FACTS } from './discovery.ts';
import { sessionFor } from './fixtures/session.ts';

async function observed(
  requests: readonly (readonly [method: 'GET' | 'POST', path: string])[],
  answers: readonly { status: number; headers?: Record<string, string>; body?: Json }[],
): Promise<Record<string, Json>> {
  const { session } = sessionFor((_, index) => {
    const { status = 500, headers = {}, body } = answers[index] ?? {};
    return { status, headers, text: body === undefined ? '' : JSON.stringify(body) };
  });
  for (const [method, path] of requests) await session.send({ method, path }, () => {});
  return session.observations;
}

test('statuses, errors, headers and ids are observed by kind of request', async () => {
  const id = '0d5f2c2e-7f5a-4c0e-9d53-1c8f3a0a9b11';
  const scim = { 'content-type': 'application/scim+json; charset=utf-8' };
  const seen = await observed(
    [
      ['POST', '/Users'],
      ['GET', `/Users/${id}`],
      ['GET', '/Users/7'],
      ['POST', '/Users'],
      ['POST', '/Users'],
    ],
    [
      { status: 201, headers: { ...scim, location: `/Users/${id}` }, body: { id } },
      { status: 200, headers: { ...scim, etag: 'W/"1"' }, body: { id } },
      { status: 404 },
      { status: 409, headers: scim, body: { scimType: 'uniqueness' } },
      { status: 409, headers: { 'content-type': '<script>' }, body: { scimType: '<script>' } },
    ],
  );
  expect(seen).toEqual({
    'GET /Users/{id}: errors': '404',
    'GET /Users/{id}: status': '200',
    'POST /Users: Location header': 'relative',
    'POST /Users: errors': ['409', '409 uniqueness'],
    'POST /Users: status': '201',
    'answers: ETag header': 'yes',
    'answers: media type': ['application/scim+json', 'none'],
    'ids: form': 'UUID',
  });
});

test.each([
  ['/Users/7', 'relative'],
  ['http://unit.test/scim/Users/7', 'absolute'],
  ['http://backend.internal:8080/scim/Users/7', 'absolute, on another origin'],
  ['', 'none'],
])('the Location header %s is observed as %s', async (location, form) => {
  const seen = await observed([['POST', '/Users']], [{ status: 201, headers: { location } }]);
  expect(seen['POST /Users: Location header']).toBe(form);
});

describe('a creation shows', () => {
  const created = (body: JsonObject, sent: JsonObject = {}) => {
    const { session } = sessionFor(() => ({ status: 201, headers: {}, text: JSON.stringify(body) }));
    return session
      .send({ method: 'POST', path: '/Users', body: sent }, () => {})
      .then(() => session.observations);
  };

  const HOUR = 3_600_000;
  test.each([
    ['right', 0],
    ['right', -4 * 60_000],
    ['10 minutes ahead', HOUR / 6],
    ['3 hours behind', -3 * HOUR],
    ['3 days ahead', 72 * HOUR],
    ['10 years behind', -10 * 365 * 24 * HOUR],
  ])('a clock that is %s', async (words, ahead) => {
    const meta = { created: new Date(Date.now() + ahead).toISOString() };
    expect(await created({ meta })).toMatchObject({ 'times: clock': words });
  });

  test.each([
    ['2026-01-02T03:04:05Z', 0, 'Z'],
    ['2026-01-02T03:04:05.1234567+02:00', 7, 'an offset'],
    ['2026-01-02T03:04:05', 0, 'none'],
    ['2026-01-02T03:04:05.000Z', 0, 'Z'],
  ])('how times are written: %s', async (text, digits, zone) => {
    const seen = await created({ meta: { created: text } });
    expect(seen).toMatchObject({ 'times: digits of a second': digits, 'times: zone': zone });
  });

  test('nothing of a time that is none', async () => {
    expect(Object.keys(await created({ meta: { created: 'yesterday' } })).join()).not.toContain('times');
  });

  const values = (...all: readonly string[]) => all.map((value) => ({ value }));
  test.each([
    ['as sent', values('a', 'b', 'c')],
    ['reversed', values('c', 'b', 'a')],
    ['another', values('b', 'a', 'c')],
    [undefined, values('a', 'b')],
    [undefined, 'a'],
  ])('values in an order that is %s', async (order, emails) => {
    const seen = await created({ emails }, { emails: values('a', 'b', 'c') });
    expect(seen['values: order']).toBe(order);
  });

  test('no order where the values are the same', async () => {
    const seen = await created({ emails: values('a', 'a') }, { emails: values('a', 'a') });
    expect(seen).not.toHaveProperty('values: order');
  });

  test('capitals in ids', async () => {
    const id = '0D5F2C2E-7F5A-4C0E-9D53-1C8F3A0A9B11';
    expect(await created({ id })).toMatchObject({ 'ids: form': 'UUID in capitals' });
  });
});

test('what is announced is observed, what is not is left out', async () => {
  const { session } = sessionFor(() => ({ status: 200, headers: {}, text: '' }));
  const { target } = session.plan;
  const facts = {
    ...NO_FACTS,
    features: { ...NO_FACTS.features, sort: false },
    limits: { ...NO_FACTS.limits, maxResults: 200 },
  };
  const announcing = sessionFor(() => ({ status: 200, headers: {}, text: '' }), {
    target: { ...target, facts },
  });
  expect(session.observations).toEqual({});
  expect(announcing.session.observations).toEqual({ 'announced: maxResults': 200, 'announced: sort': false });
});
