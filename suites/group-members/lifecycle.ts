import type {
  Case,
  CheckContext,
  CheckEntry,
  Created,
  RequirementId,
  WireOperation,
} from '../../kit/index.ts';
import {
  complaint,
  describe,
  differences,
  findGroup,
  GROUPS,
  holds,
  isObject,
  judgeListedMembers,
  judgeMembers,
  judgeRefused,
  MEMBERS,
  memberValues,
  NotOffered,
  PATCH,
  patch,
  plainGroup,
  setMembers,
  userSubject,
  withUsers,
} from '../../kit/index.ts';
import { setActive } from '../soft-delete/active.ts';
import { remove } from '../soft-delete/deletion.ts';

/** What becomes of memberships when users are disabled or deleted, and of users when a group is deleted. */
export const groupLifecycle: readonly CheckEntry[] = [
  {
    name: 'deleted-user-leaves',
    title: 'A deleted user is no member of any group',
    requirements: ['RFC7643-4.2-members'],
    needs: [GROUPS, MEMBERS, PATCH],
    run: (t) =>
      userChanges(t, 'a member was deleted', 'RFC7643-4.2-members', async (c, user, others) => {
        await remove(c, user);
        return others;
      }),
  },
  {
    name: 'disabled-user-stays',
    title: 'A disabled user stays a member of his groups',
    requirements: ['E-117'],
    needs: [GROUPS, MEMBERS, PATCH],
    run: (t) =>
      userChanges(t, 'a member was disabled', 'E-117', async (c, user, others) => {
        await setActive(c, user, false);
        return [...others, user.id];
      }),
  },
  {
    name: 'restored-user-stays',
    title: 'A user who was disabled and restored is still a member of his groups',
    requirements: ['E-117'],
    needs: [GROUPS, MEMBERS, PATCH],
    run: (t) =>
      userChanges(t, 'a member was disabled and restored', 'E-117', async (c, user, others) => {
        await setActive(c, user, false);
        await setActive(c, user, true);
        return [...others, user.id];
      }),
  },
  {
    name: 'disabled-user-joins',
    title: 'A disabled user who is added to a group is a member of it',
    requirements: ['RFC7643-4.2-members'],
    needs: [GROUPS, MEMBERS, PATCH],
    run: (t) => disabledJoins(t),
  },
  {
    name: 'unknown-member',
    title: 'Adding a member who does not exist any more does not break the target',
    requirements: ['RFC7644-3.12-status-codes'],
    needs: [GROUPS, MEMBERS, PATCH],
    run: (t) => unknownMember(t),
  },
  {
    name: 'delete',
    title:
      'DELETE of a group answers 204; afterwards it is gone, its name is free and the users are still there',
    requirements: [
      'RFC7644-3.6-no-content',
      'RFC7644-3.6-not-found',
      'RFC7644-3.6-omitted',
      'E-135',
      'E-136',
    ],
    needs: [GROUPS],
    run: (t) => deleteGroup(t),
  },
];

/** A property over groups with three members, one of whom changes: judges who is left. */
function userChanges(
  t: CheckContext,
  after: string,
  requirement: RequirementId,
  change: (c: Case, user: Created, others: readonly string[]) => Promise<readonly string[]>,
): Promise<void> {
  const users = userSubject(t.session);
  return withUsers(t, 2, (others) =>
    t.forAll(
      users.arbitrary({ required: 'only' }),
      async (body, c) => {
        const user = await users.create(c, body);
        const group = await c.createGroup(plainGroup(t));
        await setMembers(c, group, [...others, user.id]);
        const left = await change(c, user, others);
        await judgeMembers(c, group, left, requirement, after);
        await judgeListedMembers(c, group, left, requirement, after);
      },
      { runs: t.session.effort.costlyRuns },
    ),
  );
}

/** A property over a new user and a new group. */
function overPairs(
  t: CheckContext,
  body: (c: Case, user: Created, group: Created) => Promise<void>,
): Promise<void> {
  const users = userSubject(t.session);
  return t.forAll(
    users.arbitrary({ required: 'only' }),
    async (user, c) => body(c, await users.create(c, user), await c.createGroup(plainGroup(t))),
    { runs: 1 },
  );
}

const adding = (id: string): readonly WireOperation[] => [
  { op: 'add', path: 'members', value: memberValues([id]) },
];

async function disabledJoins(t: CheckContext): Promise<void> {
  await overPairs(t, async (c, user, group) => {
    await setActive(c, user, false);
    const response = await patch(c, group, adding(user.id), 'add the disabled user to a group');
    if (response.status >= 400) throw new NotOffered('the target lets no disabled user join a group');
    await judgeMembers(c, group, [user.id], 'RFC7643-4.2-members', 'a disabled user was added');
  });
}

async function unknownMember(t: CheckContext): Promise<void> {
  await overPairs(t, async (c, user, group) => {
    await remove(c, user);
    const response = await patch(c, group, adding(user.id), 'add a user who was deleted');
    c.judge('RFC7644-3.12-status-codes', response.status < 500, () => ({
      message: `a PATCH that adds a deleted user to a group is answered with ${describe(response)}`,
      expected: '400 with a SCIM error, or success without the member',
      actual: describe(response),
      hint: 'Members are deleted while groups are being changed; an error of the database gets through.',
    }));
  });
}

async function deleteGroup(t: CheckContext): Promise<void> {
  await overPairs(t, async (c, user, group) => {
    // Whether he can be added is for other checks to judge.
    await patch(c, group, adding(user.id), 'add a member');
    const before = await c.read(user, 'read the member');
    const response = await c.send({ method: 'DELETE', path: group.path, purpose: 'delete the group' });
    if (response.status < 300) c.session.ledger.deleted(group.path);
    c.judge('RFC7644-3.6-no-content', response.status === 204, () => ({
      message: `DELETE of a group is answered with ${describe(response)}`,
      expected: '204 without a body',
      actual: describe(response),
    }));
    const get = await c.send({ method: 'GET', path: group.path, purpose: 'read the deleted group' });
    judgeRefused(c, get, 'RFC7644-3.6-not-found', { status: 404, what: 'GET on a deleted group' });
    const again = await c.send({ method: 'DELETE', path: group.path, purpose: 'delete the group again' });
    judgeRefused(c, again, 'E-135', { status: 404, what: 'a second DELETE of a group' });
    const list = await findGroup(c, group, {}, 'RFC7644-3.6-omitted');
    c.judge('RFC7644-3.6-omitted', !holds(list, group.id), () => ({
      message: 'a deleted group is still found by displayName',
      expected: 'no match',
      actual: 'the deleted group',
    }));
    const recreated = await c.post(
      t.session.groupType.endpoint,
      group.sent,
      'create a group with the name of the deleted one',
    );
    c.judge('E-136', recreated.created !== null, () => ({
      message: `the displayName of a deleted group cannot be used again: ${describe(recreated.response)}`,
      expected: '201',
      actual: describe(recreated.response),
    }));
    const path = user.path;
    const after = await c.send({ method: 'GET', path, purpose: 'read the member after the group is gone' });
    c.judge('E-135', after.status === 200 && isObject(after.body), () => ({
      message: `after a group was deleted, a member of it is answered with ${describe(after)}`,
      expected: '200',
      actual: describe(after),
    }));
    const { users, userType } = t.session;
    const found = differences(before, isObject(after.body) ? after.body : {}, users, userType);
    c.judge('E-135', found.length === 0, () =>
      complaint(found[0], 'GET after the group was deleted', 'of a member comes back changed', found),
    );
  });
}
