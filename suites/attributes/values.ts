import fc from 'fast-check';
import { setPath } from '../../generators/build.ts';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Json,
  JsonObject,
  MappedAttribute,
  Subject,
} from '../../kit/index.ts';
import {
  describe,
  InputRefused,
  isObject,
  member,
  NotOffered,
  removeNow,
  repertoireOf,
  shown,
  stringMember,
  valueAt,
} from '../../kit/index.ts';

/** Values of which the standard says more than their type (RFC 7643 §2.3.6, §4.1.2). */
export const values: readonly CheckEntry[] = [
  {
    name: 'binary-padding',
    title: 'A binary value is accepted without the padding at its end',
    requirements: ['RFC7643-2.3.6-padding'],
    run: (t) => withoutPadding(t),
  },
  {
    name: 'addresses',
    title: 'An address needs none of its parts, and keeps line breaks',
    requirements: [
      'RFC7643-4.1.2-address-optional',
      'RFC7643-4.1.2-address-formatted',
      'RFC7643-4.1.2-address-street',
    ],
    run: (t) => addresses(t),
  },
  {
    name: 'email-domains',
    title: 'The domain of an e-mail address comes back in small letters',
    requirements: ['RFC7643-4.1.2-email-canonical'],
    run: (t) => emailDomains(t),
  },
];

/** The attribute of users that fits. @throws NotOffered when the target takes none */
function wanted(
  subject: Subject,
  what: string,
  fits: (attribute: MappedAttribute) => boolean,
): readonly MappedAttribute[] {
  const found = subject.attributes.filter(fits);
  if (found.length === 0) throw new NotOffered(`the target takes no ${what}`);
  return found;
}

async function withoutPadding(t: CheckContext): Promise<void> {
  const subject = await repertoireOf(t.session).users();
  const [attribute] = wanted(subject, 'binary attribute', ({ definition, parent }) =>
    [definition, ...(parent.subAttributes ?? [])].some(({ type }) => type === 'binary'),
  );
  if (attribute === undefined) return;
  const text = 'YQ==';
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => {
      const padded = withBinary(user, attribute, text);
      const first = await post(c, subject, padded, 'with padding');
      if (first.created === null) throw new InputRefused('the target refuses a short binary value');
      await removeNow(c, first.created);
      const bare = withBinary(user, attribute, text.replace(/=+$/, ''));
      const { response, created } = await post(c, subject, bare, 'without padding');
      const got = created === null ? undefined : valueAt(await c.read(created), attribute, subject.type);
      const kept = JSON.stringify(got ?? null).includes('YQ');
      c.judge('RFC7643-2.3.6-padding', created !== null && kept, () => ({
        message: `a value of ${attribute.text} without padding is ${created === null ? `answered with ${describe(response)}` : 'not kept'}`,
        expected: '201, and the value',
        actual: created === null ? describe(response) : shown(got),
      }));
    },
    { runs: 1 },
  );
}

function withBinary(user: JsonObject, attribute: MappedAttribute, value: string): JsonObject {
  const whole = attribute.path.subAttribute === null && attribute.definition.type === 'complex';
  return setPath(user, attribute.path, whole ? [{ value }] : value, attribute);
}

function post(c: Case, subject: Subject, user: JsonObject, how: string): ReturnType<Case['post']> {
  return c.post(subject.type.endpoint, subject.stamp(c, user), `create the user ${how}`);
}

/** What is sent for a part of an address. */
const PARTS = {
  formatted: { requirement: 'RFC7643-4.1.2-address-formatted', text: '1 Main Street\nLondon' },
  streetAddress: { requirement: 'RFC7643-4.1.2-address-street', text: '1 Main Street\nFloor 2' },
} as const;

async function addresses(t: CheckContext): Promise<void> {
  const subject = await repertoireOf(t.session).users();
  const known = wanted(subject, 'addresses', ({ parent }) => parent.name === 'addresses');
  const parts = (['formatted', 'streetAddress'] as const).filter((part) =>
    known.some(({ path }) => path.subAttribute === null || path.subAttribute === part),
  );
  const [attribute] = known;
  if (attribute === undefined || parts.length === 0) throw new NotOffered('the target takes no such address');
  await t.forEach(parts, (part, own) =>
    own.forAll(
      subject.arbitrary({ required: 'only', omit: ({ parent }) => parent.name === 'addresses' }),
      (user, c) => judgeAddress(c, subject, user, part),
      { runs: 1 },
    ),
  );
}

async function judgeAddress(
  c: Case,
  subject: Subject,
  user: JsonObject,
  part: keyof typeof PARTS,
): Promise<void> {
  const { requirement, text } = PARTS[part];
  const withAddress = (value: string): JsonObject => ({
    ...user,
    addresses: [{ type: 'work', [part]: value }],
  });
  const plain = await post(
    c,
    subject,
    withAddress('1 Main Street'),
    `with an address of nothing but ${part}`,
  );
  c.judge('RFC7643-4.1.2-address-optional', plain.created !== null, () => ({
    message: `an address that consists of ${part} alone is answered with ${describe(plain.response)}`,
    expected: '201',
    actual: describe(plain.response),
  }));
  if (plain.created !== null) await removeNow(c, plain.created);
  const { response, created } = await post(c, subject, withAddress(text), `with a line break in ${part}`);
  if (created === null) {
    c.judge(requirement, false, () => ({
      message: `a line break in addresses.${part} is answered with ${describe(response)}`,
      expected: '201',
      actual: describe(response),
    }));
    return;
  }
  const found = member(await c.read(created), 'addresses');
  const parts = (Array.isArray(found) ? found : []).flatMap((item: Json) => stringMember(item, part) ?? []);
  const got = parts.find((one) => one.includes('1 Main Street'));
  c.judge(requirement, got?.replaceAll('\r\n', '\n') === text, () => ({
    message: `the line break in addresses.${part} is not kept`,
    expected: shown(text),
    actual: shown(got),
  }));
}

async function emailDomains(t: CheckContext): Promise<void> {
  const subject = await repertoireOf(t.session).users();
  wanted(subject, 'emails', ({ parent }) => parent.name === 'emails');
  await t.forAll(
    subject.arbitrary({ required: 'with-optional' }),
    async (user, c) => {
      const emails = member(user, 'emails');
      fc.pre(
        Array.isArray(emails) && emails.some((email: Json) => stringMember(email, 'value') !== undefined),
      );
      const { response, created } = await post(
        c,
        subject,
        { ...user, emails: capitals(emails) },
        'with a domain in capitals',
      );
      if (created === null)
        throw new InputRefused(`a domain in capitals is answered with ${describe(response)}`);
      const got = member(await c.read(created), 'emails');
      const texts = (Array.isArray(got) ? got : []).flatMap(
        (email: Json) => stringMember(email, 'value') ?? [],
      );
      const wrong = texts.find((text) => domainOf(text) !== domainOf(text).toLowerCase());
      c.judge('RFC7643-4.1.2-email-canonical', wrong === undefined, () => ({
        message: 'the domain of an e-mail address keeps its capitals',
        expected: 'a domain in small letters',
        actual: shown(wrong),
      }));
    },
    { runs: t.session.effort.costlyRuns },
  );
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

function capitals(emails: Json | undefined): Json {
  const upper = (text: string): string => text.replace(/@[^@]*$/, (domain) => domain.toUpperCase());
  return (Array.isArray(emails) ? emails : []).map((email: Json) => {
    const value = stringMember(email, 'value');
    return isObject(email) && value !== undefined ? { ...email, value: upper(value) } : email;
  });
}
