import type { Case, CheckContext, CheckEntry, Json, JsonObject, Subject } from '../../kit/index.ts';
import { isObject, member, NotOffered, repertoireOf, shown, stringMember } from '../../kit/index.ts';

/** `primary` of multi-valued attributes (RFC 7643 §2.4). */
export const primary: readonly CheckEntry[] = [
  {
    name: 'primary-at-most-once',
    title: 'Two primary values of one attribute are refused, or one of them is primary no more',
    requirements: ['RFC7643-2.4-primary-once'],
    run: (t) => overPairs(t, [{ primary: true }, { primary: true }], judgeOnce),
  },
  {
    name: 'primary-defaults-to-false',
    title: 'A value without primary is not primary beside one that is',
    requirements: ['RFC7643-2.4-primary-default'],
    run: (t) => overPairs(t, [{ primary: true }, {}], judgeDefault),
  },
];

/** Attributes whose values a second one can be made of. */
const NAMES = ['emails', 'phoneNumbers'];

type Flags = readonly [JsonObject, JsonObject];
type Values = readonly [string, string];

/** A property over users with two e-mail addresses, or phone numbers, with these flags. */
async function overPairs(
  t: CheckContext,
  flags: Flags,
  judge: (c: Case, name: string, values: Values, got: readonly Json[]) => void,
): Promise<void> {
  const subject = await repertoireOf(t.session).users();
  const name = NAMES.find((wanted) => subject.attributes.some(({ parent }) => parent.name === wanted));
  if (name === undefined) throw new NotOffered('the target takes neither emails nor phoneNumbers');
  let held = 0;
  await t.forAll(
    subject.arbitrary({ required: 'with-optional' }).filter((user) => first(user, name) !== null),
    async (user, c) => {
      const values = pairOf(user, name);
      const elements = values.map((value, index) => ({ type: TYPES[index] ?? '', value, ...flags[index] }));
      held++;
      judge(c, name, values, await stored(c, subject, { ...user, [name]: elements }, name));
    },
    { runs: t.session.effort.costlyRuns },
  );
  if (held === 0) throw new NotOffered(`no user with ${name} could be generated`);
}

const TYPES = ['work', 'home'];

function first(user: JsonObject, name: string): string | null {
  const elements = member(user, name);
  const [element] = Array.isArray(elements) ? elements : [];
  return stringMember(element, 'value') ?? null;
}

/** The first value, and another one of the same form. */
function pairOf(user: JsonObject, name: string): Values {
  const value = first(user, name) ?? '';
  const other =
    name === 'emails' ? `b${value}` : value.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
  return [value, other === value ? `${value}1` : other];
}

/** The elements as GET shows them; none when the target refuses the user. */
async function stored(c: Case, subject: Subject, user: JsonObject, name: string): Promise<readonly Json[]> {
  const body = subject.stamp(c, user);
  const { created } = await c.post(subject.type.endpoint, body, `create a user with two ${name}`);
  if (created === null) return [];
  const elements = member(await c.read(created), name);
  return Array.isArray(elements) ? elements : [];
}

function judgeOnce(c: Case, name: string, _: Values, got: readonly Json[]): void {
  const primaries = got.filter((element) => member(element, 'primary') === true);
  c.judge('RFC7643-2.4-primary-once', primaries.length <= 1, () => ({
    message: `${primaries.length} ${name} of one user are primary`,
    expected: 'one at most, or a 400 for the user',
    actual: shown(primaries),
  }));
}

function judgeDefault(c: Case, name: string, [, other]: Values, got: readonly Json[]): void {
  const wrong = got.find(
    (element) =>
      isObject(element) && member(element, 'primary') === true && member(element, 'value') === other,
  );
  c.judge('RFC7643-2.4-primary-default', wrong === undefined, () => ({
    message: `one of the ${name} became primary although it was sent without primary, and another one with it`,
    expected: 'primary false, or left out',
    actual: shown(wrong),
  }));
}
