import type { Answer, CheckEntry, Creation, Play, RequirementId } from '../../kit/index.ts';
import {
  answered,
  create,
  existing,
  found,
  InputRefused,
  member,
  overPlays,
  patch,
  put,
  remove,
  together,
  userSubject,
  wrongValue,
} from '../../kit/index.ts';

import { hitOf, isNamed, lookFor, nameOf, overNewUsers } from './users.ts';

const GONE: RequirementId = 'RFC7644-3.6-not-found';
const OMITTED: RequirementId = 'RFC7644-3.6-omitted';
const FREE: RequirementId = 'RFC7644-3.6-conflict-free';

/** Hard delete: the user is gone for every operation, and his userName is free. */
export const deletion: readonly CheckEntry[] = [
  {
    name: 'delete-answer',
    title: 'DELETE answers 204 without a body',
    requirements: ['RFC7644-3.6-no-content'],
    run: (t) => overNewUsers(t, deleteAnswer),
  },
  {
    name: 'deleted-is-gone',
    title: 'Every operation on a deleted user is answered with 404',
    requirements: [GONE],
    run: (t) => overPlays(t, userSubject(t.session), GONE, deletedIsGone),
  },
  {
    name: 'deleted-is-not-found',
    title: 'A deleted user appears in no query result',
    requirements: [OMITTED],
    run: (t) => overPlays(t, userSubject(t.session), OMITTED, deletedIsNotFound),
  },
  {
    name: 'user-name-is-free',
    title: 'The userName of a deleted user can be used again',
    requirements: [FREE],
    run: (t) => overNewUsers(t, userNameIsFree),
  },
];

async function deleteAnswer(one: Creation): Promise<void> {
  const { c } = one;
  const { path } = existing(one);
  const answer = await c.send({ method: 'DELETE', path, purpose: 'delete the user' });
  if (answer.ok) c.session.ledger.deleted(path);
  const holds = answer.status === 204 && answer.whole.text === '';
  c.judge('RFC7644-3.6-no-content', holds, () =>
    answered('DELETE of a user', answer, 204, { wanted: '204 without a body' }),
  );
}

/** Statuses of a target that does not have an operation at all. */
const NOT_OFFERED: ReadonlySet<number> = new Set([405, 501]);

async function deletedIsGone({ c, created, shown, rule }: Play): Promise<void> {
  await remove(c, created);
  const { path } = created;
  const operation = { op: 'replace', path: 'userName', value: member(shown, 'userName') ?? '' };
  const answers: (readonly [what: string, answer: Answer])[] = [
    ['GET of a deleted user', await c.send({ method: 'GET', path, purpose: 'read the deleted user' })],
  ];
  if (c.session.facts.features.patch !== false)
    answers.push([
      'a PATCH of a deleted user',
      await patch(c, created, [operation], 'PATCH the deleted user'),
    ]);
  answers.push(['a PUT of a deleted user', await put(c, created, shown, 'PUT the deleted user')]);
  // Last, because it takes away what a PUT may have brought back.
  answers.push([
    'a second DELETE',
    await c.send({ method: 'DELETE', path, purpose: 'delete the user again' }),
  ]);
  const wrong = answers.filter(([, { status }]) => status !== 404 && !NOT_OFFERED.has(status));
  c.judge(rule, wrong.length === 0, () =>
    together(wrong.map(([what, answer]) => answered(what, answer, 404, { wanted: '404 with a SCIM error' }))),
  );
}

async function deletedIsNotFound({ c, created, shown, rule, id }: Play): Promise<void> {
  await remove(c, created);
  const looks = [await lookFor(c, 'userName', nameOf(shown)), await lookFor(c, 'id', id)].filter(
    ({ users }) => users !== null,
  );
  if (looks.length === 0)
    throw new InputRefused('cannot judge: no filter on userName or id is answered with a list');
  const finding = looks.filter((look) => hitOf(look, id) !== undefined);
  c.judge(rule, finding.length === 0, () =>
    together(
      finding.map(({ attribute, answer }) =>
        found(`the filter on ${attribute}`, 'the deleted user', {
          when: 'after a user was deleted',
          attribute,
          answer,
        }),
      ),
    ),
  );
}

async function userNameIsFree(one: Creation): Promise<void> {
  const { c, subject, sent } = one;
  await remove(c, existing(one));
  const again = await create(c, subject, sent, 'create a user with the userName of the deleted one');
  if (!again.answer.ok) {
    const attribute = await takenValue(one);
    const hint =
      again.answer.status === 409 ? 'The deleted user still takes part in the uniqueness rule.' : undefined;
    const what = `a creation with the ${attribute} of a deleted user`;
    return c.judge(FREE, false, () => answered(what, again.answer, 201, { attribute, hint }));
  }
  const { id } = existing(again);
  const shown = await c.read(existing(again));
  const when = 'after the userName of a deleted user was used again';
  const look = await lookFor(c, 'userName', nameOf(shown));
  const others = look.users?.filter((user) => isNamed(user, nameOf(shown)) && member(user, 'id') !== id);
  c.judge(FREE, others === undefined || others.length === 0, () =>
    found('the filter on userName', 'another user beside the new one', {
      when,
      attribute: 'userName',
      answer: look.answer,
    }),
  );
  if (sent.active === true)
    c.judge(FREE, member(shown, 'active') !== false, () =>
      wrongValue('active', true, false, {
        when,
        hint: 'The deleted user is brought back as he was, in place of a new one.',
      }),
    );
}

/** Which value of a deleted user is still taken: his externalId, when another one makes the difference. */
async function takenValue({ c, subject, sent }: Creation): Promise<string> {
  if (sent.externalId === undefined) return 'userName';
  const other = { ...sent, externalId: `${c.marker()}-another` };
  const { created } = await create(c, subject, other, 'create one with another externalId');
  return created === null ? 'userName' : 'externalId';
}
