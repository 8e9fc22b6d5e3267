import fc from 'fast-check';
import type { CheckContext, CheckEntry } from '../../kit/index.ts';
import {
  describe,
  eq,
  holds,
  NotOffered,
  query,
  repertoireOf,
  shown,
  stringMember,
} from '../../kit/index.ts';

/** Internationalised strings (RFC 7644 §5, §7.8): userName follows PRECIS, which ends with Unicode form C (RFC 7613 §3.4). */
export const strings: readonly CheckEntry[] = [
  {
    name: 'composed-user-names',
    title: 'The composed and the decomposed spelling of a userName are the same name',
    requirements: ['RFC7644-5-precis', 'RFC7644-7.8-comparison'],
    run: (t) => spellings(t),
  },
];

/** Letters that Unicode spells in two ways, as one character or as letter and mark. */
const LETTERS = ['é', 'ü', 'å', 'ñ', 'Ö'];

async function spellings(t: CheckContext): Promise<void> {
  const subject = await repertoireOf(t.session).users();
  const { endpoint } = subject.type;
  let taken = 0;
  await t.forAll(
    fc.record({ user: subject.arbitrary({ required: 'only' }), letter: fc.constantFrom(...LETTERS) }),
    async ({ user, letter }, c) => {
      const stamped = subject.stamp(c, user);
      const userName = stringMember(stamped, 'userName') ?? '';
      const composed = userName.replace(/^./, (start) => `${start}${letter}`).normalize('NFC');
      const { created } = await c.post(
        endpoint,
        { ...stamped, userName: composed },
        `create a user with ${letter}`,
      );
      // A target may want e-mail addresses, or ASCII alone.
      if (created === null) return;
      taken++;
      const decomposed = composed.normalize('NFD');
      const filter = eq('userName', decomposed);
      const list = await query(
        c,
        endpoint,
        { filter },
        'RFC7644-7.8-comparison',
        'find him, spelled otherwise',
      );
      c.judge('RFC7644-7.8-comparison', holds(list, created.id), () => ({
        message: 'a filter on a decomposed userName does not find the user with the composed one',
        expected: `the user ${shown(composed)}`,
        actual: `${list.resources.length} other users`,
        hint: 'Names are compared byte by byte; they have to be brought to Unicode form C first.',
      }));
      const other = { ...subject.stamp(c, user), userName: decomposed };
      const { response, created: second } = await c.post(
        endpoint,
        other,
        'create him again, spelled otherwise',
      );
      c.judge('RFC7644-5-precis', second === null, () => ({
        message: 'two users have the same userName, one composed and one decomposed',
        expected: '409 uniqueness',
        actual: describe(response),
        hint: 'Names are compared byte by byte; they have to be brought to Unicode form C first.',
      }));
    },
    { runs: t.session.effort.costlyRuns },
  );
  if (taken === 0) throw new NotOffered('the target takes no userName with letters such as é');
}
