import type { Answer, CheckContext, CheckEntry, Created, RequirementId } from '../../kit/index.ts';
import {
  answered,
  differenceComplaint,
  differences,
  found,
  GROUPS,
  GroupPlay,
  groupsOf,
  judgeAnswered,
  judgeRefused,
  MEMBERS,
  member,
  memberForm,
  memberIds,
  NotOffered,
  PATCH,
  patch,
  plain,
  removeNow,
  requireActions,
  SetupFailure,
  setActive,
  userIds,
  userSubject,
} from '../../kit/index.ts';

const RULE = 'RFC7643-4.2-members';
const STATUS = 'RFC7644-3.12-status-codes';
const KEPT = 'E-117';
const OMITTED = 'RFC7644-3.6-omitted';
const GONE = 'RFC7644-3.6-no-content';
/** The user is none of the members. */
const OUTSIDE = { joined: false, others: 2, runs: 1 };

type Requirements = readonly [RequirementId, ...RequirementId[]];
type Experiment = (play: GroupPlay, user: Created) => Promise<void>;

/** What becomes of memberships when users are disabled or deleted, and of users when a group is deleted. */
export const groupLifecycle: readonly CheckEntry[] = [
  check('deleted-user-leaves', 'A deleted user is no member of any group', [RULE], deletedLeaves),
  check('disabled-user-stays', 'A disabled user stays a member of his groups', [KEPT], keeps(false)),
  check(
    'restored-user-stays',
    'A user who was disabled and restored is still a member of his groups',
    [KEPT],
    keeps(false, true),
  ),
  check(
    'disabled-user-joins',
    'A disabled user who is added to a group is a member of it',
    [RULE],
    disabledJoins,
    OUTSIDE,
  ),
  check(
    'unknown-member',
    'Adding a member who does not exist any more does not break the target',
    [STATUS],
    unknownMember,
    OUTSIDE,
  ),
  {
    name: 'delete',
    title:
      'DELETE of a group answers 204; afterwards it is gone, its name is free and the users are still there',
    requirements: [GONE, 'RFC7644-3.6-not-found', OMITTED, 'E-135', 'E-136'],
    needs: [GROUPS],
    // Users that other checks have to do with are not members of it, lest they go with the group.
    run: (t) => overMembers(t, GONE, deleteGroup, { ...OUTSIDE, joined: true, others: 0 }),
  },
];

interface Membership {
  /** Whether the user is a member at the beginning. */
  readonly joined: boolean;
  /** How many others are members. */
  readonly others: number;
  readonly runs?: number;
}

function check(
  name: string,
  title: string,
  requirements: Requirements,
  experiment: Experiment,
  membership: Membership = { joined: true, others: 2 },
): CheckEntry {
  const run = (t: CheckContext) => overMembers(t, requirements[0], experiment, membership);
  return { name, title, requirements, needs: [GROUPS, MEMBERS, PATCH], run };
}

/** A property over a new user, and a group of others that has him among its members, or not. */
async function overMembers(
  t: CheckContext,
  rule: RequirementId,
  experiment: Experiment,
  { joined, others, runs = t.session.effort.costlyRuns }: Membership,
): Promise<void> {
  const users = userSubject(t.session);
  // A table of groups may have no members.
  const documented = MEMBERS.unmet(t.session.facts) === null;
  const ids = documented ? await userIds(t, others) : [];
  await t.forAll(
    users.arbitrary({ required: 'only' }),
    async (resource, c) => {
      const user = await users.create(c, resource);
      const members = joined && documented ? [...ids, user.id] : ids;
      await experiment(await GroupPlay.start(c, rule, plain(t, groupsOf(t)), members), user);
    },
    { runs },
  );
}

async function join(play: GroupPlay, { id }: Created, what: string): Promise<Answer> {
  const { write } = await memberForm(play.c.session);
  play.members = new Set([...play.members, id]);
  return patch(play.c, play.created, [{ op: 'add', path: 'members', value: write([id]) }], what);
}

/** Deletes the user. @throws SetupFailure where he is still there, as after a soft delete */
async function leave({ c }: GroupPlay, user: Created): Promise<void> {
  await removeNow(c, user);
  const answer = await c.send({ method: 'GET', path: user.path, purpose: 'see that the user is gone' });
  if (answer.ok) throw new SetupFailure('cannot judge: a user who was deleted is still there', answer);
}

/** Judges the members where lists show any: they are those that GET shows. */
async function judgeListed(play: GroupPlay, when: string): Promise<void> {
  const hit = await play.listed();
  if (Array.isArray(member(hit ?? undefined, 'members'))) play.judgeIn(hit ?? {}, `${when}, in a list`);
}

/** That he leaves is no duty: a service provider may enforce referential integrity (RFC 7643 §2.3.7). */
async function deletedLeaves(play: GroupPlay, user: Created): Promise<void> {
  const when = 'after a member was deleted';
  await leave(play, user);
  const before = play.members;
  const stays = memberIds(await play.read(when)).includes(user.id);
  play.members = new Set([...before].filter((id) => stays || id !== user.id));
  play.judgeIn(play.shown, when);
  play.c.advise(RULE, !stays, () => ({
    deviation: 'present',
    attribute: 'members',
    what: 'the deleted user',
    when,
    says: 'is still a member of the group',
    wanted: [...before].filter((id) => id !== user.id),
    got: [...before],
  }));
  await judgeListed(play, when);
}

function keeps(...states: readonly boolean[]): Experiment {
  return async (play, user) => {
    for (const active of states) await setActive(play.c, user, active);
    const words = states.map((active) => (active ? 'restored' : 'disabled')).join(' and ');
    await play.judge(`after a member was ${words}`);
    await judgeListed(play, `after a member was ${words}`);
  };
}

async function disabledJoins(play: GroupPlay, user: Created): Promise<void> {
  await requireActions(play.c.session, ['add']);
  await setActive(play.c, user, false);
  const answer = await join(play, user, 'a PATCH that adds a disabled user to a group');
  if (!answer.ok) throw new NotOffered('the target lets no disabled user join a group');
  await play.judge('after a disabled user was added');
}

async function unknownMember(play: GroupPlay, user: Created): Promise<void> {
  await leave(play, user);
  const what = 'a PATCH that adds a deleted user to a group';
  const answer = await join(play, user, what);
  const wanted = '400 with a SCIM error, or success';
  play.c.judge(STATUS, answer.status < 500, () => answered(what, answer, 400, { wanted }));
}

async function deleteGroup(play: GroupPlay, user: Created): Promise<void> {
  const { c, created, subject } = play;
  const when = 'after a group was deleted';
  const before = await c.read(user, 'read the member');
  const response = await c.send({ method: 'DELETE', path: created.path, purpose: 'delete the group' });
  if (response.ok) c.session.ledger.deleted(created.path);
  judgeAnswered(c, GONE, response, 204, 'DELETE of a group');
  const get = await c.send({ method: 'GET', path: created.path, purpose: 'read the deleted group' });
  judgeRefused(c, get, 'RFC7644-3.6-not-found', { status: 404, what: 'GET of a deleted group' });
  const again = await c.send({ method: 'DELETE', path: created.path, purpose: 'delete the group again' });
  judgeRefused(c, again, 'E-135', { status: 404, what: 'a second DELETE of a group' });
  c.judge(OMITTED, (await play.listed()) === null, () =>
    found('the filter on displayName', 'the deleted group', { when, attribute: 'displayName' }),
  );
  const displayName = member(play.shown, 'displayName') ?? null;
  const body = { ...subject.stamp(c, plain(c, subject)), displayName };
  const what = 'a POST of a group with the displayName of a deleted one';
  const renewed = await c.post(subject.type.endpoint, body, what);
  c.judge('E-136', renewed.response.ok, () => answered(what, renewed.response, 201));
  const after = await c.send({ method: 'GET', path: user.path, purpose: 'read the member afterwards' });
  judgeAnswered(c, 'E-135', after, 200, 'GET of a member', { when });
  const { users, userType } = c.session;
  const changed = differences(before, after.resource ?? {}, users, userType);
  c.judge('E-135', changed.length === 0, () => differenceComplaint(changed, when));
}
