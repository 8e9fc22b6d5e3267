import type { Case, CheckContext, CheckEntry, Json, JsonObject, RequirementId } from '../../kit/index.ts';
import { describe, InputRefused, member, NotOffered, repertoireOf, stringMember } from '../../kit/index.ts';

const ONCE: RequirementId = 'RFC7643-2.4-primary-once';
const DEFAULT: RequirementId = 'RFC7643-2.4-primary-default';

/** `primary` of multi-valued attributes (RFC 7643 §2.4). */
export const primary: readonly CheckEntry[] = [
  {
    name: 'primary-at-most-once',
    title: 'Two primary values of one attribute are refused, or one of them is primary no more',
    requirements: [ONCE],
    run: (t) => overPairs(t, [{ primary: true }, { primary: true }], judgeOnce),
  },
  {
    name: 'primary-defaults-to-false',
    title: 'A value without primary is not primary beside one that is',
    requirements: [DEFAULT],
    run: (t) => overPairs(t, [{ primary: true }, {}], judgeDefault),
  },
];

/** Attributes whose values a second one can be made of. */
const NAMES = ['emails', 'phoneNumbers'];
const TYPES = ['work', 'home'];

/** Two elements as they were sent, and those that the target shows; null where it refuses the user. */
interface Pair {
  readonly name: string;
  readonly sent: readonly Json[];
  readonly got: readonly Json[] | null;
}

/** A property over users with two e-mail addresses, or phone numbers, with these flags. */
async function overPairs(
  t: CheckContext,
  flags: readonly [JsonObject, JsonObject],
  judge: (c: Case, pair: Pair) => void,
): Promise<void> {
  const subject = await repertoireOf(t.session).users();
  const name = NAMES.find((wanted) => subject.attributes.some(({ parent }) => parent.name === wanted));
  if (name === undefined) throw new NotOffered('the target takes neither emails nor phoneNumbers');
  let held = 0;
  await t.forAll(
    subject.arbitrary({ required: 'with-optional' }).filter((user) => first(user, name) !== null),
    async (user, c) => {
      held++;
      const elements = pairOf(first(user, name) ?? '', name).map((value, index) => ({
        type: TYPES[index] ?? '',
        value,
        ...flags[index],
      }));
      const body = subject.stamp(c, { ...user, [name]: elements });
      const { response, created } = await c.post(
        subject.type.endpoint,
        body,
        `create a user with two ${name}`,
      );
      // Two primary values may be refused; one of them may not be worth a user either.
      if (created === null && flags[1].primary !== true)
        throw new InputRefused(`a user with two ${name} is answered with ${describe(response)}`, response);
      judge(c, {
        name,
        sent: elementsOf(body, name),
        got: created && elementsOf(await c.read(created), name),
      });
    },
    { runs: t.session.effort.costlyRuns },
  );
  if (held === 0) throw new NotOffered(`no user with ${name} could be generated`);
}

function elementsOf(user: JsonObject, name: string): readonly Json[] {
  const elements = member(user, name);
  return Array.isArray(elements) ? elements : [];
}

function first(user: JsonObject, name: string): string | null {
  return stringMember(elementsOf(user, name)[0], 'value') ?? null;
}

/** The value, and another one of the same form. */
function pairOf(value: string, name: string): readonly string[] {
  const other =
    name === 'emails' ? `b${value}` : value.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
  return [value, other === value ? `${value}1` : other];
}

const isPrimary = (element: Json): boolean => member(element, 'primary') === true;

function judgeOnce(c: Case, { name, got }: Pair): void {
  const primaries = (got ?? []).filter(isPrimary);
  c.judge(ONCE, primaries.length <= 1, () => ({
    deviation: 'repeated',
    what: name,
    when: 'after the creation of a user with two primary values',
    says: `has ${primaries.length} primary values`,
    attribute: `${name}.primary`,
    wanted: 'one primary value at most, or a 400 for the user',
    got: primaries,
  }));
}

function judgeDefault(c: Case, { name, sent, got }: Pair): void {
  const value = stringMember(sent[1], 'value')?.toLowerCase();
  const wrong = got?.find(
    (element) => isPrimary(element) && stringMember(element, 'value')?.toLowerCase() === value,
  );
  // Of a value that is the only one kept the service provider may say what it likes (RFC 7644 §3.3).
  if (wrong !== undefined && got?.length === 1)
    throw new NotOffered(`the target keeps one of two values of ${name}`);
  c.judge(DEFAULT, wrong === undefined, () => ({
    deviation: 'present',
    what: `primary of an element of ${name} that was sent without it, beside a primary one,`,
    says: 'is true',
    attribute: `${name}.primary`,
    wanted: false,
    got: true,
    expected: 'primary false, or left out',
    actual: JSON.stringify(wrong),
  }));
}
