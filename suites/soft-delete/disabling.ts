import fc from 'fast-check';
import type {
  Answer,
  Case,
  CheckContext,
  CheckEntry,
  Difference,
  JsonObject,
  RequirementId,
} from '../../kit/index.ts';
import {
  answered,
  changeComplaint,
  changedValue,
  create,
  differences,
  existing,
  InputRefused,
  judgeActive,
  judgeAnswered,
  judgePatched,
  judgeTaken,
  managerIds,
  member,
  NotOffered,
  overPlays,
  PATCH,
  PLAIN_ACTIVE,
  Play,
  patch,
  plain,
  requireActive,
  SetupFailure,
  SOFT_DELETE,
  sendActive,
  setActive,
  statedActive,
  unfound,
  userSubject,
  wrongValue,
} from '../../kit/index.ts';
import { hitOf, isNamed, lookFor, nameOf, requireFound } from './users.ts';

const VISIBLE: RequirementId = 'E-053';
const RESTORED: RequirementId = 'E-108';
const ONLY_TARGET: RequirementId = 'RFC7644-3.5.2-only-target';
const REPLACE: RequirementId = 'RFC7644-3.5.2.3-replace';
const TAKEN: RequirementId = 'RFC7643-4.1.1-user-name-unique';
const AGAIN: RequirementId = 'E-110';
const SOFT = 'after a soft delete';

/** Runs a check of what happens to a user who was created with the required attributes. */
const overUsers =
  (rule: RequirementId, body: (play: Play) => Promise<void>) =>
  (t: CheckContext): Promise<void> =>
    overPlays(t, userSubject(t.session), rule, body);

/** What being disabled means: the user is still there, only inactive. */
export const disabling: readonly CheckEntry[] = [
  {
    name: 'stays-readable',
    title: 'A disabled user is read by id, with active false',
    requirements: [VISIBLE],
    needs: [SOFT_DELETE],
    run: overUsers(VISIBLE, staysReadable),
  },
  {
    name: 'stays-findable',
    title: 'A disabled user is found by filter, with active false',
    requirements: [VISIBLE, 'E-106'],
    needs: [SOFT_DELETE],
    run: overUsers(VISIBLE, staysFindable),
  },
  {
    name: 'changes-nothing-else',
    title:
      'Disabling a user and restoring him leaves every other attribute, his id, and other users as they were',
    requirements: [ONLY_TARGET, 'RFC7643-3.1-id'],
    needs: [SOFT_DELETE],
    run: changesNothingElse,
  },
  {
    name: 'changed-while-disabled',
    title:
      'Changes of a disabled user, and of one who was restored, are made, and he stays as active as he was',
    requirements: [REPLACE, ONLY_TARGET],
    needs: [SOFT_DELETE, PATCH],
    run: overUsers(REPLACE, changedWhileDisabled),
  },
  {
    name: 'user-name-stays-taken',
    title: 'The userName of a disabled user stays taken',
    requirements: [TAKEN, 'RFC7644-3.3-uniqueness'],
    needs: [SOFT_DELETE],
    run: overUsers(TAKEN, userNameStaysTaken),
  },
  {
    name: 'restores',
    title: 'A disabled user is restored under the same id and found again as active',
    requirements: [RESTORED],
    needs: [SOFT_DELETE],
    run: overUsers(RESTORED, restores),
  },
  {
    name: 'repeated',
    title: 'Setting active to the value it already has succeeds and changes nothing',
    requirements: [AGAIN, 'E-153'],
    needs: [SOFT_DELETE, PATCH],
    run: overUsers(AGAIN, repeated),
  },
  {
    name: 'created-inactive',
    title: 'A user who is created with active false is inactive',
    requirements: ['APP-attribute'],
    needs: [SOFT_DELETE],
    run: createdInactive,
  },
];

async function staysReadable({ c, created }: Play): Promise<void> {
  await setActive(c, created, false);
  const answer = await c.send({ method: 'GET', path: created.path, purpose: 'read the disabled user' });
  judgeAnswered(c, VISIBLE, answer, 200, 'GET of a disabled user', {
    hint:
      answer.status === 404 ? 'A soft delete must not hide the user: only a hard delete does.' : undefined,
  });
  await judgeActive(c, answer.resource ?? {}, false, VISIBLE, { when: SOFT });
}

async function staysFindable(play: Play): Promise<void> {
  const { c, created, id, shown } = play;
  await requireFound(play);
  const after = await setActive(c, created, false);
  const look = await lookFor(c, 'userName', nameOf(after ?? shown));
  const hit = hitOf(look, id);
  c.judge(VISIBLE, hit !== undefined, () =>
    unfound('the filter on userName', 'the disabled user', {
      when: SOFT,
      attribute: 'userName',
      answer: look.answer,
      hint:
        after === null
          ? undefined
          : 'The query leaves inactive users out. The provisioning service then tries to create the user again and fails on the conflict.',
    }),
  );
  await judgeActive(c, hit ?? {}, false, 'E-106', { when: `${SOFT}, in the list`, answer: look.answer });
}

/** Provisioning goes on while somebody is on leave: what changes meanwhile must be there when he is back. */
async function changedWhileDisabled(play: Play): Promise<void> {
  const { c, created, shown } = play;
  const usual = nameOf(shown);
  const another = nameOf(c.stampUser({ userName: usual }));
  await setActive(c, created, false);
  if (!(await renameAs(play, 'disabled', another))) {
    if (await renamesActive(c)) throw new NotOffered('the target does not let a disabled user be changed');
    throw new InputRefused('cannot judge: an active user gets no other userName either');
  }
  await setActive(c, created, true);
  await renameAs(play, 'restored', usual);
}

/** Gives a user another userName and judges that it arrives. @returns whether the target takes it at all */
async function renameAs(
  { c, created }: Play,
  state: 'disabled' | 'restored',
  userName: string,
): Promise<boolean> {
  const purpose = `give the ${state} user another userName`;
  const answer = await patch(c, created, [{ op: 'replace', path: 'userName', value: userName }], purpose);
  if (!answer.ok) return false;
  const after = await c.read(created);
  const arrived = isNamed(after, userName);
  const when = `after a PATCH that gives the ${state} user another userName`;
  if (!arrived && !(await renamesActive(c)))
    throw new SetupFailure('cannot judge: an active user gets no other userName either');
  c.judge(REPLACE, arrived, () => wrongValue('userName', userName, member(after, 'userName'), { when }));
  const [was, is] = [state === 'restored', statedActive(after)];
  c.judge(ONLY_TARGET, is === was, () => changedValue('active', was, is, { when }));
  return true;
}

async function renamesActive(c: Case): Promise<boolean> {
  const subject = userSubject(c.session);
  const one = existing(
    await create(c, subject, subject.stamp(c, plain(c, subject)), 'create an active user'),
  );
  const userName = nameOf(c.stampUser({ userName: nameOf(await c.read(one)) }));
  await patch(c, one, [{ op: 'replace', path: 'userName', value: userName }], 'rename an active user');
  return isNamed(await c.read(one), userName);
}

async function changesNothingElse(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const managers = await managerIds(t, subject);
  const others = subject.attributes.filter(({ path }) => path.attribute !== 'active');
  const users = fc.record({
    user: subject.arbitrary({ managers }),
    other: subject.arbitrary({ required: 'only' }),
  });
  await t.forAll(
    users,
    async ({ user, other }, c) => {
      const play = await Play.begin(c, subject, ONLY_TARGET, user);
      const bystander = await Play.begin(c, subject, ONLY_TARGET, other);
      for (const active of [false, true]) {
        const when = `after active was set to ${active}`;
        const after = await setActive(c, play.created, active);
        if (after === null) continue;
        judgeSame(c, differences(play.shown, after, others, subject.type), when);
        c.judge('RFC7643-3.1-id', member(after, 'id') === play.id, () =>
          wrongValue('id', play.id, member(after, 'id'), { when }),
        );
        const seen = await c.read(bystander.created, 'read the other user');
        const harmed = differences(bystander.shown, seen, subject.attributes, subject.type);
        judgeSame(c, harmed, `after active of another user was set to ${active}`);
      }
    },
    { runs: t.session.effort.costlyRuns },
  );
}

const judgeSame = (c: Case, changed: readonly Difference[], when: string): void =>
  c.judge(ONLY_TARGET, changed.length === 0, () => changeComplaint(changed, when));

async function userNameStaysTaken({ c, subject, created, shown }: Play): Promise<void> {
  const after = await setActive(c, created, false);
  if (after !== null && !isNamed(after, nameOf(shown)))
    throw new SetupFailure('cannot judge: the disabled user has another userName');
  const answer = await takeName(c, shown, 'create a user with the userName of the disabled one');
  if (answer.ok) {
    const active = await Play.begin(c, subject, TAKEN, plain(c, subject));
    const control = await takeName(c, active.shown, 'create a user with the userName of an active one');
    if (control.ok)
      throw new SetupFailure('cannot judge: the userName of an active user is not taken either', control);
  }
  c.judge(TAKEN, !answer.ok, () =>
    answered('a second user with the userName of a disabled one', answer, 409, {
      says: 'is created',
      attribute: 'userName',
      wanted: '409 with scimType uniqueness',
      hint: after === null ? undefined : 'The uniqueness rule looks at active users only.',
    }),
  );
  judgeTaken(c, answer);
}

async function takeName(c: Case, user: JsonObject, purpose: string): Promise<Answer> {
  const subject = userSubject(c.session);
  const sent = { ...subject.stamp(c, plain(c, subject)), userName: nameOf(user) };
  return (await create(c, subject, sent, purpose)).answer;
}

async function restores(play: Play): Promise<void> {
  const { c, created, id, shown } = play;
  await requireFound(play);
  await setActive(c, created, false);
  const restored = await setActive(c, created, true);
  const when = 'after a user was restored';
  const got = member(restored ?? {}, 'id');
  c.judge(RESTORED, got === id, () => wrongValue('id', id, got, { when }));
  const look = await lookFor(c, 'userName', nameOf(restored ?? shown));
  const hit = hitOf(look, id);
  const about = { when, answer: look.answer };
  c.judge(RESTORED, hit !== undefined, () =>
    unfound('the filter on userName', 'the user', { ...about, attribute: 'userName' }),
  );
  c.judge(RESTORED, member(hit, 'active') !== false, () =>
    wrongValue('active', true, false, { ...about, when: `${when}, in the list` }),
  );
}

async function repeated({ c, created, rule }: Play): Promise<void> {
  for (const active of [true, false, true]) {
    await setActive(c, created, active);
    const what = `a PATCH that sets active to ${active} when it is ${active} already`;
    const answer = await sendActive(c, created, PLAIN_ACTIVE, active);
    if (!answer.ok) await requireActive(c);
    judgePatched(c, answer, rule, what);
    if (!answer.ok) return;
    await judgeActive(c, await c.read(created), active, rule, { when: `after ${what}` });
  }
}

async function createdInactive(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => {
      const sent = subject.stamp(c, { ...user, active: false });
      const one = await create(c, subject, sent, 'create an inactive user');
      const what = 'a creation of a user with active false';
      if (!one.answer.ok) existing(await create(c, subject, subject.stamp(c, user), 'create him as active'));
      c.judge('APP-attribute', one.answer.ok, () => answered(what, one.answer, 201, { attribute: 'active' }));
      await judgeActive(c, await c.read(existing(one)), false, 'APP-attribute', { when: `after ${what}` });
    },
    { runs: t.session.effort.costlyRuns },
  );
}
