import { type Json, type JsonObject, member } from '../../scim/json.ts';
import { ERROR, LIST_RESPONSE } from '../../scim/urns.ts';
import {
  addUser,
  at,
  type Client,
  patch,
  query,
  type Scenario,
  type Seen,
  testFaults,
  user,
} from './fixtures/scenario.ts';
import type { MESSAGES } from './messages.ts';

/** What is found in the answer to one request, with one user there. */
const answering =
  (send: (client: Client, id: string) => Promise<Seen>, look: (seen: Seen) => unknown): Scenario['find'] =>
  async (client) =>
    look(await send(client, await addUser(client, 'ada', { displayName: 'Zoë' })));

const status = ({ status }: Seen): unknown => status;
const keyword = (seen: Seen): unknown => [seen.status, at(seen, 'scimType')];
const get =
  (path: string, headers: Readonly<Record<string, string>> = {}) =>
  (client: Client): Promise<Seen> =>
    client.send('GET', path, undefined, headers);
const accept =
  (header: string) =>
  (client: Client, id: string): Promise<Seen> =>
    client.send('GET', `/Users/${id}`, undefined, { accept: header });
const put =
  (more: JsonObject) =>
  (client: Client, id: string): Promise<Seen> =>
    client.send('PUT', `/Users/${id}`, user('ada', more));
const change =
  (operation: JsonObject) =>
  (client: Client, id: string): Promise<Seen> =>
    patch(client, `/Users/${id}`, operation);
const post =
  (body: Json) =>
  (client: Client): Promise<Seen> =>
    client.send('POST', '/Users', body);

const unknown = get('/Users/nobody');
const badFilter = (client: Client): Promise<Seen> => query(client, 'userName eq');
const { userName: _, ...nameless } = user('bea');

const SCENARIOS: Record<keyof typeof MESSAGES, Scenario> = {
  'lists-named-as-core': {
    find: answering(get('/Users'), (seen) => at(seen, 'schemas', 0)),
    good: LIST_RESPONSE,
    bad: 'urn:ietf:params:scim:schemas:core:2.0:ListResponse',
  },
  'put-with-meta-refused': { find: answering(put({ meta: {} }), status), good: 200, bad: 400 },
  'put-answers-former-state': {
    find: answering(put({ title: 'Dr' }), (seen) => at(seen, 'title')),
    good: 'Dr',
    bad: undefined,
  },
  'post-answers-unsettled': {
    find: answering(post(user('bea', { displayName: 'B' })), (seen) => at(seen, 'displayName')),
    good: 'B',
    bad: 'B (new)',
  },
  'put-creates': {
    find: answering((client) => client.send('PUT', '/Users/nobody', user('bea')), status),
    good: 404,
    bad: 200,
  },
  'errors-without-body': { find: answering(unknown, ({ text }) => text === ''), good: false, bad: true },
  'errors-answer-200': { find: answering(badFilter, status), good: 400, bad: 200 },
  'conflicts-without-message': {
    find: answering(post(user('ada')), ({ body }) => member(body, 'schemas') ?? null),
    good: [ERROR],
    bad: null,
  },
  'error-status-differs': { find: answering(unknown, (seen) => at(seen, 'status')), good: '404', bad: '500' },
  'validation-answers-422': { find: answering(badFilter, status), good: 400, bad: 422 },
  'deleted-answers-418': { find: answering(unknown, status), good: 404, bad: 418 },
  'every-error-invalid-value': {
    find: answering(badFilter, keyword),
    good: [400, 'invalidFilter'],
    bad: [400, 'invalidValue'],
  },
  'bad-filter-called-syntax': {
    find: answering(badFilter, keyword),
    good: [400, 'invalidFilter'],
    bad: [400, 'invalidSyntax'],
  },
  'bad-body-called-value': {
    find: answering(post([]), keyword),
    good: [400, 'invalidSyntax'],
    bad: [400, 'invalidValue'],
  },
  'missing-value-called-mutability': {
    find: answering(post(nameless), keyword),
    good: [400, 'invalidValue'],
    bad: [400, 'mutability'],
  },
  'read-only-called-value': {
    find: answering(change({ op: 'replace', path: 'id', value: 'x' }), keyword),
    good: [400, 'mutability'],
    bad: [400, 'invalidValue'],
  },
  'bad-path-called-syntax': {
    find: answering(change({ op: 'replace', path: 'name..givenName', value: 'x' }), keyword),
    good: [400, 'invalidPath'],
    bad: [400, 'invalidSyntax'],
  },
  'no-target-called-path': {
    find: answering(change({ op: 'remove' }), keyword),
    good: [400, 'noTarget'],
    bad: [400, 'invalidPath'],
  },
  'taken-name-in-patch-called-value': {
    find: async (client) => {
      await addUser(client, 'ada');
      const path = `/Users/${await addUser(client, 'bea')}`;
      return keyword(await patch(client, path, { op: 'replace', path: 'userName', value: 'ada' }));
    },
    good: [409, 'uniqueness'],
    bad: [409, 'invalidValue'],
  },
  'wrong-token-answers-403': {
    find: answering(get('/Users', { authorization: 'Bearer wrong' }), status),
    good: 401,
    bad: 403,
  },
  'unknown-endpoint-answers-200': { find: answering(get('/Cats'), status), good: 404, bad: 200 },
  'bodies-read-as-latin-1': {
    find: async (client) => {
      const path = `/Users/${await addUser(client, 'ada', { title: 'Zoë' })}`;
      return at(await client.send('GET', path), 'title');
    },
    good: 'Zoë',
    bad: 'ZoÃ«',
  },
  'answers-in-ascii': {
    find: answering(
      (client, id) => client.send('GET', `/Users/${id}`),
      (seen) => at(seen, 'displayName'),
    ),
    good: 'Zoë',
    bad: 'Zo?',
  },
  'answers-cut-short': {
    find: async (client) => {
      const path = `/Users/${await addUser(client, 'ada', { title: 'a'.repeat(800) })}`;
      return (await client.send('GET', path)).body === null;
    },
    good: false,
    bad: true,
  },
  'accept-compared-whole': {
    find: answering(accept('application/scim+json, application/json'), status),
    good: 200,
    bad: 406,
  },
  'accept-json-refused': { find: answering(accept('application/json'), status), good: 200, bad: 406 },
  'accept-demanded': { find: answering(accept(''), status), good: 200, bad: 406 },
};

testFaults(SCENARIOS);
