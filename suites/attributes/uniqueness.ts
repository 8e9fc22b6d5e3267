import type {
  Answer,
  Case,
  CheckContext,
  CheckEntry,
  LegacyComplaint as Complaint,
  Created,
  JsonObject,
  Subject,
} from '../../kit/index.ts';
import {
  differences,
  member,
  PATCH,
  patch,
  putIfOffered,
  shown,
  stringMember,
  userSubject,
} from '../../kit/index.ts';

const REQUIREMENT = 'RFC7643-4.1.1-user-name-unique';
const ATOMIC = 'RFC7644-3.5.2-atomic';

/** Gives a user the userName of another one. */
type Take = (c: Case, user: Created, taken: string, subject: Subject) => Promise<Answer>;

/** No two users have the same userName, however they came by it (RFC 7643 §4.1.1). Creation is judged by required-attributes. */
export const uniqueness: readonly CheckEntry[] = [
  {
    name: 'user-name-taken-by-patch',
    title: 'A PATCH gives no user the userName of another one',
    requirements: [REQUIREMENT, ATOMIC],
    needs: [PATCH],
    run: (t) =>
      takes(t, 'PATCH', (c, user, taken, { attributes }) => {
        const before = attributes.some(({ text }) => text === 'displayName')
          ? [{ op: 'replace', path: 'displayName', value: 'Changed before the name' }]
          : [];
        const operations = [...before, { op: 'replace', path: 'userName', value: taken }];
        return patch(c, user, operations, 'take the name of another');
      }),
  },
  {
    name: 'user-name-taken-by-put',
    title: 'A PUT gives no user the userName of another one',
    requirements: [REQUIREMENT],
    run: (t) =>
      takes(t, 'PUT', (c, user, taken, subject) =>
        putIfOffered(
          c,
          user,
          { ...subject.stamp(c, user.sent), userName: taken },
          'take the name of another',
        ),
      ),
  },
  {
    name: 'user-name-taken-at-once',
    title: 'Of two creations with one userName that arrive at the same time, one succeeds',
    requirements: [REQUIREMENT],
    run: takenAtOnce,
  },
];

async function takenAtOnce(t: CheckContext): Promise<void> {
  const subject = userSubject(t.session);
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (resource, c) => {
      const first = subject.stamp(c, resource);
      const second = { ...subject.stamp(c, resource), userName: first.userName ?? '' };
      const { endpoint } = subject.type;
      const post = (body: JsonObject) => c.post(endpoint, body, 'create a user at the same time as another');
      const answers = await Promise.all([post(first), post(second)]);
      const ids = new Set(answers.flatMap(({ created }) => created?.id ?? []));
      c.judge(REQUIREMENT, ids.size < 2, () => ({
        message: 'two users with the same userName were created at the same time',
        expected: '201 for one of them, 409 with scimType uniqueness for the other',
        actual: answers.map(({ response }) => response.status).join(' and '),
        hint: 'The rule is checked before the user is written, and no constraint of the database holds it.',
      }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}

async function takes(t: CheckContext, method: string, take: Take): Promise<void> {
  const subject = userSubject(t.session);
  await t.forAll(
    subject.arbitrary({ required: 'all' }),
    async (resource, c) => {
      const [other, user] = [await subject.create(c, resource), await subject.create(c, resource)];
      const taken = String(other.sent.userName);
      const before = await c.read(user);
      const response = await take(c, user, taken, subject);
      // What is accepted and ignored leaves the names apart.
      const after = response.status < 300 ? await c.read(user) : {};
      const same = stringMember(after, 'userName')?.toLowerCase() === taken.toLowerCase();
      c.judge(REQUIREMENT, !same, () => ({
        message: `two users have the same userName after a ${method}`,
        expected: '409 with scimType uniqueness',
        actual: `${response.status}, and "userName": ${shown(member(after, 'userName'))} twice`,
        hint: 'The uniqueness rule is checked when a user is created only.',
      }));
      if (response.status < 400) return;
      const [changed] = differences(before, await c.read(user), subject.attributes, subject.type);
      const complaint = (): Complaint => ({
        message: `a ${method} that is refused for a userName that is taken changes ${changed?.attribute.text} all the same`,
        expected: `${changed?.attribute.text} = ${shown(changed?.sent)}`,
        actual: shown(changed?.got),
        hint: 'Values are written before the rule is checked, and not taken back.',
      });
      // That nothing of it may be left is said of PATCH alone.
      if (method === 'PATCH') c.judge(ATOMIC, changed === undefined, complaint);
      else c.advise(REQUIREMENT, changed === undefined, complaint);
    },
    { runs: t.session.effort.costlyRuns },
  );
}
