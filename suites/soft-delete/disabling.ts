import fc from 'fast-check';
import type { Case, CheckContext, CheckEntry, Created, Json, RequirementId } from '../../kit/index.ts';
import {
  describe,
  differences,
  eq,
  holds,
  isObject,
  judgePatched,
  member,
  NotOffered,
  PATCH,
  patch,
  query,
  SOFT_DELETE,
  shown,
  stringMember,
  userSubject,
} from '../../kit/index.ts';
import { managerIds } from '../required-attributes/creation.ts';
import { judgeConflict } from '../required-attributes/refusals.ts';
import { judgeActive, setActive } from './active.ts';
import { overUsers } from './forms.ts';

/** What being disabled means: the user is still there, only inactive. */
export const disabling: readonly CheckEntry[] = [
  {
    name: 'stays-readable',
    title: 'A disabled user is read by id, with active false',
    requirements: ['E-053'],
    needs: [SOFT_DELETE],
    run: (t) =>
      overUsers(t, async (c, created) => {
        await setActive(c, created, false);
        const response = await c.send({
          method: 'GET',
          path: created.path,
          purpose: 'read the disabled user',
        });
        c.judge('E-053', response.status === 200 && isObject(response.body), () => ({
          message: `GET on a disabled user is answered with ${describe(response)}`,
          expected: '200 with the user, active false',
          actual: describe(response),
          hint: 'A soft delete must not hide the user: only a hard delete does.',
        }));
        if (isObject(response.body)) judgeActive(c, response.body, false, 'E-053', 'a soft delete');
      }),
  },
  {
    name: 'stays-findable',
    title: 'A disabled user is found by filter, with active false',
    requirements: ['E-053', 'E-106'],
    needs: [SOFT_DELETE],
    run: (t) => overUsers(t, staysFindable),
  },
  {
    name: 'changes-nothing-else',
    title:
      'Disabling a user and restoring him leaves every other attribute, his id, and other users as they were',
    requirements: ['RFC7644-3.5.2-only-target', 'RFC7643-3.1-id'],
    needs: [SOFT_DELETE],
    run: (t) => changesNothingElse(t),
  },
  {
    name: 'changed-while-disabled',
    title:
      'Changes of a disabled user, and of one who was restored, are made, and he stays as active as he was',
    requirements: ['RFC7644-3.5.2.3-replace', 'RFC7644-3.5.2-only-target'],
    needs: [SOFT_DELETE, PATCH],
    run: (t) => overUsers(t, changedWhileDisabled),
  },
  {
    name: 'user-name-stays-taken',
    title: 'The userName of a disabled user stays taken',
    requirements: ['RFC7643-4.1.1-user-name-unique', 'RFC7644-3.3-uniqueness'],
    needs: [SOFT_DELETE],
    run: (t) => userNameStaysTaken(t),
  },
  {
    name: 'restores',
    title: 'A disabled user is restored under the same id and found again as active',
    requirements: ['E-108'],
    needs: [SOFT_DELETE],
    run: (t) =>
      overUsers(t, async (c, created) => {
        await setActive(c, created, false);
        const restored = await setActive(c, created, true);
        c.judge('E-108', member(restored, 'id') === created.id, () => ({
          message: 'a restored user has another id',
          expected: `"id": "${created.id}"`,
          actual: `"id": ${shown(member(restored, 'id'))}`,
        }));
        const list = await findByName(c, created, 'E-108');
        const hit = list.resources.find((user) => member(user, 'id') === created.id);
        c.judge('E-108', hit !== undefined && member(hit, 'active') !== false, () => ({
          message: 'a restored user is not found by his userName as active',
          expected: `the user ${created.id}, active true`,
          actual: hit === undefined ? 'no match' : '"active": false',
        }));
      }),
  },
  {
    name: 'repeated',
    title: 'Setting active to the value it already has succeeds and changes nothing',
    requirements: ['E-110', 'E-153'],
    needs: [SOFT_DELETE, PATCH],
    run: (t) =>
      overUsers(t, async (c, created) => {
        for (const active of [true, false, true]) {
          await setActive(c, created, active);
          const answer = await patch(
            c,
            created,
            [{ op: 'replace', path: 'active', value: active }],
            `set active to ${active} again`,
          );
          judgePatched(c, answer, 'E-110', `setting active to ${active} when it is ${active} already`);
          judgeActive(c, await c.read(created), active, 'E-110', `active was set to ${active} again`);
        }
      }),
  },
  {
    name: 'created-inactive',
    title: 'A user who is created with active false is inactive',
    requirements: ['APP-attribute'],
    needs: [SOFT_DELETE],
    run: (t) => createdInactive(t),
  },
];

/** The list of users with the userName of this one. */
export function findByName(c: Case, created: Created, requirement: RequirementId): ReturnType<typeof query> {
  const filter = eq('userName', String(created.sent.userName));
  return query(c, c.session.userType.endpoint, { filter }, requirement, 'find the user by userName');
}

async function staysFindable(c: Case, created: Created): Promise<void> {
  await setActive(c, created, false);
  const list = await findByName(c, created, 'E-053');
  c.judge('E-053', holds(list, created.id), () => ({
    message: 'a disabled user is not found by his userName',
    expected: `the user ${created.id}, active false`,
    actual: `${list.resources.length} resources`,
    hint: 'The query leaves inactive users out. The provisioning service then tries to create the user again and fails on the conflict.',
  }));
  const hit = list.resources.find((user) => member(user, 'id') === created.id);
  if (hit !== undefined) judgeActive(c, hit, false, 'E-106', 'a soft delete, in the list,');
}

/** Provisioning goes on while somebody is on leave: what changes meanwhile must be there when he is back. */
async function changedWhileDisabled(c: Case, created: Created): Promise<void> {
  await setActive(c, created, false);
  const { userName = '' } = c.stampUser(created.sent);
  const renamed = await renameAs(c, created, 'disabled', userName);
  if (!renamed) throw new NotOffered('the target does not let a disabled user be changed');
  await setActive(c, created, true);
  await renameAs(c, created, 'restored', created.sent.userName ?? '');
}

/** Gives a user another userName and judges that it arrives. @returns whether the target takes it at all */
async function renameAs(
  c: Case,
  created: Created,
  state: 'disabled' | 'restored',
  userName: Json,
): Promise<boolean> {
  const operations = [{ op: 'replace', path: 'userName', value: userName }];
  const answer = await patch(c, created, operations, `give the ${state} user another userName`);
  if (answer.status >= 300) return false;
  const after = await c.read(created);
  const shownName = stringMember(after, 'userName')?.toLowerCase();
  c.judge('RFC7644-3.5.2.3-replace', shownName === String(userName).toLowerCase(), () => ({
    message: `a new userName of a ${state} user is accepted and does not arrive`,
    expected: `"userName": ${shown(userName)}`,
    actual: `"userName": ${shown(member(after, 'userName'))}`,
    hint: 'The update looks for users who were never inactive only, or leaves others as they are.',
  }));
  const requirement = 'RFC7644-3.5.2-only-target';
  judgeActive(c, after, state === 'restored', requirement, `another userName of a ${state} user`);
  return true;
}

async function changesNothingElse(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const managers = await managerIds(t, subject);
  const others = subject.attributes.filter((attribute) => attribute.path.attribute !== 'active');
  await t.forAll(
    fc.record({ user: subject.arbitrary({ managers }), other: subject.arbitrary({ required: 'only' }) }),
    async ({ user, other: bystanding }, c) => {
      const [created, bystander] = [
        await subject.create(c, user),
        await subject.create(c, bystanding, 'create another user'),
      ];
      const before = await c.read(created);
      const untouched = await c.read(bystander);
      for (const active of [false, true]) {
        const after = await setActive(c, created, active);
        const changed = differences(before, after, others, subject.type)[0];
        c.judge('RFC7644-3.5.2-only-target', changed === undefined, () => ({
          message: `${changed?.attribute.text} changed when active was set to ${active}`,
          expected: `${changed?.attribute.text} = ${shown(changed?.sent)}`,
          actual: changed?.got === undefined ? 'no value' : shown(changed.got),
        }));
        c.judge('RFC7643-3.1-id', member(after, 'id') === created.id, () => ({
          message: `the id changed when active was set to ${active}`,
          expected: `"id": "${created.id}"`,
          actual: `"id": ${shown(member(after, 'id'))}`,
        }));
        const other = await c.read(bystander, 'read the other user');
        const harmed = differences(untouched, other, subject.attributes, subject.type)[0];
        c.judge('RFC7644-3.5.2-only-target', harmed === undefined, () => ({
          message: `${harmed?.attribute.text} of another user changed when active was set to ${active}`,
          expected: `${harmed?.attribute.text} = ${shown(harmed?.sent)}`,
          actual: harmed?.got === undefined ? 'no value' : shown(harmed.got),
        }));
      }
    },
    { runs: t.session.effort.costlyRuns },
  );
}

async function userNameStaysTaken(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  await overUsers(t, async (c, created) => {
    await setActive(c, created, false);
    const { sent } = created;
    const body = { ...subject.stamp(c, sent), userName: sent.userName ?? '' };
    const { response } = await c.post(
      subject.type.endpoint,
      body,
      'create a user with the userName of the disabled one',
    );
    c.judge('RFC7643-4.1.1-user-name-unique', response.status >= 300, () => ({
      message: 'a second user is created with the userName of a disabled one',
      expected: '409 with scimType uniqueness',
      actual: describe(response),
      hint: 'The uniqueness rule looks at active users only.',
    }));
    judgeConflict(c, response);
  });
}

async function createdInactive(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => {
      const created = await subject.create(c, { ...user, active: false });
      judgeActive(c, await c.read(created), false, 'APP-attribute', 'a creation with active false');
    },
    { runs: t.session.effort.costlyRuns },
  );
}
