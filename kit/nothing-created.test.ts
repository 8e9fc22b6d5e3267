import { describe, expect, test } from 'vitest';
import { Case } from '../engine/case.ts';
import { MUST, sessionFor } from '../engine/fixtures/session.ts';
import { userSubject } from '../engine/subject.ts';
import { Violation } from '../engine/violation.ts';
import type { WireResponse } from '../http/transport.ts';
import { judgeNothingCreated } from './nothing-created.ts';

const answering = (status: number, ...users: readonly object[]): WireResponse => ({
  status,
  headers: {},
  text: JSON.stringify({ totalResults: users.length, Resources: users }),
});

/** Judges a creation that was refused, where the look-up is answered so. */
async function judged(response: WireResponse, others: readonly string[] = []) {
  const { session, sent } = sessionFor(() => response);
  const c = new Case(session, [MUST]);
  const body = { userName: `ada.${c.marker()}`, externalId: 'none of the run' };
  const answer = await c.send({ method: 'POST', path: '/Users', body });
  const one = { c, subject: userSubject(session), sent: body, answer };
  await judgeNothingCreated(one, MUST, 'a user', { others });
  return { c, sent };
}

/** The userName of the first marker of a session. */
const NAME = 'ada.scunit000000';

describe('a creation that was refused', () => {
  test('is found carried out by its own name, whatever the letter case', async () => {
    await expect(judged(answering(200, { id: '1', userName: NAME.toUpperCase() }))).rejects.toThrow(
      Violation,
    );
  });

  test('is not found in strangers, nor in those that have the name rightly', async () => {
    expect((await judged(answering(200, { id: '1', userName: 'eve' }))).c.judged).toBe(1);
    expect((await judged(answering(200, { id: '1', userName: NAME }), ['1'])).c.judged).toBe(1);
  });

  test('is not judged where the look-up is refused', async () => {
    const { c, sent } = await judged(answering(400));
    expect(c.judged).toBe(0);
    expect(sent.filter(({ method }) => method === 'GET')).toHaveLength(1);
  });
});
