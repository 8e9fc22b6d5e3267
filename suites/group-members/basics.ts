import type { CheckEntry, GroupPlay, JsonObject, RequirementId, WireOperation } from '../../kit/index.ts';
import {
  answered,
  declaredMembers,
  fewRuns,
  GROUPS,
  GROUPS_DOCUMENTED,
  groupCheck,
  judgeAnswered,
  judgePut,
  MEMBERS,
  mayBeEmpty,
  member,
  memberForm,
  NotOffered,
  overGroupPlays,
  PATCH,
  putIfOffered,
  query,
  SetupFailure,
  stringMember,
  unfound,
  wrongValue,
} from '../../kit/index.ts';

const EXCLUDED = 'RFC7644-3.9-excluded-attributes';
const ONLY_TARGET = 'RFC7644-3.5.2-only-target';
const PUT = 'RFC7644-3.5.1-put';

/** Ways to rename a group: in both dialects of the client, with a path and without, by replace and by add. */
const RENAMES: readonly (readonly [
  rule: RequirementId,
  does: string,
  operation: (displayName: string) => WireOperation,
])[] = [
  ['E-126', 'replaces displayName', (value) => ({ op: 'replace', path: 'displayName', value })],
  [
    'RFC7644-3.5.2.3-replace-no-path',
    'replaces displayName without a path',
    (displayName) => ({ op: 'replace', value: { displayName } }),
  ],
  ['RFC7644-3.5.2.1-add', 'adds displayName', (value) => ({ op: 'add', path: 'displayName', value })],
  [
    'RFC7644-3.5.2.1-add-no-path',
    'adds displayName without a path',
    (displayName) => ({ op: 'add', value: { displayName } }),
  ],
];

/** Groups themselves: offered, renamed, replaced, and shown with and without members. */
export const groupBasics: readonly CheckEntry[] = [
  {
    name: 'groups-offered',
    title: 'Groups are offered, as documented',
    requirements: ['APP-groups'],
    needs: [GROUPS_DOCUMENTED],
    run: (t) =>
      t.once(async (c) => {
        const { groupType, facts } = t.session;
        const path = groupType.endpoint;
        const answer = await c.send({ method: 'GET', path, query: { count: 1 }, purpose: 'list groups' });
        c.judge('APP-groups', facts.groupsListed !== false, () => ({
          deviation: 'missing',
          type: groupType.name,
          what: 'the Group resource type, which the attribute table documents,',
          says: 'is not among the /ResourceTypes of the target',
          wanted: `a resource type with the endpoint ${path}`,
          got: 'none',
        }));
        const tooMany = stringMember(answer.error ?? undefined, 'scimType') === 'tooMany';
        c.judge('APP-groups', answer.status === 200 || tooMany, () =>
          answered('the list of groups, which the attribute table documents,', answer, 200),
        );
      }),
  },
  {
    name: 'rename-keeps-members',
    title: 'A renamed group is found by its new name and keeps its members',
    requirements: ['E-126', ONLY_TARGET, ...RENAMES.slice(1).map(([rule]) => rule)],
    needs: [GROUPS, MEMBERS, PATCH],
    run: (t) =>
      t.forEach(RENAMES, ([rule, does, operation], own) =>
        overGroupPlays(own, { requirements: [rule], members: 3, runs: fewRuns }, (play) =>
          rename(play, `a PATCH that ${does}`, operation),
        ),
      ),
  },
  groupCheck(
    'excluded-attributes',
    'excludedAttributes=members leaves out the members and nothing else, by id and in lists',
    { requirements: [EXCLUDED, 'E-125', 'E-124'], members: 2 },
    excludedAttributes,
  ),
  groupCheck(
    'members-in-lists',
    'The members of a group show in list answers',
    { requirements: ['E-134'], members: 2 },
    async (play, ids) => {
      await judgeListed(play, 'after a group got its members');
      await play.remove(ids.slice(0, 1));
      await judgeListed(play, 'after a member was removed');
    },
  ),
  groupCheck(
    'put-replaces-members',
    'A PUT of a group leaves exactly the members it names, and gives it its new name',
    { requirements: [PUT], members: 2, users: 3 },
    putReplaces,
  ),
];

const freshName = ({ c, subject }: GroupPlay): string =>
  String(subject.stamp(c, { displayName: 'Renamed' }).displayName);

async function rename(
  play: GroupPlay,
  what: string,
  operation: (displayName: string) => WireOperation,
): Promise<void> {
  const before = play.shown;
  const displayName = freshName(play);
  const when = `after ${what}`;
  await play.patch(what, [operation(displayName)]);
  await play.read(when);
  play.judgeRest(before, when, 'displayName');
  play.judgeValue(when, 'displayName', displayName);
  await play.judgeFound(when, 'displayName');
  await play.patch(`${what} by the name that the group has`, [operation(displayName)]);
}

async function excludedAttributes(play: GroupPlay): Promise<void> {
  const { c, created, subject } = play;
  // "excludedAttributes" has no effect on what is returned always (RFC 7644 §3.9).
  if (declaredMembers(c.session)?.returned === 'always')
    throw new NotOffered('/Schemas declares members as returned always');
  const excluded = { excludedAttributes: 'members' };
  const what = 'GET of a group with excludedAttributes=members';
  const single = await c.send({ method: 'GET', path: created.path, query: excluded, purpose: what });
  judgeAnswered(c, EXCLUDED, single, 200, what);
  judgeWithoutMembers(play, single.resource ?? {}, EXCLUDED, `in the answer to ${what}`);
  const parameters = { filter: play.nameFilter, ...excluded };
  const list = await query(c, subject.type.endpoint, parameters, 'E-124', 'find the group without members');
  const hit = play.hit(list);
  if (hit === undefined && (await play.listed()) === null)
    throw new SetupFailure('cannot judge: the group is not found by its displayName at all', list.response);
  const more = { attribute: 'displayName', answer: list.response };
  c.judge('E-124', hit !== undefined, () =>
    unfound('the filter on displayName with excludedAttributes=members', 'the group', more),
  );
  judgeWithoutMembers(play, hit ?? {}, 'E-125', 'in a list with excludedAttributes=members');
}

function judgeWithoutMembers(play: GroupPlay, got: JsonObject, rule: RequirementId, when: string): void {
  const members = member(got, 'members');
  play.c.judge(rule, members === undefined, () => wrongValue('members', undefined, members, { when }));
  for (const name of ['id', 'displayName']) {
    const value = member(got, name);
    const wanted = member(play.shown, name);
    play.c.judge(EXCLUDED, value !== undefined, () => wrongValue(name, wanted, value, { when }));
  }
}

/** Judges that a list shows the members of the group. @throws SetupFailure where no list shows the group */
async function judgeListed(play: GroupPlay, when: string): Promise<void> {
  const hit = await play.listed();
  if (hit === null) throw new SetupFailure('cannot judge: the group is not found by its displayName');
  play.judgeIn(hit, `${when}, in a list`);
}

async function putReplaces(play: GroupPlay, ids: readonly string[]): Promise<void> {
  const { c, created } = play;
  const { write } = await memberForm(c.session);
  const [displayName, others] = [freshName(play), ids.slice(1)];
  await play.put(
    'a PUT of a group with another name and other members',
    play.with({ displayName, members: write(others) }),
  );
  play.members = new Set(others);
  await play.judge('after a PUT with another name and other members', PUT, { displayName });
  const what = 'a PUT of a group with an empty list of members';
  const answer = await putIfOffered(c, created, play.with({ members: [] }), what);
  // A target may want groups to have members; then this is how it says so.
  if (!answer.ok && !(await mayBeEmpty(c.session))) return;
  judgePut(c, answer, PUT, what);
  play.members = new Set();
  await play.judge(`after ${what}`);
}
