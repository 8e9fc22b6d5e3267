import fc from 'fast-check';
import type { Case, CheckContext, CheckEntry, Created, Json } from '../../kit/index.ts';
import {
  describe,
  GROUPS,
  groupsOf,
  isObject,
  lastSegment,
  MEMBERS,
  member,
  memberIds,
  NotOffered,
  overGroups,
  PATCH,
  patch,
  putIfOffered,
  removeNow,
  resolveUri,
  seedOf,
  setMembers,
  shown,
  stringMember,
  stripQuery,
  userSubject,
} from '../../kit/index.ts';

const NEEDS = [GROUPS, MEMBERS, PATCH];

/** The members of groups and the groups of users: two sides of one fact (RFC 7643 §4.1.2, §4.2). */
export const membership: readonly CheckEntry[] = [
  {
    name: 'groups-of-a-user',
    title: 'The groups of a user are those that have him as a member',
    requirements: [
      'RFC7643-4.1.2-groups-value',
      'RFC7643-4.1.2-groups-direct',
      'RFC7643-4.1.2-groups-indirect',
    ],
    needs: NEEDS,
    run: (t) => groupsOfUser(t),
  },
  {
    name: 'groups-are-read-only',
    title: 'Writing the groups of a user changes no membership',
    requirements: ['RFC7643-4.1.2-groups-read-only'],
    needs: NEEDS,
    run: (t) => groupsReadOnly(t),
  },
  {
    name: 'member-references',
    title: 'The $ref of a member leads to the resource whose id is its value',
    requirements: ['RFC7643-4.2-members-ref', 'RFC7643-4.2-members-changed'],
    needs: NEEDS,
    run: (t) => memberReferences(t),
  },
  {
    name: 'members-are-immutable',
    title: 'A member cannot be turned into another one in place',
    requirements: ['RFC7643-4.2-members-immutable'],
    needs: NEEDS,
    run: (t) => membersImmutable(t),
  },
];

/** A user of the check's own: users of the population are in other groups all the time. */
async function newUser(t: CheckContext, c: Case, topic: string): Promise<Created> {
  const subject = userSubject(t.session);
  const [user = {}] = fc.sample(subject.arbitrary({ required: 'only' }), {
    seed: seedOf(t.session.plan.seed, 'membership', topic),
    numRuns: 1,
  });
  return subject.create(c, user, 'create a user');
}

async function newGroup(t: CheckContext, c: Case, topic: string): Promise<Created> {
  const subject = groupsOf(t);
  const [group = {}] = fc.sample(subject.arbitrary({ required: 'only' }), {
    seed: seedOf(t.session.plan.seed, 'membership', topic),
    numRuns: 1,
  });
  return subject.create(c, group, 'create a group');
}

/** The entries of a user's `groups`; null when the target shows no such attribute. */
async function shownGroups(c: Case, user: Created): Promise<readonly Json[] | null> {
  const groups = member(await c.read(user, 'read the user'), 'groups');
  return Array.isArray(groups) ? groups : null;
}

async function groupsOfUser(t: CheckContext): Promise<void> {
  await t.once(async (c) => {
    const user = await newUser(t, c, 'groups');
    const group = await newGroup(t, c, 'groups');
    await setMembers(c, group, [user.id]);
    const groups = await shownGroups(c, user);
    if (groups === null) throw new NotOffered('the target shows no groups of its users');
    const entry = groups.find((item) => member(item, 'value') === group.id);
    const ref = stringMember(entry, '$ref');
    c.judge('RFC7643-4.1.2-groups-value', isObject(entry) && leadsTo(c, ref, group.id), () => ({
      message: isObject(entry)
        ? 'the $ref in the groups of a user does not lead to the group'
        : 'the groups of a user do not hold the id of a group that has him as a member',
      expected: isObject(entry)
        ? `a URI that ends in ${shown(group.id)}`
        : `an entry with "value": ${shown(group.id)}`,
      actual: isObject(entry) ? shown(ref) : shown(groups),
    }));
    const response = await patch(
      c,
      group,
      [{ op: 'remove', path: `members[value eq ${JSON.stringify(user.id)}]` }],
      'remove him from the group',
    );
    c.judge('RFC7643-4.1.2-groups-indirect', response.status < 300, () => ({
      message: `a direct membership cannot be changed through the group: ${describe(response)}`,
      expected: '200 or 204',
      actual: describe(response),
    }));
    const left = (await shownGroups(c, user)) ?? [];
    const still = left.find((item) => member(item, 'value') === group.id);
    const isDirect = stringMember(entry, 'type')?.toLowerCase() !== 'indirect';
    c.judge('RFC7643-4.1.2-groups-direct', still === undefined || !isDirect, () => ({
      message: 'a user keeps a direct group after he was removed from its members',
      expected: 'no such entry in his groups',
      actual: shown(still),
    }));
    await setMembers(c, group, [user.id]);
    await removeNow(c, group);
    const { status } = await c.send({
      method: 'GET',
      path: group.path,
      purpose: 'see that the group is gone',
    });
    if (status !== 404) return;
    const after = (await shownGroups(c, user)) ?? [];
    const gone = after.find((item) => member(item, 'value') === group.id);
    c.judge('RFC7643-4.1.2-groups-value', gone === undefined, () => ({
      message: 'a user keeps a group that was deleted',
      expected: 'no such entry in his groups',
      actual: shown(gone),
    }));
  });
}

/** A reference that is not there leads nowhere wrong. */
function leadsTo(c: Case, ref: string | undefined, id: string): boolean {
  if (ref === undefined) return true;
  const url = resolveUri(ref, `${stripQuery(c.session.plan.target.url)}/`);
  return url !== null && lastSegment(url) === id;
}

async function groupsReadOnly(t: CheckContext): Promise<void> {
  await t.once(async (c) => {
    const user = await newUser(t, c, 'read-only');
    const group = await newGroup(t, c, 'read-only');
    const groups = [{ value: group.id, type: 'direct' }];
    const subject = userSubject(t.session);
    const [other = {}] = fc.sample(subject.arbitrary({ required: 'only' }), {
      seed: seedOf(t.session.plan.seed, 'membership', 'created with groups'),
      numRuns: 1,
    });
    await c.post(subject.type.endpoint, { ...subject.stamp(c, other), groups }, 'create a user with groups');
    await judgeEmpty(c, group, 'a creation with groups');
    await patch(c, user, [{ op: 'add', path: 'groups', value: groups }], 'add a group to the user');
    await judgeEmpty(c, group, 'a PATCH of groups');
    await putIfOffered(c, user, { ...user.sent, groups }, 'replace the user, with groups');
    await judgeEmpty(c, group, 'a PUT with groups');
  });
}

async function judgeEmpty(c: Case, group: Created, after: string): Promise<void> {
  const members = memberIds(await c.read(group, 'read the group'));
  c.judge('RFC7643-4.1.2-groups-read-only', members.length === 0, () => ({
    message: `${after} of a user makes him a member of the group`,
    expected: 'no members: groups is readOnly',
    actual: shown(members),
  }));
}

async function memberReferences(t: CheckContext): Promise<void> {
  await overGroups(t, 3, async (c, group, ids) => {
    await setMembers(c, group, ids);
    const members = member(await c.read(group, 'read the group'), 'members');
    for (const item of Array.isArray(members) ? members : []) {
      const ref = stringMember(item, '$ref');
      const id = stringMember(item, 'value') ?? '';
      const { userType, groupType } = c.session;
      const isGroup = ref?.includes(`${groupType.endpoint}/`) && !ref.includes(`${userType.endpoint}/`);
      c.judge('RFC7643-4.2-members-ref', leadsTo(c, ref, id) && !isGroup, () => ({
        message: 'the $ref of a member does not lead to the resource whose id is its value',
        expected: `a URI that ends in ${userType.endpoint}/${id}`,
        actual: shown(ref),
      }));
      const type = stringMember(item, 'type');
      c.advise('RFC7643-4.2-members-ref', type?.toLowerCase() !== 'group', () => ({
        message: 'a member who is a user is labelled as a group',
        expected: '"type": "User"',
        actual: `"type": ${shown(type)}`,
      }));
    }
    const first = JSON.stringify(ids[0] ?? '');
    await patch(c, group, [{ op: 'remove', path: `members[value eq ${first}]` }], 'remove a member');
    const left = memberIds(await c.read(group, 'read the group'));
    c.judge('RFC7643-4.2-members-changed', !left.includes(ids[0] ?? ''), () => ({
      message: 'a member cannot be removed',
      expected: 'the other members',
      actual: shown(left),
    }));
  });
}

async function membersImmutable(t: CheckContext): Promise<void> {
  await overGroups(t, 2, async (c, group, [one = '', other = '']) => {
    await setMembers(c, group, [one]);
    const path = `members[value eq ${JSON.stringify(one)}].value`;
    const response = await patch(
      c,
      group,
      [{ op: 'replace', path, value: other }],
      'change the value of a member',
    );
    const members = memberIds(await c.read(group, 'read the group'));
    c.judge('RFC7643-4.2-members-immutable', members.length === 1 && members[0] === one, () => ({
      message: `the value of a member was changed in place (${response.status})`,
      expected: `400 mutability, and the member ${shown(one)}`,
      actual: shown(members),
      hint: 'Sub-attributes of members are immutable; members are added and removed as a whole.',
    }));
  });
}
