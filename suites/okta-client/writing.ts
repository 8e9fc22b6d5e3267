import type { Case, CheckContext, CheckEntry, JsonObject, RequirementId } from '../../kit/index.ts';
import {
  GROUPS,
  type GroupPlay,
  groupCheck,
  groupsOf,
  judgeAnswered,
  judgePatched,
  judgePut,
  latest,
  member,
  memberPath,
  memberValues,
  OwnPlay,
  overPlays,
  PATCH,
  Play,
  patch,
  put,
  requireActive,
  SetupFailure,
  SOFT_DELETE,
  userAttribute,
  userSubject,
  withChanges,
  wrongValue,
} from '../../kit/index.ts';
import { type Changed, changedUsers, isPlain } from '../entra-client/changes.ts';
import { find, findable, isAlone, notAlone, USER_NAME } from '../entra-client/look-up.ts';
import { judgeOddCreation } from '../entra-client/odd-creation.ts';
import { requirePlainReplace } from '../entra-client/plain-changes.ts';

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
    run: (t) => overChanged(t, 'O-009', putChanges),
  },
  {
    name: 'deactivates',
    title:
      'A PATCH {"active": false} without a path deactivates the user and changes nothing else; true brings him back',
    requirements: ['O-010', 'O-011'],
    needs: [SOFT_DELETE, PATCH],
    run: (t) =>
      overPlays(
        t,
        userSubject(t.session),
        'O-010',
        async (play) => {
          for (const active of [false, true]) await setByOkta(play, active, 'O-011');
        },
        { required: 'with-optional' },
      ),
  },
  {
    name: 'life-of-a-user',
    title: 'Assign, find, change, deactivate, reactivate and deactivate again: each step shows in the next',
    requirements: ['O-016'],
    needs: [SOFT_DELETE, PATCH, WITH_NAME],
    run: (t) => overChanged(t, 'O-016', lifeOfUser),
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
    run: (t) => overPlays(t, groupsOf(t), 'O-013', groupName),
  },
  groupCheck(
    'membership',
    'Members are removed and added in one PATCH, replaced by a full push, and PUT with the group',
    { requirements: ['O-014'], members: 2, users: 4, works: ['removeByFilter', 'add', 'replace'] },
    membership,
  ),
];

const MEDIA_TYPES = ['application/scim+json; charset=utf-8', 'application/json'];

/** First the body of Okta's with the usual headers, then the same body with Okta's headers. */
async function creates(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const okta = (c: Case, user: JsonObject): JsonObject => ({
    ...subject.stamp(c, user),
    groups: [],
    password: 'Aa1!aaaaaaaa',
  });
  await t.forAll(
    subject.arbitrary(),
    async (user, c) => {
      await judgeOddCreation(c, {
        subject,
        rule: 'O-007',
        what: 'the creation of a user with groups and a password, as Okta sends it',
        odd: okta(c, user),
        plain: () => subject.stamp(c, user),
        inAnswer: true,
      });
    },
    { runs: t.session.effort.costlyRuns },
  );
  await t.forEach(MEDIA_TYPES, (contentType, own) =>
    own.forAll(
      subject.arbitrary(),
      async (user, c) => {
        await judgeOddCreation(c, {
          subject,
          rule: 'O-002',
          what: `the creation of a user whose body is labelled ${contentType}`,
          odd: okta(c, user),
          plain: () => okta(c, user),
          headers: { 'content-type': contentType, 'user-agent': 'Okta SCIM Client 1.0.0' },
        });
      },
      { runs: 1 },
    ),
  );
}

function overChanged(
  t: CheckContext,
  rule: RequirementId,
  body: (play: OwnPlay, changes: Changed['changes']) => Promise<void>,
): Promise<void> {
  return t.forAll(
    changedUsers(t, { fits: isPlain, before: 'assigned', choose: 'one' }),
    async ({ user, changes }, c) => {
      const play = await OwnPlay.begin(c, userSubject(t.session), rule, user);
      await body(play, play.own(changes));
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** Sets the changes in what was read, and PUTs it back whole. */
async function putChanges(play: OwnPlay, changes: Changed['changes']): Promise<void> {
  const { c, rule, created, subject } = play;
  const what = `a PUT of the whole ${subject.noun}`;
  const answer = await put(c, created, withChanges(play.shown, changes), what);
  judgePut(c, answer, rule, what);
  if (!answer.ok) return;
  c.judge(rule, answer.resource !== null, () => ({
    deviation: 'missing',
    what: `the ${subject.noun} in the answer to ${what}`,
    wanted: '200 with the user',
  }));
  await play.judgeChanged(`after ${what}`, changes);
}

/** Sets `active` in Okta's form, and judges that it has that value and everything else is as it was. */
async function setByOkta(play: Play, active: boolean, others: RequirementId): Promise<void> {
  await requireActive(play.c);
  const what = `a PATCH without a path that sets active to ${active}`;
  const answer = await play.patch(what, [{ op: 'replace', value: { active } }]);
  if (!answer.ok) return;
  await play.judgeUntouched(`after ${what}`, ['active'], others);
  // One who is hidden was just told of.
  if (Object.keys(play.shown).length > 0) play.judgeValue(`after ${what}`, 'active', active);
}

async function lifeOfUser(play: OwnPlay, changes: Changed['changes']): Promise<void> {
  const { c, rule, subject, id } = play;
  const value = await findable(play, USER_NAME);
  await putChanges(play, changes);
  for (const active of [false, true, false]) await setByOkta(play, active, rule);
  const list = await find(c, subject, 'userName', value, rule, { startIndex: 1, count: 100 });
  const when = 'after a user was changed, deactivated and reactivated';
  c.judge(rule, isAlone(list, id), () => notAlone(subject, list, id, { attribute: 'userName', value, when }));
}

async function groups(t: CheckContext): Promise<void> {
  const subject = groupsOf(t);
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (group, c) => {
      const body = { ...subject.stamp(c, group), members: [] };
      const { response, created } = await c.post(subject.type.endpoint, body, 'create the group');
      judgeAnswered(c, 'O-012', response, 201, 'the creation of a group with an empty list of members');
      if (created === null) throw new SetupFailure('the answer names no id of the group', response);
      const play = new Play(c, subject, 'O-012', created, await c.read(created));
      await play.judgeFound('after its creation', 'displayName');
      const deleted = await c.send({ method: 'DELETE', path: created.path, purpose: 'unlink the group' });
      if (deleted.ok) c.session.ledger.deleted(created.path);
      judgeAnswered(c, 'O-012', deleted, 204, 'DELETE of a group');
    },
    { runs: t.session.effort.costlyRuns },
  );
}

async function groupName(play: Play): Promise<void> {
  const { c, rule, created, subject, id } = play;
  const { displayName = '' } = subject.stamp(c, { displayName: 'Renamed' });
  const isRenamed = (shown: JsonObject): boolean => member(shown, 'displayName') === displayName;
  const what = 'a PATCH without a path that renames the group and repeats its id';
  const answer = await patch(c, created, [{ op: 'replace', value: { id, displayName } }], what);
  const shown = answer.ok ? await play.read(`after ${what}`) : {};
  const seen = latest(c);
  if (!isRenamed(shown)) await requirePlainReplace(play, 'displayName', displayName, isRenamed);
  judgePatched(c, answer, rule, what);
  if (!answer.ok) return;
  for (const [attribute, wanted] of [
    ['displayName', displayName],
    ['id', id],
  ] as const) {
    const is = member(shown, attribute);
    c.judge(rule, is === wanted, () =>
      wrongValue(attribute, wanted, is, { when: `after ${what}`, answer: seen }),
    );
  }
}

async function membership(
  play: GroupPlay,
  [one = '', two = '', three = '', four = '']: readonly string[],
): Promise<void> {
  const exchange = 'a PATCH that removes one member and adds another';
  const operations = [
    { op: 'remove', path: memberPath(one) },
    { op: 'add', path: 'members', value: [{ value: three, display: 'someone@example.com' }] },
  ];
  await play.change(exchange, operations, [two, three]);
  await play.judge(`after ${exchange}`);
  await play.act('replace', [one, four]);
  await play.judge('after a PATCH that replaces the members');
  const { displayName = '' } = play.subject.stamp(play.c, { displayName: 'Renamed by PUT' });
  const body = play.with({ displayName, members: memberValues([two]) });
  const what = 'a PUT of the group';
  const answer = await put(play.c, play.created, body, what);
  // A target without PUT is told of by rule O-009.
  if (answer.status === 405 || answer.status === 501) return;
  judgePatched(play.c, answer, play.rule, what);
  play.members = new Set([two]);
  await play.judge(`after ${what}`, play.rule, { displayName });
}
