import fc from 'fast-check';
import { setPath } from '../../generators/build.ts';
import type {
  CheckContext,
  CheckEntry,
  Complaint,
  JsonObject,
  Need,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  eq,
  found,
  holds,
  InputRefused,
  judgeList,
  judgePatched,
  overPlays,
  PATCH,
  Play,
  patch,
  plain,
  stringMember,
  subjects,
  userSubject,
  valueAt,
} from '../../kit/index.ts';
import {
  find,
  findable,
  inPrecedence,
  isAlone,
  type Key,
  keysOf,
  notAlone,
  textOf,
  USER_NAME,
} from './look-up.ts';
import { plainChanges, requirePlainReplace } from './plain-changes.ts';

/** The table has a second matching attribute. */
const SEVERAL: Need = {
  unmet: (facts) =>
    inPrecedence(facts.users).length > 1
      ? null
      : `the attribute table of ${facts.applicationName} has one matching attribute only`,
};

/** How the client finds whom it has to change: by matching attributes, one after the other. */
export const matching: readonly CheckEntry[] = [
  {
    name: 'matching-attributes',
    title: 'Each matching attribute finds the one resource that has the value',
    requirements: ['E-044', 'E-048'],
    run: (t) =>
      t.forEach(subjects(t.session), (subject, own) => own.forEach(keysOf(subject), matches(subject))),
  },
  {
    name: 'matching-precedence',
    title: 'Where the first matching attribute finds nobody, the next one finds the user',
    requirements: ['E-049'],
    needs: [SEVERAL],
    run: precedence,
  },
  {
    name: 'name-changes-hands',
    title: 'A userName that one user gave up and another took finds the other alone',
    requirements: ['E-048', 'E-104'],
    needs: [PATCH],
    run: nameChangesHands,
  },
  {
    name: 'rename-without-path',
    title: 'A userName in a PATCH without a path renames the user, as the validator does it',
    requirements: ['E-104'],
    needs: [PATCH],
    run: renameWithoutPath,
  },
];

const matches =
  (subject: Subject) =>
  async (key: Key, t: CheckContext): Promise<void> => {
    const { attribute, text } = key;
    await t.forAll(
      fc.tuple(subject.arbitrary(), subject.arbitrary()),
      async ([resource, other], c) => {
        const given =
          attribute === null || valueAt(resource, attribute, subject.type) !== undefined
            ? resource
            : setPath(resource, attribute.path, c.marker(), attribute);
        const play = await Play.begin(c, subject, 'E-044', given);
        await subject.create(c, other, `create another ${subject.noun}`);
        const value = textOf(play.shown, key, subject);
        const list = await find(c, subject, text, value, 'E-044');
        const wrong = (): Complaint => notAlone(subject, list, play.id, { attribute: text, value });
        c.judge('E-044', holds(list, play.id), wrong);
        c.judge('E-048', list.resources.length <= 1, wrong);
      },
      { runs: t.session.effort.costlyRuns },
    );
  };

async function precedence(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  const keys = keysOf(subject);
  const last = keys.at(-1);
  if (last === undefined) return;
  await overPlays(
    t,
    subject,
    'E-049',
    async (play) => {
      const { c, rule, id } = play;
      const value = await findable(play, last);
      for (const { text } of keys.slice(0, -1)) {
        const filter = eq(text, `${c.marker()}-nobody`);
        const path = subject.type.endpoint;
        const answer = await c.send({ method: 'GET', path, query: { filter }, purpose: 'look for nobody' });
        const what = `a filter for nobody’s ${text}`;
        if (answer.status === 404)
          throw new InputRefused(`cannot judge: ${what} is answered with 404`, answer);
        const missed = judgeList(c, answer, rule, what);
        c.judge(rule, missed.resources.length === 0, () =>
          found(what, `${missed.resources.length} users`, { attribute: text, answer }),
        );
      }
      const list = await find(c, subject, last.text, value, rule);
      c.judge(rule, isAlone(list, id), () =>
        notAlone(subject, list, id, { attribute: last.text, value, when: 'after filters for nobody' }),
      );
    },
    { required: 'with-optional', omit: (a) => !a.required && a.matching === null },
  );
}

async function nameChangesHands(t: CheckContext): Promise<void> {
  await plainChanges(t.session, 'replace');
  const subject = userSubject(t.session);
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => {
      const first = await Play.begin(c, subject, 'E-104', user);
      const name = await findable(first, USER_NAME);
      const userName = String(subject.stamp(c, user).userName);
      await first.patch('a PATCH that renames a user', [
        { op: 'replace', path: 'userName', value: userName },
      ]);
      const body = { ...subject.stamp(c, user), userName: name };
      const second = await c.create(subject.type.endpoint, body, 'create a user with the name that is free');
      await judgeOnly(first, 'E-048', name, second.id, 'after a userName changed hands');
      await judgeOnly(first, 'E-048', userName, first.id, 'after a userName changed hands');
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** Judges that a filter on this userName finds one user alone. */
async function judgeOnly(
  { c, subject }: Play,
  rule: RequirementId,
  value: string,
  id: string,
  when: string,
): Promise<void> {
  const list = await find(c, subject, 'userName', value, rule);
  c.judge(rule, isAlone(list, id), () => notAlone(subject, list, id, { attribute: 'userName', value, when }));
}

async function renameWithoutPath(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  await overPlays(t, subject, 'E-104', async (play) => {
    const { c, rule, created } = play;
    await findable(play, USER_NAME);
    const userName = String(subject.stamp(c, plain(t, subject)).userName);
    const what = 'a PATCH without a path that renames a user';
    const answer = await patch(c, created, [{ op: 'replace', value: { userName } }], what);
    const list = answer.ok ? await find(c, subject, 'userName', userName, rule) : null;
    if (list === null || !isAlone(list, play.id)) await requirePlainRename(play, userName);
    judgePatched(c, answer, rule, what);
    if (list === null) return;
    c.judge(rule, isAlone(list, play.id), () =>
      notAlone(subject, list, play.id, { attribute: 'userName', value: userName, when: `after ${what}` }),
    );
  });
}

function requirePlainRename(play: Play, userName: string): Promise<void> {
  const is = (shown: JsonObject): boolean =>
    stringMember(shown, 'userName')?.toLowerCase() === userName.toLowerCase();
  return requirePlainReplace(play, 'userName', userName, is);
}
