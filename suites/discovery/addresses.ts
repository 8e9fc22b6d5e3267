import fc from 'fast-check';
import type { Case, CheckContext, CheckEntry, Created } from '../../kit/index.ts';
import { describe, eq, member, shown, stringMember, userSubject } from '../../kit/index.ts';

/** What may stand in a URI, and percent signs with two hexadecimal digits only (RFC 3986 §2). */
const URI = /^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[\da-f]{2})+$/i;

/** URLs on the way in and out: RFC 7644 §1.2. */
export const addresses: readonly CheckEntry[] = [
  {
    name: 'percent-encoding',
    title:
      'Percent-encoded characters of a URL mean the same as the characters, and URLs in answers are URLs',
    requirements: ['RFC7644-1.2-percent-encoding'],
    run: percentEncoding,
  },
];

async function percentEncoding(t: CheckContext): Promise<void> {
  await t.forAll(
    fc.record({
      user: userSubject(t.session).arbitrary({ required: 'only' }),
      chosen: fc.array(fc.boolean(), { minLength: 8, maxLength: 60 }),
      lowerCase: fc.boolean(),
    }),
    async ({ user, chosen, lowerCase }, c) => {
      const created = await c.createUser(user);
      const encode = (text: string): string => encodeSome(text, chosen, lowerCase);
      await judgePath(c, created, encode);
      await judgeQuery(c, created, encode);
      await judgeLocations(c, created);
    },
    { runs: t.session.effort.costlyRuns },
  );
}

/** Letters and digits in turn as they are and percent-encoded, which is the same URI (RFC 3986 §2.3). */
function encodeSome(text: string, chosen: readonly boolean[], lowerCase: boolean): string {
  let position = 0;
  return encodeURIComponent(text).replace(/%[\dA-F]{2}|[A-Za-z\d]/g, (part) => {
    if (part.length > 1 || chosen[position++ % chosen.length] !== true) return part;
    const digits = part.charCodeAt(0).toString(16);
    return `%${lowerCase ? digits : digits.toUpperCase()}`;
  });
}

async function judgePath(c: Case, { id, path }: Created, encode: (text: string) => string): Promise<void> {
  const encoded = `${path.slice(0, path.lastIndexOf('/'))}/${encode(id)}`;
  const response = await c.send({ method: 'GET', path: encoded, purpose: 'read the user by an encoded URL' });
  const found = response.status === 200 && member(response.body, 'id') === id;
  c.judge('RFC7644-1.2-percent-encoding', found, () => ({
    message: `a user whose id is percent-encoded in the URL is answered with ${describe(response)}`,
    expected: `the same as ${path}`,
    actual: describe(response),
    hint: 'Decode the path before looking for the id: encoded letters and digits are the same URI (RFC 3986 §2.3).',
  }));
}

async function judgeQuery(c: Case, created: Created, encode: (text: string) => string): Promise<void> {
  if (c.session.facts.features.filter === false) return;
  const filter = encode(eq('userName', stringMember(created.sent, 'userName') ?? ''));
  const response = await c.send({
    method: 'GET',
    path: c.session.userType.endpoint,
    rawQuery: `${encode('filter')}=${filter}`,
    purpose: 'find the user by an encoded filter',
  });
  const found = member(response.body, 'Resources');
  const held = Array.isArray(found) && found.some((item) => member(item, 'id') === created.id);
  c.judge('RFC7644-1.2-percent-encoding', response.status === 200 && held, () => ({
    message: `a filter with percent-encoded letters is answered with ${response.status === 200 ? 'a list without the user' : describe(response)}`,
    expected: 'the user with that userName',
    actual: response.status === 200 ? shown(found) : describe(response),
  }));
}

async function judgeLocations(c: Case, created: Created): Promise<void> {
  const response = await c.send({ method: 'GET', path: created.path, purpose: 'look at the location' });
  const location = stringMember(member(response.body, 'meta'), 'location');
  const header = response.headers.location;
  for (const url of [location, header].filter((text) => text !== undefined)) {
    c.judge('RFC7644-1.2-percent-encoding', URI.test(url), () => ({
      message: `the location of a user is ${shown(url)}, which is no URL: some of it is not percent-encoded`,
      expected: 'a URL as RFC 3986 has it',
      actual: url,
    }));
  }
}
