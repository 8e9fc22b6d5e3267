import type {
  Answer,
  Case,
  CheckContext,
  CheckEntry,
  Created,
  JsonObject,
  ScimRequest,
} from '../kit/index.ts';
import {
  answered,
  defineSuite,
  describe,
  eq,
  isObject,
  member,
  NotOffered,
  PATCH_OP,
  resourcePath,
  sameJson,
  shown,
  stringMember,
  TOKEN,
  userSubject,
} from '../kit/index.ts';

/**
 * Credentials that are none. There are few of them, and they are tried once each on few requests: a target may lock
 * out who guesses.
 */
const WRONG: readonly (readonly [words: string, make: (marker: string) => string])[] = [
  ['no credentials', () => ''],
  ['a wrong bearer token', (marker) => `Bearer wrong-${marker}`],
  ['a bearer token that is the word null', () => 'Bearer null'],
  ['an empty password', (marker) => `Basic ${Buffer.from(`${marker}:`).toString('base64')}`],
  ['the scheme Bearer and no token', () => 'Bearer'],
  ['a comma for a token', () => 'Bearer ,'],
];

/** Those of them that reading is tried with: some by their form, which are let in where only what is missing is looked for. */
const READ_WITH = [2, 0, 4, 5];

/** One scheme at least at the beginning of a challenge (RFC 9110 §11.6.1). */
const CHALLENGE = /^\s*[!#$%&'*+.^_`|~\w-]+(?:\s|,|$)/;

const checks: readonly CheckEntry[] = [
  {
    name: 'challenge',
    title: 'A request that is refused with 401 is told how to authenticate',
    requirements: ['RFC7644-2-challenge'],
    needs: [TOKEN],
    run: challenge,
  },
  {
    name: 'wrong-credentials',
    title: 'A request with wrong credentials, or none, is not carried out',
    requirements: ['RFC7644-2-unauthenticated'],
    needs: [TOKEN],
    run: wrongCredentials,
  },
  {
    name: 'nothing-shown',
    title: 'An answer to wrong credentials shows nothing of the resources',
    requirements: ['RFC7644-2-unauthenticated'],
    needs: [TOKEN],
    run: nothingShown,
  },
];

function withAuthorization(request: ScimRequest, authorization: string): ScimRequest {
  return { ...request, authorize: false, headers: authorization === '' ? {} : { authorization } };
}

async function challenge(t: CheckContext): Promise<void> {
  await t.once(async (c) => {
    let refused = 0;
    for (const [words, make] of WRONG.slice(0, 2)) {
      const { userType } = t.session;
      const request = {
        method: 'GET',
        path: userType.endpoint,
        query: { count: 1 },
        purpose: words,
      } as const;
      const response = await c.send(withAuthorization(request, make(c.marker())));
      if (response.status !== 401) continue;
      refused++;
      const header = response.headers['www-authenticate'];
      const how =
        header === undefined ? 'without WWW-Authenticate' : 'and a WWW-Authenticate that names no scheme';
      c.judge('RFC7644-2-challenge', header !== undefined && CHALLENGE.test(header), () => ({
        deviation: header === undefined ? 'missing' : 'form',
        what: `a request with ${words}`,
        says: `is answered with 401 ${how}`,
        attribute: 'WWW-Authenticate',
        expected: 'WWW-Authenticate with a scheme such as Bearer',
        actual: header ?? 'no WWW-Authenticate',
        hint: 'HTTP requires it with every 401 (RFC 9110 §11.6.1).',
      }));
    }
    if (refused === 0)
      throw new NotOffered('the target refuses wrong credentials with another status than 401');
  });
}

/** The requests that would change something if they were carried out. */
function changes(t: CheckContext, c: Case, path: string, user: JsonObject): readonly ScimRequest[] {
  const { endpoint } = t.session.userType;
  const patch = {
    schemas: [PATCH_OP],
    Operations: [{ op: 'replace', path: 'userName', value: c.stampUser(user).userName ?? '' }],
  };
  return [
    { method: 'POST', path: endpoint, body: c.stampUser(user), purpose: 'try to create a user' },
    { method: 'PUT', path, body: c.stampUser(user), purpose: 'try to replace the user' },
    { method: 'PATCH', path, body: patch, purpose: 'try to change the user' },
    { method: 'DELETE', path, purpose: 'try to delete the user' },
  ];
}

async function wrongCredentials(t: CheckContext): Promise<void> {
  await t.forAll(
    userSubject(t.session).arbitrary({ required: 'only' }),
    async (user, c) => {
      const created = await c.createUser(user);
      const before = await c.read(created);
      for (const [index, request] of changes(t, c, created.path, user).entries()) {
        const [words, make] = WRONG[index % WRONG.length] ?? ['no credentials', () => ''];
        const response = await c.send(withAuthorization(request, make(c.marker())));
        const id = request.method === 'POST' ? stringMember(response.resource ?? undefined, 'id') : undefined;
        if (id !== undefined) c.track({ id, path: resourcePath(request.path, id) });
        judgeRefused(c, request, response, words);
        if (request.method === 'POST') await judgeNotCreated(c, request, response);
      }
      await judgeUnchanged(c, created, before);
    },
    { runs: 1 },
  );
}

function judgeRefused(c: Case, { method }: ScimRequest, response: Answer, words: string): void {
  c.judge('RFC7644-2-unauthenticated', !response.ok, () =>
    answered(`${method} with ${words}`, response, 401, {
      hint: 'Credentials have to be checked on every request, before anything else.',
    }),
  );
}

async function judgeNotCreated(c: Case, { path, body }: ScimRequest, refusal: Answer): Promise<void> {
  if (c.session.facts.features.filter === false) return;
  const userName = stringMember(body, 'userName') ?? '';
  const filter = eq('userName', userName);
  const { list } = await c.send({ method: 'GET', path, query: { filter }, purpose: 'look for him' });
  const hits = member(list ?? undefined, 'Resources');
  // A target may ignore filters and show everybody.
  const users = (Array.isArray(hits) ? hits.filter(isObject) : []).filter(
    (user) => stringMember(user, 'userName')?.toLowerCase() === userName.toLowerCase(),
  );
  for (const user of users) {
    const id = stringMember(user, 'id') ?? '';
    c.track({ id, path: resourcePath(path, id) });
  }
  c.judge('RFC7644-2-unauthenticated', users.length === 0, () => ({
    deviation: 'carriedOut',
    what: 'a creation with wrong credentials',
    wanted: 'no user',
    got: users[0],
    answer: refusal,
  }));
}

async function judgeUnchanged(c: Case, { path }: Created, before: JsonObject): Promise<void> {
  const response = await c.send({ method: 'GET', path, purpose: 'see that nothing happened' });
  const [was, is] = [before, response.resource ?? {}].map((user) => member(user, 'userName'));
  c.judge('RFC7644-2-unauthenticated', sameJson(is, was), () => ({
    deviation: 'carriedOut',
    what: 'a change with wrong credentials',
    says: 'is refused and carried out all the same',
    attribute: 'userName',
    expected: `200 with userName ${shown(was)}`,
    actual: response.ok ? `userName ${shown(is)}` : describe(response),
  }));
}

async function nothingShown(t: CheckContext): Promise<void> {
  await t.forAll(
    userSubject(t.session).arbitrary({ required: 'only' }),
    async (user, c) => {
      const created = await c.createUser(user);
      const userName = stringMember(await c.read(created), 'userName') ?? '';
      const { endpoint } = t.session.userType;
      const filter = eq('userName', userName);
      for (const [index, request] of [
        { method: 'GET', path: created.path, purpose: 'try to read the user' } as const,
        { method: 'GET', path: endpoint, query: { filter }, purpose: 'try to find the user' } as const,
        { method: 'GET', path: created.path, purpose: 'try to read the user again' } as const,
        { method: 'GET', path: endpoint, query: { filter }, purpose: 'try to find the user again' } as const,
      ].entries()) {
        const [words, make] = WRONG[READ_WITH[index] ?? 0] ?? ['no credentials', () => ''];
        const response = await c.send(withAuthorization(request, make(c.marker())));
        judgeRefused(c, request, response, words);
        c.judge('RFC7644-2-unauthenticated', !hasResource(response, created.id), () => ({
          deviation: 'disclosed',
          what: `${request.method} with ${words}`,
          says: 'is refused and shows the user all the same',
          wanted: 'an error without the resource',
          got: response.whole.body,
        }));
      }
    },
    { runs: 1 },
  );
}

/** Whether an answer holds the resource, alone or in a list; an error message may name the id. */
function hasResource({ whole: { body } }: Answer, id: string): boolean {
  const listed = member(body, 'Resources');
  return [body, ...(Array.isArray(listed) ? listed : [])].some((item) => member(item, 'id') === id);
}

/** Who may do anything at all: RFC 7644 §2. */
export const authentication = defineSuite(
  {
    name: 'authentication',
    groups: ['rfc'],
    title: 'Only requests with right credentials are carried out, and others are told what is missing',
  },
  checks,
);
