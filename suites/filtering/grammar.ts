import type { CheckContext, CheckEntry, Declinable, RequirementId } from '../../kit/index.ts';
import {
  askBroken,
  eq,
  fewRuns,
  judgeDeclined,
  overPlays,
  type Play,
  requirePlainSearch,
  stringMember,
  unfound,
  userNameOf,
} from '../../kit/index.ts';
import { FILTER, searched } from './filterable.ts';

/** How filters may be written, and how those that are not filters are declined. */
export const grammar: readonly CheckEntry[] = [
  {
    name: 'names-in-any-case',
    title: 'Attribute names and operators in a filter may be written in any letter case',
    requirements: ['RFC7644-3.4.2.2-names-caseless'],
    needs: [FILTER],
    run: (t) => respelled(t, 'RFC7644-3.4.2.2-names-caseless', ['USERNAME eq', 'username EQ', 'userName Eq']),
  },
  {
    name: 'urn-names',
    title: 'An attribute may be named with its schema URI in a filter',
    requirements: ['RFC7644-3.10-urn-names'],
    needs: [FILTER],
    run: async (t) => {
      const urn = 'urn:ietf:params:scim:schemas:core:2.0:User';
      await respelled(t, 'RFC7644-3.10-urn-names', [`${urn}:userName eq`]);
      // Capitals are to be blamed only where small letters are understood.
      await respelled(t, 'RFC7644-3.10-urn-names', [`${urn.toUpperCase()}:userName eq`]);
    },
  },
  {
    name: 'url-encodings',
    title: 'Blanks and quotes of a filter may be encoded in the URL in every usual way',
    requirements: ['E-011'],
    needs: [FILTER],
    run: (t) => t.forEach(ENCODINGS, encoded),
  },
  {
    name: 'unknown-operator',
    title: 'A filter with an unknown operator is declined with 400 invalidFilter',
    requirements: ['RFC7644-3.4.2.2-unknown-operator'],
    needs: [FILTER],
    run: (t) =>
      declined(t, 'RFC7644-3.4.2.2-unknown-operator', {
        filter: 'userName regex "^a"',
        what: 'a filter with the unknown operator "regex"',
        keyword: 'demanded',
      }),
  },
  {
    name: 'malformed',
    title: 'A filter that breaks the grammar is declined with 400',
    requirements: ['RFC7644-3.4.2.2-syntax'],
    needs: [FILTER],
    run: (t) =>
      t.forEach(MALFORMED, (filter, own) =>
        declined(own, 'RFC7644-3.4.2.2-syntax', {
          filter,
          what: `the malformed filter ${filter}`,
          keyword: 'advised',
        }),
      ),
  },
];

/** Filters that no reading of the grammar allows (RFC 7644 §3.4.2.2, Figure 1). */
const MALFORMED: readonly string[] = [
  'userName eq',
  'userName "ada"',
  '(userName eq "ada"',
  'userName eq "ada',
  'userName eq "ada" and',
];

function declined(t: CheckContext, rule: RequirementId, one: Omit<Declinable, 'endpoint'>): Promise<void> {
  const whole = { ...one, endpoint: t.session.userType.endpoint };
  return t.once(async (c) => judgeDeclined(c, rule, await askBroken(c, whole), whole));
}

/** How the text of a filter is written in a URL. */
const ENCODINGS: readonly { readonly words: string; readonly encode: (text: string) => string }[] = [
  { words: 'blanks as +', encode: (text) => encodeURIComponent(text).replaceAll('%20', '+') },
  { words: 'blanks as %20', encode: encodeURIComponent },
  {
    words: 'every character encoded',
    encode: (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  },
];

const nameOf = ({ shown }: Play): string => stringMember(shown, 'userName') ?? '';

/** A property over users: the filter in this encoding finds the user, where the plainest one does. */
function encoded({ words, encode }: (typeof ENCODINGS)[number], t: CheckContext): Promise<void> {
  const body = async (play: Play): Promise<void> => {
    const rawQuery = `filter=${encode(eq('userName', nameOf(play)))}`;
    await judgeFinds(play, { rawQuery }, `a filter with ${words}`);
  };
  return overPlays(t, userNameOf(t.session).subject, 'E-011', body, { runs: fewRuns(t) });
}

/** A property over users: each of these beginnings of a filter finds the user, where the plainest one does. */
function respelled(t: CheckContext, rule: RequirementId, beginnings: readonly string[]): Promise<void> {
  return t.forEach(beginnings, (beginning, own) => {
    const body = async (play: Play): Promise<void> => {
      const filter = `${beginning} ${JSON.stringify(nameOf(play))}`;
      await judgeFinds(play, { query: { filter } }, `the filter ${beginning} "…"`);
    };
    return overPlays(own, userNameOf(own.session).subject, rule, body, { runs: fewRuns(own) });
  });
}

/** Judges that a filter on userName finds the user. */
async function judgeFinds(
  play: Play,
  written: { readonly query: Readonly<Record<string, string>> } | { readonly rawQuery: string },
  what: string,
): Promise<void> {
  const { c, rule, subject } = play;
  const of = userNameOf(c.session);
  const purpose = `find the user by ${what}`;
  const answer = await c.send({ method: 'GET', path: subject.type.endpoint, purpose, ...written });
  const list = await searched(c, of, answer, rule, what, ['filter in another spelling']);
  const isFound = play.hit(list) !== undefined;
  if (!isFound) await requirePlainSearch(c, of);
  c.judge(rule, isFound, () => unfound(what, 'the user', list.about));
}
