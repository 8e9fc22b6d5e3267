import fc from 'fast-check';
import type { Case, CheckContext, CheckEntry, JsonObject, RequirementId, Subject } from '../../kit/index.ts';
import {
  eq,
  holds,
  member,
  NotOffered,
  query,
  repertoireOf,
  SetupFailure,
  stringMember,
  unfound,
} from '../../kit/index.ts';

const PRECIS: RequirementId = 'RFC7644-5-precis';
const COMPARISON: RequirementId = 'RFC7644-7.8-comparison';

/** Internationalised strings (RFC 7644 §5, §7.8): userName follows PRECIS, which ends with Unicode form C (RFC 7613 §3.4). */
export const strings: readonly CheckEntry[] = [
  {
    name: 'composed-user-names',
    title: 'The composed and the decomposed spelling of a userName are the same name',
    requirements: [PRECIS, COMPARISON],
    run: (t) => spellings(t),
  },
];

/** Letters that Unicode spells in two ways, as one character or as letter and mark. */
const LETTERS = ['é', 'ü', 'å', 'ñ', 'Ö'];

const HINT = 'Names are compared byte by byte; they have to be brought to Unicode form C first.';

async function spellings(t: CheckContext): Promise<void> {
  const subject = await repertoireOf(t.session).users();
  let taken = 0;
  await t.forAll(
    fc.record({ user: subject.arbitrary({ required: 'only' }), letter: fc.constantFrom(...LETTERS) }),
    async ({ user, letter }, c) => {
      const stamped = subject.stamp(c, user);
      const userName = stringMember(stamped, 'userName') ?? '';
      const composed = userName.replace(/^./, (start) => `${start}${letter}`).normalize('NFC');
      const body = { ...stamped, userName: composed };
      const { created } = await c.post(subject.type.endpoint, body, `create a user with ${letter}`);
      // A target may want e-mail addresses, or ASCII alone, or make another name of it.
      if (created === null || !isNamed(await c.read(created), composed)) return;
      taken++;
      if (c.session.facts.features.filter !== false) await judgeFound(c, subject, created.id, composed);
      await judgeOnce(c, subject, user, composed);
    },
    { runs: t.session.effort.costlyRuns },
  );
  if (taken === 0) throw new NotOffered('the target takes no userName with letters such as é');
}

/** Whether a user has this name, in whatever Unicode form and letter case it is shown. */
function isNamed(user: JsonObject, name: string): boolean {
  return stringMember(user, 'userName')?.normalize('NFC').toLowerCase() === name.toLowerCase();
}

/** The name as it was given has to be found before it can be asked for in another spelling; where it is refused, POST tells. */
async function judgeFound(c: Case, { type }: Subject, id: string, composed: string): Promise<void> {
  const find = (name: string) =>
    query(c, type.endpoint, { filter: eq('userName', name) }, COMPARISON, 'find him by userName');
  const filter = eq('userName', composed);
  const plain = await c.send({
    method: 'GET',
    path: type.endpoint,
    query: { filter },
    purpose: 'find him by userName as it was given',
  });
  if (!plain.ok) return;
  const listed = member(plain.list ?? undefined, 'Resources');
  if (!Array.isArray(listed) || !listed.some((one) => member(one, 'id') === id))
    throw new SetupFailure(
      `cannot judge: the filter ${filter} does not find the user who was created so`,
      plain,
    );
  const list = await find(composed.normalize('NFD'));
  c.judge(COMPARISON, holds(list, id), () =>
    unfound('a filter on a decomposed userName', 'the user with the composed one', {
      attribute: 'userName',
      form: ['filter eq', 'filter in another spelling'],
      answer: list.response,
      hint: HINT,
    }),
  );
}

/** That a name in the same spelling is taken once is what the other spelling is compared with. */
async function judgeOnce(c: Case, subject: Subject, user: JsonObject, composed: string): Promise<void> {
  const isTaken = async (userName: string): Promise<boolean> => {
    const body = { ...subject.stamp(c, user), userName };
    const { created } = await c.post(subject.type.endpoint, body, 'create another user of this name');
    return created === null || !isNamed(await c.read(created), composed);
  };
  const once = await isTaken(composed.normalize('NFD'));
  if (!once && !(await isTaken(composed)))
    throw new SetupFailure('cannot judge: two users of one name, spelled alike, are created as well');
  c.judge(PRECIS, once, () => ({
    deviation: 'repeated',
    what: 'the same userName',
    says: 'is given to two users, composed to one and decomposed to the other',
    attribute: 'userName',
    wanted: '409 uniqueness',
    got: 'another user of the name',
    hint: HINT,
  }));
}
