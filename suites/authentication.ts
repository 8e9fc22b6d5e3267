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
];

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
      c.judge('RFC7644-2-challenge', header !== undefined && CHALLENGE.test(header), () => ({
        message: `a request with ${words} is answered with 401 ${header === undefined ? 'without WWW-Authenticate' : 'and a WWW-Authenticate that names no scheme'}`,
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
function changes(t: CheckContext, c: Case, { path, sent }: Created): readonly ScimRequest[] {
  const { endpoint } = t.session.userType;
  const patch = {
    schemas: [PATCH_OP],
    Operations: [{ op: 'replace', path: 'userName', value: c.stampUser(sent).userName ?? '' }],
  };
  return [
    { method: 'POST', path: endpoint, body: c.stampUser(sent), purpose: 'try to create a user' },
    { method: 'PUT', path, body: c.stampUser(sent), purpose: 'try to replace the user' },
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
      for (const [index, request] of changes(t, c, created).entries()) {
        const [words, make] = WRONG[index % WRONG.length] ?? ['no credentials', () => ''];
        const response = await c.send(withAuthorization(request, make(c.marker())));
        const id = request.method === 'POST' ? stringMember(response.body, 'id') : undefined;
        if (id !== undefined) c.track({ id, path: resourcePath(request.path, id), sent: {} });
        judgeRefused(c, request, response, words);
        if (request.method === 'POST') await judgeNotCreated(c, request);
      }
      await judgeUnchanged(c, created, before);
    },
    { runs: 1 },
  );
}

function judgeRefused(c: Case, { method }: ScimRequest, response: Answer, words: string): void {
  c.judge('RFC7644-2-unauthenticated', response.status >= 300, () => ({
    message: `${method} with ${words} is answered with ${describe(response)}`,
    expected: '401',
    actual: describe(response),
    hint: 'Credentials have to be checked on every request, before anything else.',
  }));
}

async function judgeNotCreated(c: Case, { path, body }: ScimRequest): Promise<void> {
  if (c.session.facts.features.filter === false) return;
  const filter = eq('userName', stringMember(body, 'userName') ?? '');
  const { body: list } = await c.send({ method: 'GET', path, query: { filter }, purpose: 'look for him' });
  const found = member(list, 'Resources');
  const users = Array.isArray(found) ? found.filter(isObject) : [];
  for (const user of users) {
    const id = stringMember(user, 'id') ?? '';
    c.track({ id, path: resourcePath(path, id), sent: {} });
  }
  c.judge('RFC7644-2-unauthenticated', users.length === 0, () => ({
    message: 'a creation with wrong credentials is refused and carried out all the same',
    expected: 'no user',
    actual: shown(users[0]),
  }));
}

async function judgeUnchanged(c: Case, { path }: Created, before: JsonObject): Promise<void> {
  const response = await c.send({ method: 'GET', path, purpose: 'see that nothing happened' });
  const after = isObject(response.body) ? response.body : {};
  const same = sameJson(member(after, 'userName'), member(before, 'userName'));
  c.judge('RFC7644-2-unauthenticated', response.status === 200 && same, () => ({
    message: 'a change with wrong credentials is refused and carried out all the same',
    expected: `200 with userName ${shown(member(before, 'userName'))}`,
    actual: response.status === 200 ? `userName ${shown(member(after, 'userName'))}` : describe(response),
  }));
}

async function nothingShown(t: CheckContext): Promise<void> {
  await t.forAll(
    userSubject(t.session).arbitrary({ required: 'only' }),
    async (user, c) => {
      const created = await c.createUser(user);
      const userName = stringMember(created.sent, 'userName') ?? '';
      const { endpoint } = t.session.userType;
      const filter = eq('userName', userName);
      for (const [index, request] of [
        { method: 'GET', path: created.path, purpose: 'try to read the user' } as const,
        { method: 'GET', path: endpoint, query: { filter }, purpose: 'try to find the user' } as const,
      ].entries()) {
        const [words, make] = WRONG[index === 0 ? 2 : 0] ?? ['no credentials', () => ''];
        const response = await c.send(withAuthorization(request, make(c.marker())));
        judgeRefused(c, request, response, words);
        c.judge('RFC7644-2-unauthenticated', !hasResource(response, created.id), () => ({
          message: `${request.method} with ${words} is refused and shows the user all the same`,
          expected: 'an error without the resource',
          actual: shown(response.body),
        }));
      }
    },
    { runs: 1 },
  );
}

/** Whether an answer holds the resource, alone or in a list; an error message may name the id. */
function hasResource({ body }: Answer, id: string): boolean {
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
