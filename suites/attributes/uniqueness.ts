import type {
  Answer,
  CheckContext,
  CheckEntry,
  Complaint,
  JsonObject,
  RequirementId,
} from '../../kit/index.ts';
import {
  adviseNone,
  changedValue,
  differences,
  judgeNone,
  PATCH,
  Play,
  patch,
  putIfOffered,
  stringMember,
  userSubject,
} from '../../kit/index.ts';

const UNIQUE: RequirementId = 'RFC7643-4.1.1-user-name-unique';
const ATOMIC: RequirementId = 'RFC7644-3.5.2-atomic';

/** Gives a user the userName of another one. */
type Take = (play: Play, taken: string) => Promise<Answer>;

/** No two users have the same userName, however they came by it (RFC 7643 §4.1.1). Creation is judged by required-attributes. */
export const uniqueness: readonly CheckEntry[] = [
  {
    name: 'user-name-taken-by-patch',
    title: 'A PATCH gives no user the userName of another one',
    requirements: [UNIQUE, ATOMIC],
    needs: [PATCH],
    run: (t) => takes(t, 'PATCH', byPatch),
  },
  {
    name: 'user-name-taken-by-put',
    title: 'A PUT gives no user the userName of another one',
    requirements: [UNIQUE],
    run: (t) => takes(t, 'PUT', byPut),
  },
  {
    name: 'user-name-taken-at-once',
    title: 'Of two creations with one userName that arrive at the same time, one succeeds',
    requirements: [UNIQUE],
    run: takenAtOnce,
  },
];

const PURPOSE = 'take the name of another user';

const byPatch: Take = ({ c, created, subject: { attributes } }, taken) => {
  const before = attributes.some(({ text }) => text === 'displayName')
    ? [{ op: 'replace', path: 'displayName', value: 'Changed before the name' }]
    : [];
  return patch(c, created, [...before, { op: 'replace', path: 'userName', value: taken }], PURPOSE);
};

const byPut: Take = ({ c, created, shown }, taken) =>
  putIfOffered(c, created, { ...shown, userName: taken }, PURPOSE);

const nameOf = (user: JsonObject): string | undefined => stringMember(user, 'userName')?.toLowerCase();

/** Two users that show the same userName. */
function twice(when: string, name: string, answer: Answer): Complaint {
  return {
    deviation: 'repeated',
    what: 'the same userName',
    when,
    says: 'belongs to two users',
    attribute: 'userName',
    wanted: '409 with scimType uniqueness',
    got: `two users with "userName": ${JSON.stringify(name)}`,
    answer,
  };
}

async function takenAtOnce(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (resource, c) => {
      const first = subject.stamp(c, resource);
      const second = { ...subject.stamp(c, resource), userName: first.userName ?? '' };
      const post = (body: JsonObject) =>
        c.post(subject.type.endpoint, body, 'create a user at the same time as another');
      const answers = await Promise.all([post(first), post(second)]);
      const created = new Map(answers.flatMap((answer) => answer.created ?? []).map((one) => [one.id, one]));
      const shown = await Promise.all([...created.values()].map((one) => c.read(one)));
      // A service provider may give the second one another name (RFC 7644 §3.3).
      const names = shown.flatMap((user) => nameOf(user) ?? []);
      c.judge(UNIQUE, new Set(names).size === names.length, () =>
        twice('after two creations at the same time', names[0] ?? '', answers[1].response),
      );
    },
    { runs: t.session.effort.costlyRuns },
  );
}

function takes(t: CheckContext, method: 'PATCH' | 'PUT', take: Take): Promise<void> {
  const subject = userSubject(t.session);
  return t.forAll(
    subject.arbitrary({ required: 'all' }),
    async (resource, c) => {
      const other = await Play.begin(c, subject, UNIQUE, resource);
      const play = await Play.begin(c, subject, UNIQUE, resource);
      const taken = stringMember(other.shown, 'userName') ?? '';
      const before = play.shown;
      const answer = await take(play, taken);
      const after = await play.read(`after a ${method} with the userName of another user`);
      // What is accepted and ignored leaves the names apart.
      if (answer.ok) {
        const complaint = () => twice(`after a ${method} of one of them`, taken, answer);
        c.judge(UNIQUE, nameOf(after) !== taken.toLowerCase(), complaint);
        return;
      }
      const when = `after a ${method} that is refused with ${answer.status} for a userName that is taken`;
      const says = 'is changed all the same';
      const changed = differences(before, after, subject.attributes, subject.type).map(
        ({ attribute: { text }, sent, got }) => changedValue(text, sent, got, { when, says }),
      );
      // That nothing of it may be left is said of PATCH alone.
      if (method === 'PATCH') judgeNone(c, ATOMIC, changed);
      else adviseNone(c, UNIQUE, changed);
    },
    { runs: t.session.effort.costlyRuns },
  );
}
