import { expect, test } from 'vitest';
import type { Json } from '../scim/json.ts';
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
