import fc from 'fast-check';
import { setPath } from '../../generators/build.ts';
import type {
  Case,
  CheckContext,
  CheckEntry,
  Json,
  JsonObject,
  MappedAttribute,
  RequirementId,
  Subject,
} from '../../kit/index.ts';
import {
  describe,
  InputRefused,
  isObject,
  judgeCreated,
  member,
  NotOffered,
  removeNow,
  repertoireOf,
  stringMember,
  valueAt,
  wrongValue,
} from '../../kit/index.ts';

const PADDING: RequirementId = 'RFC7643-2.3.6-padding';
const CANONICAL: RequirementId = 'RFC7643-4.1.2-email-canonical';

/** Values of which the standard says more than their type (RFC 7643 §2.3.6, §4.1.2). */
export const values: readonly CheckEntry[] = [
  {
    name: 'binary-padding',
    title: 'A binary value is accepted without the padding at its end',
    requirements: [PADDING],
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
    requirements: [CANONICAL],
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

/** The padded value is the plain form: it has to be kept before it can be given otherwise. */
async function withoutPadding(t: CheckContext): Promise<void> {
  const subject = await repertoireOf(t.session).users();
  const [attribute] = wanted(subject, 'binary attribute', ({ definition, parent }) =>
    [definition, ...(parent.subAttributes ?? [])].some(({ type }) => type === 'binary'),
  );
  if (attribute === undefined) return;
  const { endpoint } = subject.type;
  await t.forAll(
    subject.arbitrary({ required: 'only' }),
    async (user, c) => {
      const bodyWith = (value: string): JsonObject => subject.stamp(c, withBinary(user, attribute, value));
      const first = await c.post(endpoint, bodyWith('YQ=='), 'create the user with padding');
      if (first.created === null)
        throw new InputRefused(`a short binary value is answered with ${describe(first.response)}`);
      const padded = valueAt(await c.read(first.created), attribute, subject.type);
      if (!isKept(padded)) throw new NotOffered(`the target keeps no short value of ${attribute.text}`);
      await removeNow(c, first.created);
      const what = `a user with a value of ${attribute.text} without padding`;
      const created = await judgeCreated(c, PADDING, endpoint, bodyWith('YQ'), what);
      if (created === null) return;
      const got = valueAt(await c.read(created), attribute, subject.type);
      c.judge(PADDING, isKept(got), () =>
        wrongValue(attribute.text, padded, got, { when: `after the creation of ${what}` }),
      );
    },
    { runs: 1 },
  );
}

const isKept = (value: Json | undefined): boolean => JSON.stringify(value ?? null).includes('YQ');

function withBinary(user: JsonObject, attribute: MappedAttribute, value: string): JsonObject {
  const whole = attribute.path.subAttribute === null && attribute.definition.type === 'complex';
  return setPath(user, attribute.path, whole ? [{ value }] : value, attribute);
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
  if (parts.length === 0) throw new NotOffered('the target takes no such address');
  await t.forEach(parts, (part, own) =>
    own.forAll(
      subject.arbitrary({ required: 'only', omit: ({ parent }) => parent.name === 'addresses' }),
      (user, c) => judgeAddress(c, subject, user, part),
      { runs: 1 },
    ),
  );
}

/** An address on one line is the plain form: only where it is kept can a line break be lost. */
async function judgeAddress(
  c: Case,
  subject: Subject,
  user: JsonObject,
  part: keyof typeof PARTS,
): Promise<void> {
  const { requirement, text } = PARTS[part];
  const attribute = `addresses.${part}`;
  const create = (value: string, rule: RequirementId, what: string) => {
    const body = { ...subject.stamp(c, user), addresses: [{ type: 'work', [part]: value }] };
    return judgeCreated(c, rule, subject.type.endpoint, body, what);
  };
  const alone = `a user with an address of nothing but ${part}`;
  const plain = await create('1 Main Street', 'RFC7643-4.1.2-address-optional', alone);
  if (plain === null) return;
  if (partIn(await c.read(plain), part) === undefined)
    throw new NotOffered(`the target keeps no ${attribute}`);
  await removeNow(c, plain);
  const what = `a user with a line break in ${attribute}`;
  const created = await create(text, requirement, what);
  if (created === null) return;
  const got = partIn(await c.read(created), part);
  c.judge(requirement, got?.replaceAll('\r\n', '\n') === text, () =>
    wrongValue(attribute, text, got, { when: `after the creation of ${what}` }),
  );
}

function partIn(user: JsonObject, part: string): string | undefined {
  const found = member(user, 'addresses');
  const texts = (Array.isArray(found) ? found : []).flatMap((item: Json) => stringMember(item, part) ?? []);
  return texts.find((one) => one.includes('1 Main Street'));
}

async function emailDomains(t: CheckContext): Promise<void> {
  const subject = await repertoireOf(t.session).users();
  wanted(subject, 'emails', ({ parent }) => parent.name === 'emails');
  await t.forAll(
    subject.arbitrary({ required: 'with-optional' }),
    async (user, c) => {
      fc.pre(addressesIn(user).length > 0);
      const body = subject.stamp(c, { ...user, emails: capitals(member(user, 'emails')) });
      const { response, created } = await c.post(subject.type.endpoint, body, 'create a user with capitals');
      if (created === null)
        throw new InputRefused(`a domain in capitals is answered with ${describe(response)}`, response);
      const sent = addressesIn(body).map((address) => address.toLowerCase());
      const wrong = addressesIn(await c.read(created)).find(
        (text) => sent.includes(text.toLowerCase()) && domainOf(text) !== domainOf(text).toLowerCase(),
      );
      c.judge(CANONICAL, wrong === undefined, () =>
        wrongValue(
          'emails.value',
          wrong?.replace(/@[^@]*$/, (domain) => domain.toLowerCase()),
          wrong,
          {
            what: 'the domain of an e-mail address',
            says: 'keeps its capitals',
          },
        ),
      );
    },
    { runs: t.session.effort.costlyRuns },
  );
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

function addressesIn(user: JsonObject): readonly string[] {
  const emails = member(user, 'emails');
  return (Array.isArray(emails) ? emails : []).flatMap((email: Json) => stringMember(email, 'value') ?? []);
}

function capitals(emails: Json | undefined): Json {
  const upper = (text: string): string => text.replace(/@[^@]*$/, (domain) => domain.toUpperCase());
  return (Array.isArray(emails) ? emails : []).map((email: Json) => {
    const value = stringMember(email, 'value');
    return isObject(email) && value !== undefined ? { ...email, value: upper(value) } : email;
  });
}
