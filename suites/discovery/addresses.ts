import fc from 'fast-check';
import type { Answer, Case, CheckContext, CheckEntry, Created } from '../../kit/index.ts';
import {
  answered,
  eq,
  judgeAnswered,
  malformed,
  member,
  shown,
  stringMember,
  unfound,
  userSubject,
} from '../../kit/index.ts';

/** What may stand in a URI, and percent signs with two hexadecimal digits only (RFC 3986 §2). */
const URI = /^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[\da-f]{2})+$/i;

const RULE = 'RFC7644-1.2-percent-encoding';

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
      const userName = stringMember(await c.read(created), 'userName') ?? '';
      const encode = (text: string): string => encodeSome(text, chosen, lowerCase);
      await judgePath(c, created, encode);
      await judgeQuery(c, created.id, userName, encode);
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

/**
 * Nobody has to write letters so, and software in front of a target may refuse such a URL as a whole, which is told. To
 * look for another id than the one that the URL has is wrong.
 */
async function judgePath(c: Case, { id, path }: Created, encode: (text: string) => string): Promise<void> {
  const encoded = `${path.slice(0, path.lastIndexOf('/'))}/${encode(id)}`;
  const response = await c.send({ method: 'GET', path: encoded, purpose: 'read the user by an encoded URL' });
  const same = member(response.resource ?? undefined, 'id') === id;
  const judge = response.status === 400 ? c.advise : c.judge;
  judge.call(c, RULE, same, () =>
    answered('GET of a user whose id is percent-encoded in the URL', response, 200, {
      wanted: `the same as ${path}`,
      hint: 'Decode the path before looking for the id: encoded letters and digits are the same URI (RFC 3986 §2.3).',
    }),
  );
}

/** A filter that finds the user when it is written plainly has to find him when its letters are percent-encoded. */
async function judgeQuery(
  c: Case,
  id: string,
  userName: string,
  encode: (text: string) => string,
): Promise<void> {
  if (c.session.facts.features.filter === false) return;
  const path = c.session.userType.endpoint;
  const filter = eq('userName', userName);
  const plain = await c.send({
    method: 'GET',
    path,
    query: { filter },
    purpose: 'find the user by a plain filter',
  });
  if (!holdsId(plain, id)) return;
  const rawQuery = `${encode('filter')}=${encode(filter)}`;
  const response = await c.send({
    method: 'GET',
    path,
    rawQuery,
    purpose: 'find the user by an encoded filter',
  });
  judgeAnswered(c, RULE, response, 200, 'a filter with percent-encoded letters');
  c.judge(RULE, holdsId(response, id), () =>
    unfound('a filter with percent-encoded letters', 'the user with that userName', { answer: response }),
  );
}

function holdsId({ list }: Answer, id: string): boolean {
  const hits = member(list ?? undefined, 'Resources');
  return Array.isArray(hits) && hits.some((item) => member(item, 'id') === id);
}

async function judgeLocations(c: Case, created: Created): Promise<void> {
  const response = await c.send({ method: 'GET', path: created.path, purpose: 'look at the location' });
  const location = stringMember(member(response.resource ?? undefined, 'meta'), 'location');
  const header = response.headers.location;
  for (const url of [location, header].filter((text) => text !== undefined)) {
    c.judge(RULE, URI.test(url), () =>
      malformed('the location of a user', 'a URL as RFC 3986 has it', url, {
        attribute: 'meta.location',
        says: `is ${shown(url)}, which is no URL: some of it is not percent-encoded`,
      }),
    );
  }
}
