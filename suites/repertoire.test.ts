import { describe, expect, test } from 'vitest';
import type { WireRequest } from '../scim/http/transport.ts';
import { USER_TYPE } from '../scim/schemas/index.ts';
import { NO_FACTS } from './discovery.ts';
import { planFor, sessionFor } from './fixtures/session.ts';
import { SetupFailure } from './violation.ts';

const plan = planFor();
const declaring = { target: { ...plan.target, facts: { ...NO_FACTS, user: USER_TYPE } } };
const CREATED = { status: 201, headers: {}, text: '{"id":"1"}' };
const REFUSED = { status: 400, headers: {}, text: '{"detail":"no"}' };
const bodyOf = ({ body }: WireRequest): string => body ?? '';

describe('the attributes that a target takes', () => {
  test('all that it declares, when it takes all of them at once', async () => {
    const { session, sent } = sessionFor(() => CREATED, declaring);
    const { attributes } = await session.repertoire.users();
    expect(attributes.map(({ text }) => text)).toEqual(expect.arrayContaining(['nickName', 'photos']));
    expect(sent.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  test('those that it takes one by one, when it does not', async () => {
    const { session } = sessionFor((request) => {
      if (request.method !== 'POST') return CREATED;
      return bodyOf(request).includes('"nickName"') ? REFUSED : CREATED;
    }, declaring);
    const texts = (await session.repertoire.users()).attributes.map(({ text }) => text);
    expect(texts).toContain('photos');
    expect(texts).not.toContain('nickName');
    expect(session.observations).toMatchObject({ 'declared.refused.User.nickName': true });
  });

  test('a target that refuses every user cannot be judged', async () => {
    const { session } = sessionFor(() => REFUSED, declaring);
    await expect(session.repertoire.users()).rejects.toThrow(SetupFailure);
  });

  test('those of the table alone, where it declares nothing; nothing is sent for that', async () => {
    const { session, sent } = sessionFor(() => CREATED);
    expect((await session.repertoire.users()).attributes).toEqual(session.users);
    expect(sent).toHaveLength(0);
  });
});
