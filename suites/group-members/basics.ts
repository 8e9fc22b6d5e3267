import type { Case, CheckContext, CheckEntry, Created, RequirementId } from '../../kit/index.ts';
import {
  describe,
  eq,
  findGroup,
  GROUPS,
  GROUPS_DOCUMENTED,
  groupsOf,
  holds,
  isObject,
  judgeListedMembers,
  judgeMemberSet,
  judgeMembers,
  MEMBERS,
  member,
  memberIds,
  memberValues,
  NotOffered,
  overGroups,
  PATCH,
  patch,
  patchGroup,
  plainGroup,
  plainUser,
  query,
  setMembers,
  shown,
  stringMember,
} from '../../kit/index.ts';

/** Groups themselves: creating, renaming, reading without members, deleting, and large memberships. */
export const groupBasics: readonly CheckEntry[] = [
  {
    name: 'groups-offered',
    title: 'Groups are offered, as documented',
    requirements: ['APP-groups'],
    needs: [GROUPS_DOCUMENTED],
    run: (t) =>
      t.once(async (c) => {
        const response = await c.send({
          method: 'GET',
          path: t.session.groupType.endpoint,
          query: { count: 1 },
          purpose: 'list groups',
        });
        const tooMany = member(response.body, 'scimType') === 'tooMany';
        c.judge(
          'APP-groups',
          t.session.facts.groupsListed !== false && (response.status === 200 || tooMany),
          () => ({
            message: `the attribute table documents groups, but the target ${t.session.facts.groupsListed === false ? 'lists no Group resource type' : `answers ${describe(response)}`}`,
            expected: '200 with a list of groups',
            actual: describe(response),
          }),
        );
      }),
  },
  {
    name: 'rename-keeps-members',
    title: 'A renamed group is found by its new name and keeps its members',
    requirements: ['E-126', 'RFC7644-3.5.2-only-target'],
    needs: [GROUPS, MEMBERS, PATCH],
    run: (t) => renameKeepsMembers(t),
  },
  {
    name: 'excluded-attributes',
    title: 'excludedAttributes=members leaves out the members and nothing else, by id and in lists',
    requirements: ['RFC7644-3.9-excluded-attributes', 'E-125', 'E-124'],
    needs: [GROUPS, MEMBERS, PATCH],
    run: (t) => excludedAttributes(t),
  },
  {
    name: 'members-in-lists',
    title: 'The members of a group show in list answers',
    requirements: ['E-134'],
    needs: [GROUPS, MEMBERS, PATCH],
    run: (t) =>
      overGroups(t, 2, async (c, group, ids) => {
        await setMembers(c, group, ids);
        const list = await findGroup(c, group, {}, 'E-134');
        const hit = list.resources.find((found) => member(found, 'id') === group.id);
        judgeMemberSet(c, memberIds(hit), ids, 'E-134', 'members were added, in the list');
        const [first = '', ...others] = ids;
        const path = `members[value eq ${JSON.stringify(first)}]`;
        await patchGroup(c, group, [{ op: 'remove', path }], 'E-134', 'remove a member');
        await judgeListedMembers(c, group, others, 'E-134', 'a member was removed');
      }),
  },
  {
    name: 'put-replaces-members',
    title: 'A PUT of a group leaves exactly the members it names',
    requirements: ['RFC7644-3.5.1-put'],
    needs: [GROUPS, MEMBERS, PATCH],
    run: (t) =>
      overGroups(t, 3, async (c, group, ids) => {
        await setMembers(c, group, ids.slice(0, 2));
        const current = await c.read(group);
        const body = { ...current, members: memberValues(ids.slice(1)) };
        const answer = await c.send({ method: 'PUT', path: group.path, body, purpose: 'replace the group' });
        c.judge('RFC7644-3.5.1-put', answer.status === 200, () => ({
          message: `a PUT of a group is answered with ${describe(answer)}`,
          expected: '200 with the group',
          actual: describe(answer),
        }));
        await judgeMembers(c, group, ids.slice(1), 'RFC7644-3.5.1-put', 'a PUT with other members');
        const none = { ...current, members: [] };
        const last = await c.send({
          method: 'PUT',
          path: group.path,
          body: none,
          purpose: 'empty the group',
        });
        // A target may want groups to have members; then the last answer says so.
        if (last.status < 300)
          await judgeMembers(c, group, [], 'RFC7644-3.5.1-put', 'a PUT with an empty list of members');
      }),
  },
  {
    name: 'several-groups',
    title: 'Who leaves one group stays in the others',
    requirements: ['RFC7643-4.2-members'],
    needs: [GROUPS, MEMBERS, PATCH],
    run: (t) =>
      overGroups(t, 2, async (c, group, ids) => {
        const other = await c.createGroup(group.sent, 'create another group');
        await setMembers(c, group, ids);
        await setMembers(c, other, ids);
        const path = `members[value eq ${JSON.stringify(ids[0])}]`;
        await patchGroup(c, group, [{ op: 'remove', path }], 'RFC7643-4.2-members', 'remove a member');
        const after = 'a member was removed from another group';
        await judgeMembers(c, other, ids, 'RFC7643-4.2-members', after);
      }),
  },
  {
    name: 'failed-patch',
    title: 'A PATCH of a group that fails leaves the members as they were',
    requirements: ['RFC7644-3.5.2-atomic'],
    needs: [GROUPS, MEMBERS, PATCH],
    run: (t) => failedPatch(t),
  },
  {
    name: 'in-and-out',
    title: 'Who was added, removed and added again is a member',
    requirements: ['RFC7643-4.2-members'],
    needs: [GROUPS, MEMBERS, PATCH],
    run: (t) =>
      overGroups(t, 2, async (c, group, ids) => {
        await setMembers(c, group, ids);
        const [first = ''] = ids;
        const rule = 'RFC7643-4.2-members';
        const path = `members[value eq ${JSON.stringify(first)}]`;
        await patchGroup(c, group, [{ op: 'remove', path }], rule, 'remove a member');
        const again = [{ op: 'add', path: 'members', value: memberValues([first]) }];
        await patchGroup(c, group, again, rule, 'add the member again');
        await judgeMembers(c, group, ids, rule, 'a member was removed and added again');
      }),
  },
  {
    name: 'many-groups',
    title: 'A user can be a member of many groups',
    requirements: ['RFC7643-4.2-members'],
    needs: [GROUPS, MEMBERS, PATCH],
    run: (t) => manyGroups(t),
  },
  {
    name: 'patch-answer',
    title: 'A PATCH of a group answers 200 with the whole group as it is now, or 204 without a body',
    requirements: ['RFC7644-3.5.2-answer'],
    needs: [GROUPS, MEMBERS, PATCH],
    run: (t) => overGroups(t, 1, patchAnswer),
  },
];

/** Groups that one user is put into: more than a handful, which is where a limit may be. */
const MANY_GROUPS = 8;

async function manyGroups(t: CheckContext): Promise<void> {
  await t.once(async (c) => {
    const { id } = await c.createUser(plainUser(t));
    const value = memberValues([id]);
    for (let count = 1; count <= MANY_GROUPS; count++) {
      const group = await c.createGroup(plainGroup(t));
      const operations = [{ op: 'add', path: 'members', value }];
      const rule = 'RFC7643-4.2-members';
      await patchGroup(c, group, operations, rule, `put a user into ${count} groups`);
      await judgeMembers(c, group, [id], rule, `a user was added who is in ${count - 1} others`);
    }
  });
}

/** No conformant target can carry the last operation out (RFC 7644 §3.5.2.2). */
async function failedPatch(t: CheckContext): Promise<void> {
  await overGroups(t, 2, async (c, group, [first = '', second = '']) => {
    await setMembers(c, group, [first]);
    const operations = [
      { op: 'add', path: 'members', value: memberValues([second]) },
      { op: 'remove', path: 'displayName' },
      { op: 'replace', path: 'members[value eq', value: second },
    ];
    const response = await patch(c, group, operations, 'a PATCH whose last operation is impossible');
    // A target that shrugs the impossible off has nothing to undo.
    if (response.status < 400) throw new NotOffered('the target accepts a PATCH with a malformed path');
    const after = `a PATCH that is answered with ${response.status}`;
    await judgeMembers(c, group, [first], 'RFC7644-3.5.2-atomic', after);
  });
}

async function renameKeepsMembers(t: CheckContext): Promise<void> {
  const subject = groupsOf(t);
  await overGroups(t, 3, async (c, group, ids) => {
    await setMembers(c, group, ids);
    const displayName = String(subject.stamp(c, { displayName: 'Renamed' }).displayName);
    await patchGroup(
      c,
      group,
      [{ op: 'replace', path: 'displayName', value: displayName }],
      'E-126',
      'rename the group',
    );
    const after = await judgeMembers(c, group, ids, 'RFC7644-3.5.2-only-target', 'the group was renamed');
    const same = [{ op: 'replace', path: 'displayName', value: displayName }];
    await patchGroup(c, group, same, 'E-126', 'give the group the name that it has');
    c.judge('E-126', stringMember(after, 'displayName') === displayName, () => ({
      message: 'a renamed group does not show its new displayName',
      expected: shown(displayName),
      actual: shown(after.displayName),
    }));
    const list = await query(
      c,
      subject.type.endpoint,
      { filter: eq('displayName', displayName) },
      'E-126',
      'find the group by its new name',
    );
    c.judge('E-126', holds(list, group.id), () => ({
      message: 'a renamed group is not found by its new displayName',
      expected: `the group ${group.id}`,
      actual: `${list.resources.length} resources`,
    }));
  });
}

async function excludedAttributes(t: CheckContext): Promise<void> {
  await overGroups(t, 2, async (c, group, ids) => {
    await setMembers(c, group, ids);
    const excluded = { excludedAttributes: 'members' };
    const single = await c.send({
      method: 'GET',
      path: group.path,
      query: excluded,
      purpose: 'read the group without members',
    });
    judgeWithoutMembers(
      c,
      single.body,
      group,
      'RFC7644-3.9-excluded-attributes',
      `GET by id (${single.status})`,
    );
    const list = await findGroup(c, group, excluded, 'E-124');
    const hit = list.resources.find((found) => member(found, 'id') === group.id);
    c.judge('E-124', hit !== undefined, () => ({
      message: 'a group is not found by its displayName with excludedAttributes=members',
      expected: `the group ${group.id}`,
      actual: `${list.resources.length} resources`,
    }));
    judgeWithoutMembers(c, hit, group, 'E-125', 'a query');
  });
}

function judgeWithoutMembers(
  c: Case,
  found: unknown,
  group: Created,
  requirement: RequirementId,
  from: string,
): void {
  const resource = isObject(found) ? found : {};
  c.judge(requirement, member(resource, 'members') === undefined, () => ({
    message: `${from} with excludedAttributes=members still returns members`,
    expected: 'no members',
    actual: `${memberIds(resource).length} members`,
  }));
  const kept = member(resource, 'id') === group.id && stringMember(resource, 'displayName') !== undefined;
  c.judge('RFC7644-3.9-excluded-attributes', kept, () => ({
    message: `${from} with excludedAttributes=members does not return the rest of the group`,
    expected: 'id and displayName',
    actual: shown(resource),
  }));
}

async function patchAnswer(c: Case, group: Created, ids: readonly string[]): Promise<void> {
  const operations = [{ op: 'add', path: 'members', value: memberValues(ids) }];
  const answer = await patchGroup(c, group, operations, 'RFC7644-3.5.2-answer', 'add a member');
  c.session.observe('patch.group.successStatus', answer.status);
  if (answer.status === 204) return;
  c.judge('RFC7644-3.5.2-answer', isObject(answer.body) && member(answer.body, 'id') === group.id, () => ({
    message: 'a PATCH of a group is answered with 200, but its body is not the group',
    expected: `the group ${group.id}`,
    actual: answer.text === '' ? 'an empty body' : shown(answer.body ?? answer.text),
    hint: 'Without a resource to return, the status has to be 204.',
  }));
}
