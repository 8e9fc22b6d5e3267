import { describe, expect, test } from 'vitest';
import { NO_FACTS } from '../engine/discovery.ts';
import { planFor, sessionFor } from '../engine/fixtures/session.ts';
import { userSubject } from '../engine/subject.ts';
import { SetupFailure } from '../engine/violation.ts';
import type { FilterOperand } from '../generators/filter.ts';
import type { WireRequest, WireResponse } from '../http/transport.ts';
import { type Filter, parseFilter } from '../scim/filter.ts';
import type { JsonObject } from '../scim/json.ts';
import { matchesFilter } from '../scim/match.ts';
import { formatPath } from '../scim/path.ts';
import { USER_TYPE } from '../scim/schemas/index.ts';
import { repertoireOf } from './repertoire.ts';
import { mixture } from './specimens/mixture.ts';
import { operandsOf } from './specimens/operands.ts';
import { type SpecimenSet, specimensOf } from './specimens.ts';

const plan = planFor();
const declaring = { target: { ...plan.target, facts: { ...NO_FACTS, user: USER_TYPE } } };
const answer = (status: number, body: JsonObject): WireResponse => ({
  status,
  headers: {},
  text: JSON.stringify(body),
});

type Finds = (filter: Filter, resource: JsonObject) => boolean;

const rightly: Finds = (filter, resource) => matchesFilter(filter, resource, USER_TYPE);

/** A target that keeps what it is sent; `refuses` says what not, `finds` what its filters find. */
function keeping(refuses: (request: WireRequest) => boolean = () => false, finds = rightly) {
  const stored: JsonObject[] = [];
  return (request: WireRequest): WireResponse => {
    if (refuses(request)) return answer(400, {});
    if (request.method === 'POST') {
      const resource = { ...JSON.parse(request.body ?? '{}'), id: String(stored.length) };
      stored.push(resource);
      return answer(201, resource);
    }
    const text = new URL(request.path, 'http://unit.test').searchParams.get('filter');
    if (text === null) return answer(200, stored[Number(request.path.split('/').at(-1))] ?? {});
    const filter = parseFilter(text);
    const Resources = stored.filter((resource) => finds(filter, resource));
    return answer(200, { totalResults: Resources.length, Resources });
  };
}

/** The specimens of users of a target whose filters find this. */
async function usersOf(finds: Finds): Promise<SpecimenSet> {
  const { session } = sessionFor(
    keeping(() => false, finds),
    declaring,
  );
  return specimensOf(session).of(await repertoireOf(session).users());
}

const namesOf = (operands: readonly FilterOperand[]): readonly string[] =>
  operands.map(({ path }) => formatPath(path));

describe('specimens', () => {
  test('are resources that share a token, and are known as GET shows them', async () => {
    const { session } = sessionFor(keeping(), declaring);
    const set = await specimensOf(session).of(await repertoireOf(session).users());
    expect(set.items.length).toBeGreaterThan(10);
    expect(set.items.every(({ shown }) => String(shown.userName).includes(set.token))).toBe(true);
    expect(set.scope).toMatchObject({ operator: 'co', value: set.token });
    expect(set.operands.map(({ path }) => path.attribute)).toEqual(
      expect.arrayContaining(['title', 'emails', 'id']),
    );
    expect(await specimensOf(session).of(set.subject)).toBe(set);
  });

  test('are not told apart by a filter that finds others', async () => {
    const { scope, operands } = await usersOf(() => true);
    expect(scope).toBeNull();
    expect(operands).toEqual([]);
  });

  test('are told apart, but their filters not narrowed, where "and" does not join', async () => {
    const either: Finds = (filter, resource) =>
      filter.kind === 'and'
        ? either(filter.left, resource) || either(filter.right, resource)
        : rightly(filter, resource);
    const { scope, narrows, operands } = await usersOf(either);
    expect(scope).not.toBeNull();
    expect(narrows).toBe(false);
    expect(namesOf(operands)).toContain('title');
  });

  test('keep an attribute by which nobody is ever found apart from those that filters are made of', async () => {
    const blind: Finds = (filter, resource) =>
      filter.kind === 'and'
        ? blind(filter.left, resource) && blind(filter.right, resource)
        : !('path' in filter && formatPath(filter.path) === 'emails.value') && rightly(filter, resource);
    const { operands, failing } = await usersOf(blind);
    expect(namesOf(failing)).toEqual(['emails.value']);
    expect(namesOf(operands)).toContain('emails.type');
  });

  test('have less where the target takes less', async () => {
    const rich = (request: WireRequest) =>
      request.method === 'POST' && (request.body ?? '').includes('"primary":true');
    const { session } = sessionFor(keeping(rich), declaring);
    const { items } = await specimensOf(session).of(await repertoireOf(session).users());
    expect(JSON.stringify(items)).not.toContain('"primary":true');
  });

  test('cannot be had of a target that creates nothing', async () => {
    const { session } = sessionFor(() => answer(400, {}));
    await expect(specimensOf(session).of(userSubject(session))).rejects.toThrow(SetupFailure);
  });

  test('an attribute that filters may not ask for is left out and observed', async () => {
    const { session } = sessionFor(
      keeping(({ path }) => /\btitle\b/.test(decodeURIComponent(path))),
      declaring,
    );
    const { operands, refused } = await specimensOf(session).of(await repertoireOf(session).users());
    expect(operands.some(({ path }) => path.attribute === 'title')).toBe(false);
    expect(refused.map(({ path }) => path.attribute)).toEqual(['title']);
    expect(session.observations).toMatchObject({ 'filter.refused.User.title': true });
  });
});

describe('a mixture', () => {
  const { session } = sessionFor(() => answer(200, {}), declaring);

  test('shares values, but nothing personal', async () => {
    const subject = await repertoireOf(sessionFor(keeping(), declaring).session).users();
    const users = mixture(subject, 16, 'rich', 1);
    const titles = users.map(({ title }) => title);
    expect(new Set(titles).size).toBeLessThan(12);
    expect(titles).toContain(undefined);
    const phones = users.flatMap(({ phoneNumbers }) => (Array.isArray(phoneNumbers) ? phoneNumbers : []));
    const digits = phones.map(({ value }) => String(value).replace(/\D/g, ''));
    expect(new Set(digits).size).toBe(digits.length);
    expect(mixture(subject, 16, 'rich', 1)).toEqual(users);
  });

  test('that is bare has what is required alone', () => {
    const [user = {}] = mixture(userSubject(session), 1, 'bare', 1);
    const required = session.users.filter((attribute) => attribute.required).map(({ parent }) => parent.name);
    expect(Object.keys(user).sort()).toEqual([...new Set(['schemas', 'userName', ...required])].sort());
  });

  test('gives operands their values and the operators that are decided', () => {
    const subject = userSubject(session);
    const operands = operandsOf(subject, [
      { id: '1', userName: 'ada', meta: { created: '2026-01-01T00:00:00Z' } },
    ]);
    const of = (name: string) => operands.find(({ path }) => path.attribute === name);
    expect(of('userName')).toMatchObject({ values: ['ada'], exactly: false });
    expect(of('id')).toMatchObject({ operators: ['eq', 'ne', 'pr'], exactly: true });
    expect(of('externalId')).toMatchObject({ operators: ['pr'] });
  });
});
