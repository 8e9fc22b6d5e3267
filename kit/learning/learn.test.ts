import { describe, expect, test } from 'vitest';
import { loadApplication } from '../../config/load-application.ts';
import { NO_FACTS } from '../../engine/discovery.ts';
import { planFor, sessionFor } from '../../engine/fixtures/session.ts';
import type { Plan, TargetFacts } from '../../engine/plan.ts';
import type { WireRequest, WireResponse } from '../../http/transport.ts';
import { isObject, type Json, type JsonObject, member, stringMember } from '../../scim/json.ts';
import { ERROR } from '../../scim/urns.ts';
import { learn } from './learn.ts';

/** What is wrong with a creation, in the words of the target; null for nothing. */
type Wrong = (body: JsonObject, path: string) => string | null;

const answer = (status: number, body: JsonObject): WireResponse => ({
  status,
  headers: {},
  text: JSON.stringify(body),
});

/** A session with a target that keeps what it is given unless something is wrong with it; it has learnt how to use it. */
async function learnt(wrong: Wrong, facts: Partial<TargetFacts> = {}, changes: Partial<Plan> = {}) {
  const stored = new Map<string, JsonObject>();
  const plan = planFor({ application: loadApplication('alvao'), checks: ['one', 'another'], ...changes });
  const respond = ({ method, path, body }: WireRequest): WireResponse => {
    if (method === 'GET') return answer(200, stored.get(path) ?? {});
    if (method !== 'POST') return { status: 204, headers: {}, text: '' };
    const sent: Json = JSON.parse(body ?? '{}');
    const resource = isObject(sent) ? sent : {};
    const detail = wrong(resource, path);
    if (detail !== null) return answer(400, { schemas: [ERROR], status: '400', detail });
    const id = String(stored.size);
    stored.set(`${path}/${id}`, { ...resource, id });
    return answer(201, { ...resource, id });
  };
  const { session, sent } = sessionFor(respond, {
    ...plan,
    target: { ...plan.target, facts: { ...NO_FACTS, ...facts } },
  });
  await learn(session);
  return { session, creations: sent.filter(({ method }) => method === 'POST') };
}

const nameOf = (body: JsonObject): string => stringMember(body, 'userName') ?? '';

describe('what a target demands', () => {
  test('is nothing, where what is documented is enough', async () => {
    const { session } = await learnt(() => null);
    expect(session.respected).toEqual({});
    expect(session.learnt?.resources.map(({ resource, created }) => [resource, created])).toEqual([
      ['User', true],
      ['Group', true],
    ]);
  });

  test('is always sent from then on, and stays out of the table', async () => {
    const { session } = await learnt((body, path) =>
      path === '/Users' && member(body, 'name') === undefined ? 'no' : null,
    );
    const required = (all: typeof session.users): readonly string[] =>
      all.filter(({ required, parent }) => required && parent.name === 'name').map(({ text }) => text);
    expect(required(session.users)).toHaveLength(1);
    expect(required(session.tables.users)).toEqual([]);
  });

  test.each([1, 2, 3, 4, 5, 6])(
    'may be a list that takes one value, and nothing beside it (seed %i)',
    async (seed) => {
      const wrong: Wrong = ({ emails }, path) => {
        if (path !== '/Users') return null;
        return Array.isArray(emails) && emails.length === 1 ? null : 'emails';
      };
      const { session } = await learnt(wrong, {}, { application: loadApplication('alinto-protect'), seed });
      expect(session.learnt?.resources[0]?.demanded.map(({ path }) => path)).toEqual(['emails']);
    },
  );

  test('may be members, which are users of the run then', async () => {
    const { session } = await learnt((body, path) =>
      path === '/Groups' && member(body, 'members') === undefined ? 'no' : null,
    );
    expect(session.learnt?.resources[1]?.demanded).toEqual([
      { path: 'members', declared: false, detail: 'no' },
    ]);
    expect(session.demandedMembers).toHaveLength(1);
  });

  test.each([
    ['an e-mail address', (name: string) => /^[^@]+@[^@]+$/.test(name)],
    ['letters and digits', (name: string) => /^[a-z][a-z0-9]*$/.test(name)],
    ['no more than 20 letters and digits', (name: string) => /^[a-z][a-z0-9]{0,19}$/.test(name)],
  ])('may be a userName of another form: %s', async (_, fits) => {
    const { session } = await learnt((body, path) =>
      path === '/Users' && !fits(nameOf(body)) ? 'invalid' : null,
    );
    expect(session.learnt?.resources[0]).toMatchObject({ created: true, demanded: [] });
  });
});

describe('nothing is learnt', () => {
  test('of a target that refuses everything, which is soon found out', async () => {
    const { session, creations } = await learnt(() => 'no');
    expect(session.learnt?.resources.map(({ created }) => created)).toEqual([false, false]);
    expect(session.respected).toEqual({});
    expect(creations.length).toBeLessThanOrEqual(150);
  });

  test('where only reading is allowed, and nothing is sent', async () => {
    const { session, creations } = await learnt(() => null, {}, { readOnly: true });
    expect(session.learnt).toBeNull();
    expect(creations).toEqual([]);
  });
});

test('what is refused is told by its path', async () => {
  const { session } = await learnt((body) => (member(body, 'title') === undefined ? null : 'no titles here'));
  expect(session.learnt?.resources[0]).toMatchObject({ demanded: [], created: true, refused: ['title'] });
});

describe('of what a target takes one value at most', () => {
  const many = (body: JsonObject, name: string): boolean => {
    const list = member(body, name);
    return Array.isArray(list) && list.length > 1;
  };

  test('no more are sent from then on, and the table keeps them', async () => {
    const { session } = await learnt((body) => (many(body, 'phoneNumbers') ? 'one at most' : null));
    const elements = (all: typeof session.users): ReadonlySet<string> =>
      new Set(
        all
          .filter(({ parent }) => parent.name === 'phoneNumbers')
          .map(({ path }) => JSON.stringify(path.filter)),
      );
    expect(elements(session.documented.users).size).toBeGreaterThan(1);
    expect(session.respected).toEqual({ phoneNumbers: { single: true } });
    expect(elements(session.users).size).toBe(1);
  });

  test('nothing is respected where nothing is refused', async () => {
    expect((await learnt(() => null)).session.respected).toEqual({});
  });
});

test('a target that says nothing of itself is given what it names', async () => {
  const { session } = await learnt((body, path) =>
    path === '/Users' && member(body, 'nickName') === undefined ? 'nickName is required' : null,
  );
  expect(session.respected).toEqual({ nickName: { required: true } });
});
