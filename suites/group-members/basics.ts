import { isObject, member, stringMember } from '../../scim/json.ts';
import { eq, holds, judgeRefused, query, shown } from '../answers.ts';
import { type Case, type Created, describe, resourcePath } from '../case.ts';
import type { CheckEntry } from '../check.ts';
import type { CheckContext } from '../context.ts';
import { GROUPS, GROUPS_DOCUMENTED, MEMBERS, PATCH } from '../needs.ts';
import { userSubject } from '../subject.ts';
import { setActive } from '../soft-delete/active.ts';
import { remove } from '../soft-delete/deletion.ts';
import { groupsOf, judgeMembers, judgeMemberSet, memberIds, memberValues, overGroups, patchGroup, setMembers, withUsers } from './members.ts';

/** Groups themselves: creating, renaming, reading without members, deleting, and large memberships. */
export const groupBasics: readonly CheckEntry[] = [
  {
    name: 'groups-offered',
    title: 'Groups are offered, as documented',
    requirements: ['APP-groups'],
    needs: [GROUPS_DOCUMENTED],
    run: (t) =>
      t.once(async (c) => {
        const response = await c.send({ method: 'GET', path: t.session.groupType.endpoint, query: { count: 1 }, purpose: 'list groups' });
        const tooMany = member(response.body, 'scimType') === 'tooMany';
        c.judge('APP-groups', t.session.facts.groupsListed !== false && (response.status === 200 || tooMany), () => ({
          message: `the attribute table documents groups, but the target ${t.session.facts.groupsListed === false ? 'lists no Group resource type' : `answers ${describe(response)}`}`,
          expected: '200 with a list of groups',
          actual: describe(response),
        }));
      }),
  },
  {
    name: 'creates-with-members',
    title: 'A group is created with the members it is given',
    requirements: ['RFC7644-3.3-created', 'RFC7643-4.2-members'],
    needs: [GROUPS, MEMBERS],
    run: (t) => createsWithMembers(t),
  },
  {
    name: 'sizes',
    title: 'Groups of one, two, a hundred and more members are kept whole',
    requirements: ['RFC7643-4.2-members', 'E-128'],
    needs: [GROUPS, MEMBERS, PATCH],
    run: (t) => sizes(t),
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
        const hit = list.resources.find((found) => found.id === group.id);
        judgeMemberSet(c, memberIds(hit), ids, 'E-134', 'members were added, in the list');
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
      }),
  },
  {
    name: 'patch-answer',
    title: 'A PATCH of a group answers 200 with the whole group as it is now, or 204 without a body',
    requirements: ['RFC7644-3.5.2-answer'],
    needs: [GROUPS, MEMBERS, PATCH],
    run: (t) => overGroups(t, 1, patchAnswer),
  },
  {
    name: 'deleted-user-leaves',
    title: 'A deleted user is no member of any group',
    requirements: ['RFC7643-4.2-members'],
    needs: [GROUPS, MEMBERS, PATCH],
    run: (t) => userChanges(t, 'a member was deleted', 'RFC7643-4.2-members', async (c, user, others) => {
      await remove(c, user);
      return others;
    }),
  },
  {
    name: 'disabled-user-stays',
    title: 'A disabled user stays a member of his groups',
    requirements: ['E-117'],
    needs: [GROUPS, MEMBERS, PATCH],
    run: (t) => userChanges(t, 'a member was disabled', 'E-117', async (c, user, others) => {
      await setActive(c, user, false);
      return [...others, user.id];
    }),
  },
  {
    name: 'delete',
    title: 'DELETE of a group answers 204; afterwards it is gone, its name is free and the users are still there',
    requirements: ['RFC7644-3.6-no-content', 'RFC7644-3.6-not-found', 'RFC7644-3.6-omitted', 'E-135', 'E-136'],
    needs: [GROUPS],
    run: (t) => deleteGroup(t),
  },
];

async function createsWithMembers(t: CheckContext): Promise<void> {
  const subject = groupsOf(t);
  await withUsers(t, 3, (ids) =>
    t.forAll(subject.arbitrary({ required: 'only' }), async (group, c) => {
      const body = { ...subject.stamp(c, group), members: memberValues(ids) };
      const { response, created } = await c.post(subject.type.endpoint, body, 'create a group with members');
      c.judge('RFC7644-3.3-created', created !== null, () => ({
        message: `a group with members is refused: ${describe(response)}`,
        expected: '201',
        actual: describe(response),
      }));
      if (created !== null) await judgeMembers(c, created, ids, 'RFC7643-4.2-members', 'a group was created with members');
    }, { runs: t.session.effort.costlyRuns }),
  );
}

async function sizes(t: CheckContext): Promise<void> {
  const attribute = t.session.groups?.find((a) => a.path.attribute === 'members');
  for (const size of t.session.effort.memberCounts) {
    await overGroups(t, size, async (c, group, ids) => {
      await patchGroup(c, group, [{ op: 'add', path: 'members', value: memberValues(ids) }], 'E-128', `add ${size} members`);
      await judgeMembers(c, group, ids, 'RFC7643-4.2-members', `${size} members were added in one PATCH`);
      const half = ids.slice(0, Math.floor(size / 2));
      if (half.length === 0) return;
      const operations = half.map((id) => ({ op: 'remove', path: `members[value eq ${JSON.stringify(id)}]` }));
      await patchGroup(c, group, operations, 'E-128', `remove ${half.length} members`);
      await judgeMembers(c, group, ids.slice(half.length), 'RFC7643-4.2-members', `${half.length} of ${size} members were removed in one PATCH`);
    }, 1);
  }
  if (attribute !== undefined) for (const column of ['create', 'read', 'update'] as const) t.session.measure(attribute, column, 'pass');
}

async function renameKeepsMembers(t: CheckContext): Promise<void> {
  const subject = groupsOf(t);
  await overGroups(t, 3, async (c, group, ids) => {
    await setMembers(c, group, ids);
    const displayName = String(subject.stamp(c, { displayName: 'Renamed' }).displayName);
    await patchGroup(c, group, [{ op: 'replace', path: 'displayName', value: displayName }], 'E-126', 'rename the group');
    const after = await judgeMembers(c, group, ids, 'RFC7644-3.5.2-only-target', 'the group was renamed');
    c.judge('E-126', stringMember(after, 'displayName') === displayName, () => ({
      message: 'a renamed group does not show its new displayName',
      expected: shown(displayName),
      actual: shown(after.displayName),
    }));
    const list = await query(c, subject.type.endpoint, { filter: eq('displayName', displayName) }, 'E-126', 'find the group by its new name');
    c.judge('E-126', holds(list, group.id), () => ({
      message: 'a renamed group is not found by its new displayName',
      expected: `the group ${group.id}`,
      actual: `${list.resources.length} resources`,
    }));
  });
}

function findGroup(c: Case, group: Created, extra: Readonly<Record<string, string>>, requirement: string): ReturnType<typeof query> {
  const filter = eq('displayName', String(group.sent.displayName));
  return query(c, c.session.groupType.endpoint, { ...extra, filter }, requirement, 'find the group by displayName');
}

async function excludedAttributes(t: CheckContext): Promise<void> {
  await overGroups(t, 2, async (c, group, ids) => {
    await setMembers(c, group, ids);
    const excluded = { excludedAttributes: 'members' };
    const single = await c.send({ method: 'GET', path: group.path, query: excluded, purpose: 'read the group without members' });
    judgeWithoutMembers(c, single.body, group, 'RFC7644-3.9-excluded-attributes', `GET by id (${single.status})`);
    const list = await findGroup(c, group, excluded, 'E-124');
    const hit = list.resources.find((found) => found.id === group.id);
    c.judge('E-124', hit !== undefined, () => ({
      message: 'a group is not found by its displayName with excludedAttributes=members',
      expected: `the group ${group.id}`,
      actual: `${list.resources.length} resources`,
    }));
    judgeWithoutMembers(c, hit, group, 'E-125', 'a query');
  });
}

function judgeWithoutMembers(c: Case, found: unknown, group: Created, requirement: string, from: string): void {
  const resource = isObject(found) ? found : {};
  c.judge(requirement, member(resource, 'members') === undefined, () => ({
    message: `${from} with excludedAttributes=members still returns members`,
    expected: 'no members',
    actual: `${memberIds(resource).length} members`,
  }));
  const kept = resource.id === group.id && stringMember(resource, 'displayName') !== undefined;
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
  c.judge('RFC7644-3.5.2-answer', isObject(answer.body) && answer.body.id === group.id, () => ({
    message: 'a PATCH of a group is answered with 200, but its body is not the group',
    expected: `the group ${group.id}`,
    actual: answer.text === '' ? 'an empty body' : shown(answer.body ?? answer.text),
    hint: 'Without a resource to return, the status has to be 204.',
  }));
}

/** A property over groups with three members, one of whom changes: judges who is left. */
function userChanges(
  t: CheckContext,
  after: string,
  requirement: string,
  change: (c: Case, user: Created, others: readonly string[]) => Promise<readonly string[]>,
): Promise<void> {
  const users = userSubject(t.session);
  return withUsers(t, 2, (others) =>
    t.forAll(users.arbitrary({ required: 'only' }), async (body, c) => {
      const user = await users.create(c, body);
      const group = await c.createGroup({ schemas: [t.session.groupType.schema.id], displayName: 'Team' });
      await setMembers(c, group, [...others, user.id]);
      const left = await change(c, user, others);
      await judgeMembers(c, group, left, requirement, after);
    }, { runs: t.session.effort.costlyRuns }),
  );
}

async function deleteGroup(t: CheckContext): Promise<void> {
  await overGroups(t, 1, async (c, group, ids) => {
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
    const recreated = await c.post(t.session.groupType.endpoint, group.sent, 'create a group with the name of the deleted one');
    c.judge('E-136', recreated.created !== null, () => ({
      message: `the displayName of a deleted group cannot be used again: ${describe(recreated.response)}`,
      expected: '201',
      actual: describe(recreated.response),
    }));
    const path = resourcePath(t.session.userType.endpoint, ids[0] ?? '');
    const user = await c.send({ method: 'GET', path, purpose: 'read a user after the group is gone' });
    c.judge('E-135', user.status === 200, () => ({
      message: `after a group was deleted, a user is answered with ${describe(user)}`,
      expected: '200',
      actual: describe(user),
    }));
  });
}
