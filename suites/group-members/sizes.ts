import type { CheckContext, CheckEntry } from '../../kit/index.ts';
import {
  describe,
  GROUPS,
  groupsOf,
  judgeMembers,
  MEMBERS,
  memberValues,
  overGroups,
  PATCH,
  patchGroup,
  withUsers,
} from '../../kit/index.ts';

/** Memberships of every size. */
export const groupSizes: readonly CheckEntry[] = [
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
];

/** Members of a creation beyond which a target may refuse it. */
const MANY = 100;

async function createsWithMembers(t: CheckContext): Promise<void> {
  // A hundred and more are beyond many a limit, once is enough for them.
  const most = t.session.effort.memberCounts.find((size) => size > MANY) ?? MANY;
  await createsWith(t, 3, t.session.effort.costlyRuns);
  await createsWith(t, most, 1);
}

async function createsWith(t: CheckContext, count: number, runs: number): Promise<void> {
  const subject = groupsOf(t);
  await withUsers(t, count, (ids) =>
    t.forAll(
      subject.arbitrary({ required: 'only' }),
      async (group, c) => {
        const body = { ...subject.stamp(c, group), members: memberValues(ids) };
        const { response, created } = await c.post(
          subject.type.endpoint,
          body,
          'create a group with members',
        );
        // How many may come at once is the target's own choice.
        const tooMany = count > MANY && created === null && response.status < 500;
        if (tooMany) t.session.observe('members.mostInCreation', `fewer than ${count}`);
        c.judge('RFC7644-3.3-created', created !== null || tooMany, () => ({
          message: `a group with members is refused: ${describe(response)}`,
          expected: '201',
          actual: describe(response),
        }));
        if (created !== null)
          await judgeMembers(
            c,
            created,
            ids,
            'RFC7643-4.2-members',
            `a group was created with ${count} members`,
          );
      },
      { runs },
    ),
  );
}

async function sizes(t: CheckContext): Promise<void> {
  const attribute = t.session.groups?.find((a) => a.path.attribute === 'members');
  for (const size of t.session.effort.memberCounts) {
    await overGroups(
      t,
      size,
      async (c, group, ids) => {
        await patchGroup(
          c,
          group,
          [{ op: 'add', path: 'members', value: memberValues(ids) }],
          'E-128',
          `add ${size} members`,
        );
        await judgeMembers(c, group, ids, 'RFC7643-4.2-members', `${size} members were added in one PATCH`);
        const half = ids.slice(0, Math.floor(size / 2));
        if (half.length === 0) return;
        const operations = half.map((id) => ({
          op: 'remove',
          path: `members[value eq ${JSON.stringify(id)}]`,
        }));
        await patchGroup(c, group, operations, 'E-128', `remove ${half.length} members`);
        await judgeMembers(
          c,
          group,
          ids.slice(half.length),
          'RFC7643-4.2-members',
          `${half.length} of ${size} members were removed in one PATCH`,
        );
      },
      1,
    );
  }
  if (attribute !== undefined)
    for (const column of ['create', 'read', 'update'] as const) t.session.measure(attribute, column, 'pass');
}
