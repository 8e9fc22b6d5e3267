import fc from 'fast-check';
import { setPath } from '../../generators/build.ts';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Created,
  JsonObject,
  MappedAttribute,
  RequirementId,
} from '../../kit/index.ts';
import {
  complaint,
  describe,
  differences,
  eq,
  GROUPS,
  groupsOf,
  holds,
  isObject,
  judgeMembers,
  judgePatched,
  MEMBERS,
  member,
  memberValues,
  overGroups,
  ownChanges,
  PATCH,
  patch,
  query,
  resourcePath,
  SOFT_DELETE,
  setMembers,
  shown,
  userAttribute,
  userSubject,
} from '../../kit/index.ts';
import { changedUsers, isPlain } from '../entra-client/changes.ts';
import { replaceUser } from '../soft-delete/active.ts';

const WITH_NAME = userAttribute('attribute that an update may change', isPlain);

/** Okta's creations, updates and groups (rules O-002 and O-007 to O-016). */
export const writing: readonly CheckEntry[] = [
  {
    name: 'creates',
    title:
      'A user is created in Okta’s form, with groups, a password and either media type, and answered with a body',
    requirements: ['O-007', 'O-002'],
    run: creates,
  },
  {
    name: 'updates-by-put',
    title: 'A user who is read, changed and PUT back has the new values and keeps the others',
    requirements: ['O-009'],
    needs: [WITH_NAME],
    run: (t) =>
      overChanged(t, async (c, created, changed) => {
        await putChanges(c, created, changed, 'O-009');
      }),
  },
  {
    name: 'deactivates',
    title:
      'A PATCH {"active": false} without a path deactivates the user and changes nothing else; true brings him back',
    requirements: ['O-010', 'O-011'],
    needs: [SOFT_DELETE, PATCH],
    run: deactivates,
  },
  {
    name: 'life-of-a-user',
    title: 'Assign, find, change, deactivate, reactivate and deactivate again: each step shows in the next',
    requirements: ['O-016'],
    needs: [SOFT_DELETE, PATCH, WITH_NAME],
    run: lifeOfUser,
  },
  {
    name: 'groups',
    title: 'A group is created with an empty list of members, found by displayName, and deleted',
    requirements: ['O-012'],
    needs: [GROUPS],
    run: groups,
  },
  {
    name: 'group-name',
    title: 'A group is renamed by a PATCH without a path whose value repeats the id of the group',
    requirements: ['O-013'],
    needs: [GROUPS, PATCH],
    run: groupName,
  },
  {
    name: 'membership',
    title: 'Members are removed and added in one PATCH, replaced by a full push, and PUT with the group',
    requirements: ['O-014'],
    needs: [GROUPS, MEMBERS, PATCH],
    run: membership,
  },
];

async function creates(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const types = fc.constantFrom('application/scim+json; charset=utf-8', 'application/json');
  await t.forAll(
    fc.tuple(subject.arbitrary(), types),
    async ([user, contentType], c) => {
      const body = { ...c.stampUser(user), groups: [], password: 'Aa1!aaaaaaaa' };
      const response = await c.send({
        method: 'POST',
        path: subject.type.endpoint,
        body,
        headers: { 'content-type': contentType, 'user-agent': 'Okta SCIM Client 1.0.0' },
        purpose: 'create the user as Okta does',
      });
      const id = member(response.body, 'id');
      if (typeof id === 'string') c.track({ id, path: resourcePath(subject.type.endpoint, id), sent: body });
      c.judge('O-002', response.status !== 415 && response.status !== 406, () => ({
        message: `a body labelled ${contentType} is answered with ${response.status}`,
        expected: '201',
        actual: String(response.status),
      }));
      c.judge('O-007', response.status === 201 && isObject(response.body), () => ({
        message: `a user in Okta’s form is answered with ${describe(response)}`,
        expected: '201 with the user',
        actual: describe(response),
      }));
      if (isObject(response.body)) judgeSame(c, 'O-007', body, response.body, 'the answer to POST');
    },
    { runs: t.session.effort.costlyRuns },
  );
}

function judgeSame(c: Case, rule: RequirementId, expected: JsonObject, got: JsonObject, from: string): void {
  const found = differences(expected, got, c.session.users, c.session.userType).filter(
    ({ kind }) => kind !== 'canonical',
  );
  c.judge(rule, found.length === 0, () =>
    complaint(found[0], from, 'does not come back as it should', found),
  );
}

type Changed = ReturnType<typeof changedUsers> extends fc.Arbitrary<infer T> ? T : never;

function overChanged(
  t: CheckContext,
  body: (c: Case, created: Created, changed: Changed) => Promise<void>,
): Promise<void> {
  return t.forAll(
    changedUsers(t, { fits: isPlain, before: 'assigned', choose: 'one' }),
    async ({ user, changes }, c) => {
      const created = await c.createUser(user);
      await body(c, created, { user, changes: ownChanges(c, created, changes) });
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** Reads the user, sets the changes in what came, and PUTs it back whole. */
async function putChanges(
  c: Case,
  created: Created,
  { changes }: Changed,
  rule: RequirementId,
): Promise<void> {
  const current = await c.read(created, 'read the user before the update');
  const apply = (user: JsonObject): JsonObject =>
    changes.reduce(
      (body, { attribute, wanted = null }) => setPath(body, attribute.path, wanted, attribute),
      user,
    );
  const answer = await replaceUser(c, created, apply(current));
  c.judge(rule, answer.status === 200 && isObject(answer.body), () => ({
    message: `a PUT of the whole user is answered with ${describe(answer)}`,
    expected: '200 with the user',
    actual: describe(answer),
  }));
  judgeSame(c, rule, apply(created.sent), await c.read(created), 'GET after the PUT');
}

/** Sets `active` in Okta's form, and judges that it has that value and everything else is as it was. */
async function setByOkta(
  c: Case,
  created: Created,
  active: boolean,
  rules: readonly [RequirementId, RequirementId],
): Promise<void> {
  const before = await c.read(created);
  const answer = await patch(
    c,
    created,
    [{ op: 'replace', value: { active } }],
    active ? 'reactivate' : 'deactivate',
  );
  judgePatched(c, answer, rules[0], `setting active to ${active} in Okta’s form`);
  const after = await c.read(created);
  c.judge(rules[0], member(after, 'active') === active, () => ({
    message: `after a PATCH in Okta’s form, active is ${shown(member(after, 'active'))}`,
    expected: `"active": ${active}`,
    actual: `"active": ${shown(member(after, 'active'))}`,
  }));
  const others = c.session.users.filter((a: MappedAttribute) => a.path.attribute !== 'active');
  const harmed = differences(before, after, others, c.session.userType);
  c.judge(rules[1], harmed.length === 0, () =>
    complaint(harmed[0], 'GET', 'has changed with active', harmed),
  );
}

async function deactivates(t: CheckContext): Promise<void> {
  await t.forAll(
    userSubject(t.session).arbitrary(),
    async (user, c) => {
      const created = await c.createUser(user);
      for (const active of [false, true]) await setByOkta(c, created, active, ['O-010', 'O-011']);
    },
    { runs: t.session.effort.costlyRuns },
  );
}

async function lifeOfUser(t: CheckContext): Promise<void> {
  const { endpoint } = t.session.userType;
  await overChanged(t, async (c, created, changed) => {
    const filter = eq('userName', String(created.sent.userName));
    const list = await query(c, endpoint, { filter, startIndex: 1, count: 100 }, 'O-016', 'find the user');
    c.judge('O-016', holds(list, created.id), () => ({
      message: 'a user who was just assigned is not found by his userName',
      expected: `the user ${created.id}`,
      actual: `${list.resources.length} users`,
    }));
    await putChanges(c, created, changed, 'O-016');
    for (const active of [false, true, false]) await setByOkta(c, created, active, ['O-016', 'O-016']);
  });
}

async function groups(t: CheckContext): Promise<void> {
  const subject = groupsOf(t);
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (group, c) => {
      const body = { ...subject.stamp(c, group), members: [] };
      const { response, created } = await c.post(subject.type.endpoint, body, 'create the group');
      c.judge('O-012', created !== null && response.status === 201, () => ({
        message: `a group with an empty list of members is answered with ${describe(response)}`,
        expected: '201',
        actual: describe(response),
      }));
      if (created === null) return;
      const filter = eq('displayName', String(created.sent.displayName));
      const list = await query(c, subject.type.endpoint, { filter }, 'O-012', 'find the group');
      c.judge('O-012', holds(list, created.id), () => ({
        message: 'a group is not found by its displayName',
        expected: `the group ${created.id}`,
        actual: `${list.resources.length} groups`,
      }));
      const deleted = await c.send({ method: 'DELETE', path: created.path, purpose: 'unlink the group' });
      if (deleted.status < 300) c.session.ledger.deleted(created.path);
      c.judge('O-012', deleted.status === 204, () => ({
        message: `DELETE of a group is answered with ${describe(deleted)}`,
        expected: '204',
        actual: describe(deleted),
      }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}

async function groupName(t: CheckContext): Promise<void> {
  const subject = groupsOf(t);
  await overGroups(t, 1, async (c, group) => {
    const displayName = String(subject.stamp(c, { displayName: 'Renamed' }).displayName);
    const operation = { op: 'replace', value: { id: group.id, displayName } };
    judgePatched(
      c,
      await patch(c, group, [operation], 'rename the group'),
      'O-013',
      'a PATCH that repeats the id',
    );
    const got = await c.read(group);
    c.judge('O-013', member(got, 'displayName') === displayName && member(got, 'id') === group.id, () => ({
      message: 'a group renamed in Okta’s form does not read back with its new name',
      expected: displayName,
      actual: shown(member(got, 'displayName')),
    }));
  });
}

async function membership(t: CheckContext): Promise<void> {
  await overGroups(t, 4, async (c, group, [one = '', two = '', three = '', four = '']) => {
    await setMembers(c, group, [one, two]);
    const operations = [
      { op: 'remove', path: `members[value eq ${JSON.stringify(one)}]` },
      { op: 'add', path: 'members', value: [{ value: three, display: 'someone@example.com' }] },
    ];
    judgePatched(c, await patch(c, group, operations, 'remove one, add one'), 'O-014', 'a change of members');
    await judgeMembers(c, group, [two, three], 'O-014', 'one member was removed and one added');
    const push = [{ op: 'replace', path: 'members', value: memberValues([one, four]) }];
    judgePatched(c, await patch(c, group, push, 'push all members'), 'O-014', 'a full push of members');
    await judgeMembers(c, group, [one, four], 'O-014', 'a full push');
    const body = { ...(await c.read(group)), members: memberValues([two]) };
    const answer = await c.send({ method: 'PUT', path: group.path, body, purpose: 'replace the group' });
    judgePatched(c, answer, 'O-014', 'a PUT of the group');
    await judgeMembers(c, group, [two], 'O-014', 'a PUT of the group');
  });
}
