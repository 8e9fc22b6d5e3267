import type {
  Answer,
  Case,
  CheckContext,
  CheckEntry,
  Json,
  JsonObject,
  RequirementId,
} from '../../kit/index.ts';
import {
  answered,
  createWithMembers,
  GROUPS,
  GroupPlay,
  groupCheck,
  groupsOf,
  judgePatched,
  MEMBER_ACTIONS,
  MEMBERS,
  member,
  memberCount,
  memberForm,
  NotOffered,
  overGroupPlays,
  PATCH,
  PATCH_OP,
  patch,
  plain,
  requireActions,
  requireEmpty,
  SetupFailure,
  sameJson,
  shown,
  stringMember,
  userIds,
  userSubject,
  wrongValue,
} from '../../kit/index.ts';

const RULE = 'RFC7643-4.2-members';
const ANSWER = 'RFC7644-3.5.2-answer';
const CREATED = 'RFC7644-3.3-created';
const SEVERAL = 'E-128';
const NEEDS = [GROUPS, MEMBERS, PATCH];

/** Who is in which group, after one change and another, and memberships of every size. */
export const memberships: readonly CheckEntry[] = [
  groupCheck(
    'several-groups',
    'Who leaves one group stays in the others',
    { requirements: [RULE], members: 2 },
    async (play, ids) => {
      const other = await GroupPlay.start(play.c, RULE, plain(play.c, play.subject), ids);
      await play.remove(ids.slice(0, 1));
      await other.judge('after a member was removed from another group');
    },
  ),
  groupCheck(
    'failed-patch',
    'A PATCH of a group that fails leaves the members as they were',
    { requirements: ['RFC7644-3.5.2-atomic'], members: 1, users: 2, works: ['add'] },
    failedPatch,
  ),
  groupCheck(
    'in-and-out',
    'Who was added, removed and added again is a member',
    { requirements: [RULE], members: 2, works: ['add'] },
    async (play, [first = '']) => {
      await play.remove([first]);
      await play.add([first]);
      await play.judge('after a member was removed and added again');
    },
  ),
  {
    name: 'many-groups',
    title: 'A user can be a member of many groups',
    requirements: [RULE],
    needs: NEEDS,
    run: manyGroups,
  },
  groupCheck(
    'patch-answer',
    'A PATCH of a group answers 200 with the whole group as it is now, or 204 without a body',
    { requirements: [ANSWER], members: 1, users: 2, works: ['add'] },
    patchAnswer,
  ),
  {
    name: 'creates-with-members',
    title: 'A group is created with the members it is given',
    requirements: [CREATED, RULE],
    needs: [GROUPS, MEMBERS],
    run: async (t) => {
      // A hundred and more are beyond many a limit, once is enough for them.
      const most = t.session.effort.memberCounts.find((size) => size > MANY) ?? MANY;
      await createsWith(t, 3, t.session.effort.costlyRuns);
      await createsWith(t, most, 1);
    },
  },
  {
    name: 'sizes',
    title: 'Groups of one, two, a hundred and more members are kept whole',
    requirements: [RULE, SEVERAL],
    needs: NEEDS,
    run: async (t) => {
      const requirements: [RequirementId] = [RULE];
      for (const users of t.session.effort.memberCounts)
        await overGroupPlays(t, { requirements, members: 0, users, works: ['add'], runs: () => 1 }, grown);
      for (const attribute of t.session.groups?.filter(({ path }) => path.attribute === 'members') ?? [])
        for (const column of ['create', 'read', 'update'] as const)
          t.session.measure(attribute, column, 'pass');
    },
  },
];

/** Groups that one user is put into: more than a handful, which is where a limit may be. */
const MANY_GROUPS = 8;

async function manyGroups(t: CheckContext): Promise<void> {
  await requireActions(t.session, ['add']);
  await requireEmpty(t.session);
  await t.once(async (c) => {
    const users = userSubject(t.session);
    const user = await users.create(c, plain(t, users));
    for (let count = 0; count < MANY_GROUPS; count++) {
      const group = await createWithMembers(c, plain(t, groupsOf(t)), []);
      const play = GroupPlay.of(c, RULE, group, []);
      await play.add([user.id]);
      await play.judge(`after a user was added who is in ${count} others`);
    }
  });
}

/** No conformant target can carry the last operation out (RFC 7644 §3.5.2.2). */
async function failedPatch(play: GroupPlay, ids: readonly string[]): Promise<void> {
  const { c, created } = play;
  const { write } = await memberForm(c.session);
  const operations = [
    { op: 'add', path: 'members', value: write(ids) },
    { op: 'remove', path: 'displayName' },
    { op: 'replace', path: 'members[value eq', value: ids[1] ?? '' },
  ];
  const body = { schemas: [PATCH_OP], Operations: operations };
  const purpose = 'a PATCH whose last operation is impossible';
  // Whether such a path is refused as it should be is for other checks to judge.
  const answer = await c.send({ method: 'PATCH', path: created.path, body, purpose, wellFormed: false });
  // A target that shrugs the impossible off has nothing to undo.
  if (answer.ok) throw new NotOffered('the target accepts a PATCH with a malformed path');
  await play.judge(`after a PATCH that is answered with ${answer.status}`);
}

async function patchAnswer(play: GroupPlay, ids: readonly string[]): Promise<void> {
  const { c, created } = play;
  const answer = await play.add(ids.slice(1));
  c.session.observe('patch.group.successStatus', answer.status);
  if (answer.status === 204) return;
  const { body, text } = answer.whole;
  c.judge(ANSWER, answer.resource !== null && member(answer.resource, 'id') === play.id, () => ({
    deviation: 'form',
    what: 'the body of an answer 200 to a PATCH of a group',
    says: 'is not the group',
    wanted: `the group ${play.id}`,
    got: text === '' ? 'an empty body' : shown(body ?? text),
    hint: text === '' ? 'Without a resource to return, the status has to be 204.' : undefined,
  }));
  if (c.session.shownOnRequest(created.path).includes('members')) return;
  const what = 'a PATCH that adds 1 member';
  const when = `in the answer to ${what}`;
  play.judgeIn(answer.resource ?? {}, when);
  const [inAnswer, byGet] = [answer.resource ?? {}, await play.read(`after ${what}`)].map(membersOf);
  c.judge(ANSWER, sameJson(inAnswer, byGet), () =>
    wrongValue('members', byGet, inAnswer, { when, says: 'is not what GET shows right after it', answer }),
  );
}

/** The members of a group, in one order whichever they come in. */
function membersOf(group: JsonObject): readonly Json[] {
  const members = member(group, 'members');
  const key = (item: Json): string => stringMember(item, 'value') ?? '';
  return Array.isArray(members) ? members.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)) : [];
}

/** Members that no request promises to take more of at once: no number is in the standard. */
const MANY = 100;

/** Whether a request was refused for what may be its size; that is noted. */
function isTooMuch({ session }: Case, answer: Answer, count: number, of: 'Creation' | 'Patch'): boolean {
  const refused = count > MANY && answer.status >= 400 && answer.status < 500;
  if (refused) session.observe(`members.mostIn${of}`, `fewer than ${count}`);
  return refused;
}

async function createsWith(t: CheckContext, count: number, runs: number): Promise<void> {
  const subject = groupsOf(t);
  const ids = await userIds(t, count);
  const { write } = await memberForm(t.session);
  const what = `a POST of a group with ${memberCount(count)}`;
  const experiment = async (group: JsonObject, c: Case): Promise<void> => {
    const body = { ...subject.stamp(c, group), members: write(ids) };
    const { response, created } = await c.post(subject.type.endpoint, body, what);
    const permitted = response.ok || isTooMuch(c, response, count, 'Creation');
    c.judge(CREATED, permitted, () => answered(what, response, 201));
    if (!response.ok) return;
    if (created === null) throw new SetupFailure(`cannot judge: the answer to ${what} names no id`, response);
    await GroupPlay.of(c, RULE, created, ids).judge(`after ${what}`);
  };
  await t.forAll(subject.arbitrary({ required: 'only' }), experiment, { runs });
}

async function grown(play: GroupPlay, ids: readonly string[]): Promise<void> {
  const { c, created } = play;
  const { write } = await memberForm(c.session);
  const what = `a PATCH that adds ${memberCount(ids.length)}`;
  const answer = await patch(c, created, MEMBER_ACTIONS.add.operations(ids, write), what);
  if (isTooMuch(c, answer, ids.length, 'Patch'))
    for (const some of portions(ids, MANY / 2)) await play.add(some, SEVERAL);
  else judgePatched(c, answer, SEVERAL, what);
  play.members = new Set(ids);
  await play.judge(`after ${what}`);
  const half = ids.slice(0, Math.floor(ids.length / 2));
  if (half.length === 0) return;
  for (const some of portions(half, MANY)) await play.remove(some, SEVERAL);
  await play.judge(`after ${half.length} of ${memberCount(ids.length)} were removed`);
}

function portions(ids: readonly string[], size: number): readonly (readonly string[])[] {
  const count = Math.ceil(ids.length / size);
  return Array.from({ length: count }, (_, index) => ids.slice(index * size, (index + 1) * size));
}
