import { expect, test } from 'vitest';
import { answerFrom } from '../engine/answer.ts';
import { Case } from '../engine/case.ts';
import { MUST, sessionFor } from '../engine/fixtures/session.ts';
import { userSubject } from '../engine/subject.ts';
import { Violation } from '../engine/violation.ts';
import type { JsonObject } from '../scim/json.ts';
import { judgeNotCarriedOut } from './refused-writes.ts';

const BEFORE: JsonObject = { schemas: ['a', 'b'], id: '1', userName: 'ada', title: 'Dr' };

/** What is said of a PATCH that was answered so, where GET shows this afterwards; null for nothing. */
async function said(status: number, after: JsonObject | null): Promise<Violation['evidence'] | null> {
  const { session, sent } = sessionFor(({ method }) => {
    if (method === 'PATCH') return { status, headers: {}, text: '{}' };
    return { status: after === null ? 404 : 200, headers: {}, text: JSON.stringify(after) };
  });
  const c = new Case(session, [MUST]);
  const answer = await c.send({ method: 'PATCH', path: '/Users/1', body: {} });
  const play = { c, subject: userSubject(session), created: { path: '/Users/1' }, shown: BEFORE };
  try {
    await judgeNotCarriedOut(play, answerFrom(answer.whole), 'a PATCH with an unknown op', MUST);
    expect(sent.length > 1).toBe(status >= 400 && status < 500);
    return null;
  } catch (error) {
    if (error instanceof Violation) return error.evidence;
    throw error;
  }
}

test('what was refused has to be left undone', async () => {
  expect(await said(400, { ...BEFORE, schemas: ['b', 'a'] })).toBeNull();
  const evidence = await said(400, { ...BEFORE, title: 'Mr' });
  expect(evidence?.message).toBe(
    'a PATCH with an unknown op is refused with 400 and carried out all the same',
  );
  expect(evidence).toMatchObject({
    expected: 'title = "Dr", as before',
    actual: 'title = "Mr"',
    finding: { deviation: 'carriedOut', attribute: 'title', operation: 'PATCH /Users/{id}', status: 400 },
  });
});

test('so have its id and its schemas, and it has to be there', async () => {
  expect((await said(400, { ...BEFORE, id: '2' }))?.finding.attribute).toBe('id');
  expect((await said(403, { ...BEFORE, schemas: ['a'] }))?.finding.attribute).toBe('schemas');
  expect((await said(400, null))?.message).toMatch(
    /^after a PATCH with an unknown op was refused, GET of the user/,
  );
});

test('nothing is said of a success, nor of a server that breaks down', async () => {
  expect(await said(200, { ...BEFORE, title: 'Mr' })).toBeNull();
  expect(await said(500, { ...BEFORE, title: 'Mr' })).toBeNull();
});
