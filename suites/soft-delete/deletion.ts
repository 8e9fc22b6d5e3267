import type { Case, CheckContext, CheckEntry, Created, Subject } from '../../kit/index.ts';
import {
  describe,
  eq,
  holds,
  judgeList,
  judgeRefused,
  patch,
  query,
  SetupFailure,
  userSubject,
} from '../../kit/index.ts';
import { findByName } from './disabling.ts';
import { overUsers } from './forms.ts';

/** Hard delete: the user is gone for every operation, and his userName is free. */
export const deletion: readonly CheckEntry[] = [
  {
    name: 'delete-answer',
    title: 'DELETE answers 204 without a body',
    requirements: ['RFC7644-3.6-no-content'],
    run: (t) =>
      overUsers(t, async (c, created) => {
        const response = await c.send({ method: 'DELETE', path: created.path, purpose: 'delete the user' });
        if (response.status < 300) c.session.ledger.deleted(created.path);
        c.judge('RFC7644-3.6-no-content', response.status === 204 && response.text === '', () => ({
          message: `DELETE is answered with ${describe(response)}`,
          expected: '204 without a body',
          actual: describe(response),
        }));
      }),
  },
  {
    name: 'deleted-is-gone',
    title: 'Every operation on a deleted user is answered with 404',
    requirements: ['RFC7644-3.6-not-found'],
    run: (t) => overUsers(t, deletedIsGone),
  },
  {
    name: 'deleted-is-not-found',
    title: 'A deleted user appears in no query result',
    requirements: ['RFC7644-3.6-omitted'],
    run: (t) =>
      overUsers(t, async (c, created) => {
        await remove(c, created);
        const byName = await findByName(c, created, 'RFC7644-3.6-omitted');
        judgeAbsent(c, holds(byName, created.id), 'userName');
        const filter = eq('id', created.id);
        const response = await c.send({
          method: 'GET',
          path: c.session.userType.endpoint,
          query: { filter },
          purpose: 'find the user by id',
        });
        if (response.status === 200) {
          judgeAbsent(c, holds(judgeList(c, response, 'RFC7644-3.6-omitted', filter), created.id), 'id');
        }
      }),
  },
  {
    name: 'user-name-is-free',
    title: 'The userName of a deleted user can be used again',
    requirements: ['RFC7644-3.6-conflict-free'],
    run: (t) => userNameIsFree(t),
  },
];

/** Deletes a user that the check needs deleted. @throws SetupFailure when the target refuses */
export async function remove(c: Case, created: Created): Promise<void> {
  const response = await c.send({ method: 'DELETE', path: created.path, purpose: 'delete the user' });
  if (response.status < 200 || response.status > 299) {
    throw new SetupFailure(
      `DELETE ${created.path} answered ${describe(response)}, so the check cannot judge`,
    );
  }
  c.session.ledger.deleted(created.path);
}

function judgeAbsent(c: Case, found: boolean, by: string): void {
  c.judge('RFC7644-3.6-omitted', !found, () => ({
    message: `a deleted user is still found by ${by}`,
    expected: 'no match',
    actual: 'the deleted user',
  }));
}

async function deletedIsGone(c: Case, created: Created): Promise<void> {
  await remove(c, created);
  const rule = 'RFC7644-3.6-not-found';
  const get = await c.send({ method: 'GET', path: created.path, purpose: 'read the deleted user' });
  judgeRefused(c, get, rule, { status: 404, what: 'GET on a deleted user' });
  if (c.session.facts.features.patch !== false) {
    const patched = await patch(
      c,
      created,
      [{ op: 'replace', path: 'userName', value: String(created.sent.userName) }],
      'PATCH the deleted user',
    );
    judgeRefused(c, patched, rule, { status: 404, what: 'PATCH on a deleted user' });
  }
  const put = await c.send({
    method: 'PUT',
    path: created.path,
    body: created.sent,
    purpose: 'PUT the deleted user',
  });
  judgeRefused(c, put, rule, { status: 404, what: 'PUT on a deleted user' });
  const again = await c.send({ method: 'DELETE', path: created.path, purpose: 'delete the user again' });
  judgeRefused(c, again, rule, { status: 404, what: 'a second DELETE' });
}

async function userNameIsFree(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  await overUsers(t, async (c, created) => {
    await remove(c, created);
    const { response, created: again } = await c.post(
      subject.type.endpoint,
      created.sent,
      'create a user with the userName of the deleted one',
    );
    const culprit = again === null ? await takenValue(c, created, subject) : '';
    c.judge('RFC7644-3.6-conflict-free', again !== null, () => ({
      message: `the ${culprit} of a deleted user cannot be used again: ${describe(response)}`,
      expected: '201',
      actual: describe(response),
      hint: 'The deleted user still takes part in the uniqueness rule.',
    }));
    if (again === null) return;
    const list = await query(
      c,
      subject.type.endpoint,
      { filter: eq('userName', String(created.sent.userName)) },
      'RFC7644-3.6-conflict-free',
      'find the new user',
    );
    c.judge('RFC7644-3.6-conflict-free', holds(list, again.id) && list.resources.length === 1, () => ({
      message: 'after a userName was used again, the filter does not find exactly the new user',
      expected: `the user ${again.id}`,
      actual: `${list.resources.length} resources`,
    }));
    if (created.sent.active !== true) return;
    const { active = true } = await c.read(again);
    c.judge('RFC7644-3.6-conflict-free', active !== false, () => ({
      message: 'a new user with the userName of a deleted one is not active',
      expected: '"active": true',
      actual: '"active": false',
      hint: 'The deleted user is brought back as he was, in place of a new one.',
    }));
  });
}

/** Which value of a deleted user is still taken: his externalId, when another one makes the difference. */
async function takenValue(c: Case, { sent }: Created, { type }: Subject): Promise<string> {
  if (sent.externalId === undefined) return 'userName';
  const other = { ...sent, externalId: `${c.marker()}-another` };
  const { created } = await c.post(type.endpoint, other, 'create one with another externalId');
  return created === null ? 'userName' : 'externalId';
}
