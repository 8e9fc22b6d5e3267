import { describe, expect, test } from 'vitest';
import { type Respond, sessionFor } from '../../engine/fixtures/session.ts';
import { runCheck } from '../../engine/run-check.ts';
import type { WireResponse } from '../../http/transport.ts';
import type { RequirementId } from '../../requirements/index.ts';
import type { Json } from '../../scim/json.ts';
import { CORE_USER, ERROR, LIST_RESPONSE } from '../../scim/urns.ts';
import { everyAnswer } from '../every-answer.ts';
import { everyAnswerWatcher } from './rules.ts';

const json = (status: number, body: Json, headers: Record<string, string> = {}): WireResponse => ({
  status,
  headers: { 'content-type': 'application/scim+json', ...headers },
  text: JSON.stringify(body),
});

const user = (more: Record<string, Json> = {}): Json => ({
  schemas: [CORE_USER],
  id: '1',
  userName: 'ada',
  meta: { resourceType: 'User', location: 'http://unit.test/scim/Users/1' },
  ...more,
});

/** A session that watches, with a target of the test's own. */
const watching = (respond: Respond) => sessionFor(respond, {}, everyAnswerWatcher(['every-answer/ids']));

/** The session after these answers to a creation and to GETs of what it created, each asked for by the check named. */
async function sessionAfter(...answers: readonly (readonly [source: string, answer: WireResponse])[]) {
  const { session } = watching(
    (_, index) => answers[index]?.[1] ?? json(404, { schemas: [ERROR], status: '404' }),
  );
  for (const [index, [source]] of answers.entries()) {
    const [method, path] = index === 0 ? (['POST', '/Users'] as const) : (['GET', '/Users/1'] as const);
    await session.send({ method, path, body: {} }, () => {}, source);
  }
  return session;
}

/** What is seen of totalResults in a list of one that says 0. */
async function miscounted(query: Readonly<Record<string, string>>) {
  const { session } = watching(() =>
    json(200, { schemas: [LIST_RESPONSE], totalResults: 0, Resources: [user()] }),
  );
  await session.send({ method: 'GET', path: '/Users', query }, () => {}, 'a/b');
  return session.witness.testimony('RFC7644-3.4.2-total-results').violations.length;
}

describe('what a witness has seen', () => {
  test('is no wrong total of a list in which others come and go between the count and the page', async () => {
    expect(await miscounted({})).toBe(0);
    expect(await miscounted({ filter: 'userName eq "ada"' })).toBe(1);
  });

  test('is nothing of rules that no answer was about', async () => {
    const { witness } = await sessionAfter(['a/b', json(201, user())]);
    expect(witness.testimony('RFC7643-3.1-version')).toEqual({ judged: 0, violations: [] });
    expect(witness.testimony('RFC7643-3.1-id')).toEqual({ judged: 1, violations: [] });
  });

  test('is the violation of the check that comes first, whichever was seen first', async () => {
    const broken = json(200, user({ active: 'true' }));
    const { witness } = await sessionAfter(
      ['a/b', json(201, user())],
      ['z/late', broken],
      ['c/early', broken],
      ['x/y', broken],
    );
    const {
      judged,
      violations: [violation],
    } = witness.testimony('RFC7643-2.3.2-boolean');
    expect(judged).toBe(3);
    expect(violation?.source).toBe('c/early');
    expect(violation?.exchange.response?.body).toContain('"true"');
  });

  test.each<[string, Json, RequirementId]>([
    ['a password', user({ password: '$2b$12$x' }), 'RFC7643-4.1.1-password-returned'],
    [
      'two primary values',
      user({ emails: [{ primary: true }, { primary: true }] }),
      'RFC7643-2.4-primary-once',
    ],
    ['a name in two spellings', user({ title: 'a', Title: 'b' }), 'RFC7643-2.1-names-caseless'],
    ['a schema listed twice', user({ schemas: [CORE_USER, CORE_USER] }), 'RFC7643-3-schemas-distinct'],
    ['no schemas', user({ schemas: null }), 'RFC7643-2.1-schemas'],
    ['the reserved word', user({ id: 'bulkId:1' }), 'RFC7643-3.1-id-bulk-id'],
    ['another type', user({ meta: { resourceType: 'user' } }), 'RFC7643-3.1-resource-type'],
    ['another location', user({ meta: { location: 'http://unit.test/scim/Users' } }), 'RFC7643-3.1-location'],
  ])('is %s', async (_, body, requirement) => {
    const { witness } = await sessionAfter(['a/b', json(201, user())], ['a/b', json(200, body)]);
    expect(witness.testimony(requirement).violations).not.toEqual([]);
  });

  test('is no violation in the resources of others, in lists or by their ids', async () => {
    const { session } = watching(({ path }) =>
      path === '/Users'
        ? json(200, { schemas: [LIST_RESPONSE], totalResults: 1, Resources: [user({ active: 'true' })] })
        : json(200, user({ active: 'true' })),
    );
    await session.send({ method: 'GET', path: '/Users' }, () => {});
    await session.send({ method: 'GET', path: '/Users/1' }, () => {});
    expect(session.witness.testimony('RFC7643-2.3.2-boolean')).toEqual({ judged: 0, violations: [] });
    expect(session.witness.testimony('RFC7644-3.4.2-total-results').judged).toBe(1);
  });

  test('is no missing attribute where a query asks for some only', async () => {
    const { session } = watching((_, index) => (index === 0 ? json(201, user()) : json(200, { id: '1' })));
    await session.send({ method: 'POST', path: '/Users', body: {} }, () => {});
    await session.send({ method: 'GET', path: '/Users/1', query: { attributes: 'userName' } }, () => {});
    expect(session.witness.testimony('RFC7643-3.1-assigned')).toEqual({ judged: 1, violations: [] });
  });

  test('is an id that another resource had before, unless the same one is brought back', async () => {
    const { session } = watching(() => json(201, user()));
    const create = (userName: string) =>
      session.send({ method: 'POST', path: '/Users', body: { userName } }, () => {});
    await create('ada');
    await create('Ada');
    expect(session.witness.testimony('RFC7643-3.1-id').violations).toEqual([]);
    await create('bea');
    expect(session.witness.testimony('RFC7643-3.1-id').violations).not.toEqual([]);
  });

  test('survives whatever a target answers', async () => {
    const hostile: Json[] = [[], 'x', { schemas: 7, id: {}, meta: [] }, { Resources: [null, 1] }];
    const { session } = watching((_, index) => json(index % 2 === 0 ? 201 : 400, hostile[index] ?? null));
    for (const _ of hostile) await session.send({ method: 'POST', path: '/Users', body: {} }, () => {});
    await session.send({ method: 'GET', path: '/Users/%E0%A4%A' }, () => {});
    expect(session.witness.testimony('RFC7643-3.1-id').violations).not.toEqual([]);
  });
});

describe('waiting for quiet', () => {
  test('waits for every check that is running, and for none that waits itself', async () => {
    const { witness } = watching(() => json(200, {})).session;
    const leave = witness.begin('a/b');
    witness.begin('every-answer/one');
    witness.begin('every-answer/two');
    let quiet = 0;
    const waiting = ['every-answer/one', 'every-answer/two'].map((id) =>
      witness.quiet(id).then(() => quiet++),
    );
    await Promise.resolve();
    expect(quiet).toBe(0);
    leave();
    await Promise.all(waiting);
    expect(quiet).toBe(2);
  });

  test('ends at once when nothing else runs', async () => {
    const { witness } = watching(() => json(200, {})).session;
    witness.begin('every-answer/one');
    await expect(witness.quiet('every-answer/one')).resolves.toBeUndefined();
  });
});

test('a check of every answer names the check that asked, in its replay as well', async () => {
  const { session } = watching(({ method, path, body }, index) => {
    if (index === 0) return json(201, user({ active: 'true' }));
    if (method === 'POST' && path === '/Users')
      return json(201, user({ ...JSON.parse(body ?? '{}'), id: String(index) }));
    return json(404, { schemas: [ERROR], status: '404' });
  });
  await session.send({ method: 'POST', path: '/Users', body: {} }, () => {}, 'filtering/pages');
  const check = everyAnswer.checks.find(({ id }) => id === 'every-answer/active');
  if (check === undefined) throw new Error('there is no such check');
  const result = await runCheck(everyAnswer, check, session);
  expect(result).toMatchObject({ verdict: 'fail', violated: 'RFC7643-4.1.1-active-boolean' });
  expect(result.exchanges.some(({ response }) => response?.body?.includes('"active":"true"'))).toBe(true);
  expect(result.replay).toContain('--check filtering/pages --check every-answer/active');
});
