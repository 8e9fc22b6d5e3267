import { describe, expect, test } from 'vitest';
import { NO_FACTS } from '../engine/discovery.ts';
import { planFor, sessionFor } from '../engine/fixtures/session.ts';
import { SetupFailure } from '../engine/violation.ts';
import type { WireRequest } from '../http/transport.ts';
import { USER_TYPE } from '../scim/schemas/index.ts';
import { repertoireOf } from './repertoire.ts';

const plan = planFor();
const declaring = { target: { ...plan.target, facts: { ...NO_FACTS, user: USER_TYPE } } };
const CREATED = { status: 201, headers: {}, text: '{"id":"1"}' };
const REFUSED = { status: 400, headers: {}, text: '{"detail":"no"}' };
const bodyOf = ({ body }: WireRequest): string => body ?? '';

describe('the attributes that a target takes', () => {
  test('all that it declares, when it takes all of them at once', async () => {
    const { session, sent } = sessionFor(() => CREATED, declaring);
    const { attributes } = await repertoireOf(session).users();
    expect(attributes.map(({ text }) => text)).toEqual(expect.arrayContaining(['nickName', 'photos']));
    expect(sent.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  test('those that it takes one by one, when it does not', async () => {
    const { session } = sessionFor((request) => {
      if (request.method !== 'POST') return CREATED;
      return bodyOf(request).includes('"nickName"') ? REFUSED : CREATED;
    }, declaring);
    const texts = (await repertoireOf(session).users()).attributes.map(({ text }) => text);
    expect(texts).toContain('photos');
    expect(texts).not.toContain('nickName');
    expect(session.observations).toMatchObject({ 'declared.refused.User.nickName': true });
  });

  test('a target that refuses every user cannot be judged', async () => {
    const { session } = sessionFor(() => REFUSED, declaring);
    await expect(repertoireOf(session).users()).rejects.toThrow(SetupFailure);
  });

  test('those of the table alone, where it declares nothing; nothing is sent for that', async () => {
    const { session, sent } = sessionFor(() => CREATED);
    expect((await repertoireOf(session).users()).attributes).toEqual(session.users);
    expect(sent).toHaveLength(0);
  });
});
