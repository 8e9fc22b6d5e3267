import { expect, test } from 'vitest';
import { Case } from '../../engine/case.ts';
import { sessionFor } from '../../engine/fixtures/session.ts';
import { ask } from './asking.ts';

const PAGE = 50;

/** A target with pages of fifty whose first resources go one after the other, ten with every request. */
function shrinking() {
  let present = Array.from({ length: 200 }, (_, n) => `u${n}`);
  return sessionFor(({ path }) => {
    const startIndex = Number(new URL(path, 'http://unit.test').searchParams.get('startIndex') ?? 1);
    const Resources = present.slice(startIndex - 1, startIndex - 1 + PAGE).map((id) => ({ id }));
    const body = {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: present.length,
      itemsPerPage: Resources.length,
      startIndex,
      Resources,
    };
    present = present.slice(10);
    return { status: 200, headers: {}, text: JSON.stringify(body) };
  });
}

async function idsOf(moving: boolean): Promise<{ ids: readonly unknown[]; requests: number }> {
  const { session, sent } = shrinking();
  const c = new Case(session, ['RFC7644-3.4.2-list-response']);
  const outcome = await ask(c, '/Users', {}, 'RFC7644-3.4.2-list-response', 'list them', moving);
  if (outcome.kind === 'refused') throw new Error('refused');
  return { ids: outcome.hits.map(({ id }) => id), requests: sent.length };
}

const LAST = Array.from({ length: 50 }, (_, n) => `u${n + 150}`);

test('pages overlap where others come and go, so that nothing slides over the edge of one', async () => {
  const { ids } = await idsOf(true);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids).toEqual(expect.arrayContaining(LAST));
  expect(ids).toHaveLength(200);
});

test('elsewhere each page follows the one before, which would lose some here', async () => {
  const { ids, requests } = await idsOf(false);
  expect(ids.length).toBeLessThan(200);
  expect(requests).toBeLessThan(5);
});
