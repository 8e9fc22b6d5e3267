import type {
  Case,
  CheckContext,
  CheckEntry,
  Created,
  Json,
  JsonObject,
  RequirementId,
} from '../../kit/index.ts';
import {
  changedValue,
  GROUPS,
  groupsOf,
  judgePatched,
  leadsTo,
  MEMBERS,
  member,
  memberIds,
  memberPath,
  NotOffered,
  overGroups,
  PATCH,
  patch,
  plain,
  put,
  removeNow,
  setMembers,
  stringMember,
  userSubject,
  wrongValue,
} from '../../kit/index.ts';

const NEEDS = [GROUPS, MEMBERS, PATCH];
const VALUE: RequirementId = 'RFC7643-4.1.2-groups-value';
const DIRECT: RequirementId = 'RFC7643-4.1.2-groups-direct';
const INDIRECT: RequirementId = 'RFC7643-4.1.2-groups-indirect';
const READ_ONLY: RequirementId = 'RFC7643-4.1.2-groups-read-only';
const REF: RequirementId = 'RFC7643-4.2-members-ref';
const CHANGED: RequirementId = 'RFC7643-4.2-members-changed';
const IMMUTABLE: RequirementId = 'RFC7643-4.2-members-immutable';

/** The members of groups and the groups of users: two sides of one fact (RFC 7643 §4.1.2, §4.2). */
export const membership: readonly CheckEntry[] = [
  {
    name: 'groups-of-a-user',
    title: 'The groups of a user are those that have him as a member',
    requirements: [VALUE, DIRECT, INDIRECT],
    needs: NEEDS,
    run: (t) => groupsOfUser(t),
  },
  {
    name: 'groups-are-read-only',
    title: 'Writing the groups of a user changes no membership',
    requirements: [READ_ONLY],
    needs: NEEDS,
    run: (t) => groupsReadOnly(t),
  },
  {
    name: 'member-references',
    title: 'The $ref of a member leads to the resource whose id is its value',
    requirements: [REF, CHANGED],
    needs: NEEDS,
    run: (t) => memberReferences(t),
  },
  {
    name: 'members-are-immutable',
    title: 'A member cannot be turned into another one in place',
    requirements: [IMMUTABLE],
    needs: NEEDS,
    run: (t) => membersImmutable(t),
  },
];

/** A user of the check's own, as users of the population are in other groups all the time, and a group. */
async function userAndGroup(t: CheckContext, c: Case, topic: string): Promise<readonly [Created, Created]> {
  const [users, groups] = [userSubject(t.session), groupsOf(t)];
  return [
    await users.create(c, plain(t, users, topic), 'create a user'),
    await groups.create(c, plain(t, groups, topic), 'create a group'),
  ];
}

/** What a user's `groups` says of a group: its entries that name it, null when the target shows no such attribute. */
async function entriesFor(c: Case, user: Created, group: Created): Promise<readonly Json[] | null> {
  const groups = member(await c.read(user, 'read the user'), 'groups');
  return Array.isArray(groups) ? groups.filter((item: Json) => member(item, 'value') === group.id) : null;
}

async function groupsOfUser(t: CheckContext): Promise<void> {
  await t.once(async (c) => {
    const [user, group] = await userAndGroup(t, c, 'groups');
    await setMembers(c, group, [user.id]);
    const entry = await judgeEntry(c, user, group);
    const what = 'a PATCH that removes a user from a group';
    judgePatched(
      c,
      await patch(c, group, [{ op: 'remove', path: memberPath(user.id) }], what),
      INDIRECT,
      what,
    );
    const left = memberIds(await c.read(group, 'read the group'));
    // Whether it really removes him is for checks of group-members to say.
    if (left.includes(user.id)) return;
    if (stringMember(entry, 'type')?.toLowerCase() !== 'indirect')
      await judgeGone(c, user, group, DIRECT, 'after the user was removed from the group');
    await setMembers(c, group, [user.id]);
    await removeNow(c, group);
    const { status } = await c.send({
      method: 'GET',
      path: group.path,
      purpose: 'see that the group is gone',
    });
    if (status === 404) await judgeGone(c, user, group, VALUE, 'after the group was deleted');
  });
}

/** Judges that the groups of a member hold the group, and that its `$ref` leads there. */
async function judgeEntry(c: Case, user: Created, group: Created): Promise<Json> {
  const entries = await entriesFor(c, user, group);
  if (entries === null) throw new NotOffered('the target shows no groups of its users');
  const [entry = null] = entries;
  const when = 'after a user became a member of a group';
  c.judge(VALUE, entry !== null, () =>
    wrongValue('groups', [{ value: group.id }], undefined, { when, says: 'of the user lacks the group' }),
  );
  const ref = stringMember(entry, '$ref');
  judgeReference(c, VALUE, 'groups', 'the group', ref, await isHome(c, ref, group.id));
  return entry;
}

/** Whether a reference leads to the resource with this id; one that is not there leads nowhere wrong. */
async function isHome(c: Case, ref: string | undefined, id: string): Promise<boolean> {
  return ref === undefined || leadsTo(c, ref, id);
}

function judgeReference(
  c: Case,
  rule: RequirementId,
  attribute: 'groups' | 'members',
  noun: string,
  ref: string | undefined,
  right: boolean,
): void {
  c.judge(rule, right, () => ({
    deviation: 'differs',
    what: `${attribute}.$ref`,
    says: `does not lead to ${noun}`,
    attribute: `${attribute}.$ref`,
    got: ref ?? null,
    expected: `a URI of ${noun} with the id beside it`,
  }));
}

async function judgeGone(
  c: Case,
  user: Created,
  group: Created,
  rule: RequirementId,
  when: string,
): Promise<void> {
  const [still] = (await entriesFor(c, user, group)) ?? [];
  c.judge(rule, still === undefined, () =>
    wrongValue('groups', undefined, still, { when, says: 'of the user still holds it' }),
  );
}

async function groupsReadOnly(t: CheckContext): Promise<void> {
  await t.once(async (c) => {
    const [user, group] = await userAndGroup(t, c, 'read-only');
    const before = memberIds(await c.read(group, 'read the group'));
    const groups = [{ value: group.id, type: 'direct' }];
    const subject = userSubject(t.session);
    const body: JsonObject = { ...subject.stamp(c, plain(t, subject, 'created with groups')), groups };
    await c.post(subject.type.endpoint, body, 'create a user with groups');
    await judgeUnchanged(c, group, before, 'a creation of a user with groups');
    await patch(c, user, [{ op: 'add', path: 'groups', value: groups }], 'add a group to the user');
    await judgeUnchanged(c, group, before, 'a PATCH of a user that adds groups');
    await put(c, user, { ...(await c.read(user)), groups }, 'replace the user, with groups');
    await judgeUnchanged(c, group, before, 'a PUT of a user with groups');
  });
}

/** Judges that a group has no member but those that it was created with: a target may demand some. */
async function judgeUnchanged(
  c: Case,
  group: Created,
  before: readonly string[],
  after: string,
): Promise<void> {
  const members = memberIds(await c.read(group, 'read the group')).filter((id) => !before.includes(id));
  c.judge(READ_ONLY, members.length === 0, () =>
    wrongValue('groups', undefined, [...members], {
      what: 'the user',
      when: `after ${after}`,
      says: 'is a member of the group, although groups is readOnly',
      expected: before.length === 0 ? 'a group without members' : 'a group with the members it had',
      actual: `a group with the member ${members.join(', ')}`,
    }),
  );
}

async function memberReferences(t: CheckContext): Promise<void> {
  await overGroups(t, 3, async (c, group, ids) => {
    await setMembers(c, group, ids);
    const members = member(await c.read(group, 'read the group'), 'members');
    const elements: readonly Json[] = Array.isArray(members) ? members : [];
    const labelled = elements.filter((item) => stringMember(item, 'type')?.toLowerCase() === 'group');
    c.advise(REF, labelled.length === 0, () =>
      wrongValue('members.type', 'User', stringMember(labelled[0], 'type'), {
        what: 'the type of a member who is a user',
        says: 'is that of a group',
      }),
    );
    for (const item of elements) await judgeMember(c, item);
    const [first = ''] = ids;
    const what = 'a PATCH that removes a member';
    const answer = await patch(c, group, [{ op: 'remove', path: memberPath(first) }], what);
    judgePatched(c, answer, CHANGED, what);
    const left = memberIds(await c.read(group, 'read the group'));
    c.judge(CHANGED, !answer.ok || !left.includes(first), () => ({
      deviation: 'ignored',
      what,
      attribute: 'members',
      wanted: `${ids.length - 1} members`,
      got: `${left.length} members`,
      answer,
    }));
  });
}

/** Judges that the `$ref` of a member leads to the user: a group may have the same id as a user. */
async function judgeMember(c: Case, element: Json): Promise<void> {
  const { userType, groupType } = c.session;
  const ref = stringMember(element, '$ref');
  const isGroup = ref?.includes(`${groupType.endpoint}/`) && !ref.includes(`${userType.endpoint}/`);
  const right = !isGroup && (await isHome(c, ref, stringMember(element, 'value') ?? ''));
  judgeReference(c, REF, 'members', 'the user', ref, right);
}

async function membersImmutable(t: CheckContext): Promise<void> {
  await overGroups(t, 2, async (c, group, [one = '', other = '']) => {
    await setMembers(c, group, [one]);
    const operation = { op: 'replace', path: `${memberPath(one)}.value`, value: other };
    const answer = await patch(c, group, [operation], 'change the value of a member');
    const members = memberIds(await c.read(group, 'read the group'));
    c.judge(IMMUTABLE, members.length === 1 && members[0] === one, () =>
      changedValue('members.value', one, members.join(', '), {
        what: 'the value of a member',
        when: `after a PATCH of it that is answered with ${answer.status}`,
        says: 'is changed in place, although it is immutable',
        expected: `400 mutability, and the member ${one}`,
        actual: `the members ${members.join(', ') || '(none)'}`,
      }),
    );
  });
}
