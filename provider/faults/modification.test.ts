import type { Json, JsonObject } from '../../scim/json.ts';
import { member } from '../../scim/json.ts';
import { ENTERPRISE_USER } from '../../scim/urns.ts';
import {
  addGroup,
  addUser,
  at,
  type Client,
  names,
  query,
  type Scenario,
  type Seen,
  testFaults,
  user,
} from './fixtures/scenario.ts';
import type { WHOLE } from './modification.ts';

const WORK = { value: 'work@example.com', type: 'work', display: 'Work' };
const HOME = { value: 'home@example.com', type: 'home', display: 'Home' };

async function created(client: Client, more: JsonObject): Promise<Seen> {
  return client.send('GET', `/Users/${await addUser(client, 'ada', more)}`);
}

/** What a user created with `before` answers to a PUT with `more`, and what he is then. */
async function put(
  client: Client,
  before: JsonObject,
  more: JsonObject,
): Promise<{ readonly answer: Seen; readonly after: Seen }> {
  const path = `/Users/${await addUser(client, 'ada', before)}`;
  const answer = await client.send('PUT', path, user('ada', more));
  return { answer, after: await client.send('GET', path) };
}

function emails(seen: Seen, part: string): readonly (Json | undefined)[] {
  const found = at(seen, 'emails');
  return Array.isArray(found) ? found.map((item) => member(item, part)) : [];
}

function afterPut(before: JsonObject, more: JsonObject, ...path: readonly string[]): Scenario['find'] {
  return async (client) => at((await put(client, before, more)).after, ...path);
}

function putStatus(more: JsonObject): Scenario['find'] {
  return async (client) => (await put(client, {}, more)).answer.status;
}

const SCENARIOS: Record<keyof typeof WHOLE, Scenario> = {
  'creation-keeps-first-element': {
    find: async (client) => emails(await created(client, { emails: [WORK, HOME] }), 'type'),
    good: ['work', 'home'],
    bad: ['work'],
  },
  'creation-drops-display': {
    find: async (client) => emails(await created(client, { emails: [WORK] }), 'display'),
    good: ['Work'],
    bad: [undefined],
  },
  'creation-drops-declared-attribute': {
    find: async (client) => at(await created(client, { nickName: 'Ada' }), 'nickName'),
    good: 'Ada',
    bad: undefined,
  },
  'creation-null-as-text': {
    find: async (client) => at(await created(client, { nickName: null }), 'nickName'),
    good: undefined,
    bad: 'null',
  },
  'put-adds-elements': {
    find: async (client) => emails((await put(client, { emails: [WORK] }, { emails: [HOME] })).after, 'type'),
    good: ['home'],
    bad: ['work', 'home'],
  },
  'put-leaves-multi-valued': {
    find: async (client) => emails((await put(client, { emails: [WORK] }, { emails: [HOME] })).after, 'type'),
    good: ['home'],
    bad: ['work'],
  },
  'put-leaves-extensions': {
    find: afterPut(
      { [ENTERPRISE_USER]: { division: 'A' } },
      { [ENTERPRISE_USER]: { division: 'B' } },
      ENTERPRISE_USER,
      'division',
    ),
    good: 'B',
    bad: 'A',
  },
  'put-merges-name': {
    find: afterPut({}, { name: { givenName: 'Eve' } }, 'name', 'givenName'),
    good: 'Eve',
    bad: 'Ada',
  },
  'put-null-keeps-value': {
    find: afterPut({ title: 'A' }, { title: null }, 'title'),
    good: undefined,
    bad: 'A',
  },
  'put-omitted-becomes-blank': { find: afterPut({ title: 'A' }, {}, 'title'), good: undefined, bad: '' },
  'put-takes-creation-time': {
    find: async (client) => {
      const { after } = await put(client, {}, { meta: { created: '2001-01-01T00:00:00Z' } });
      return at(after, 'meta', 'created') === '2001-01-01T00:00:00Z';
    },
    good: false,
    bad: true,
  },
  'put-read-only-refused': {
    find: putStatus({ meta: { created: '2001-01-01T00:00:00Z' } }),
    good: 200,
    bad: 400,
  },
  'put-refuses-id': { find: putStatus({ id: 'x' }), good: 200, bad: 400 },
  'put-answers-nothing': { find: putStatus({}), good: 200, bad: 204 },
  'put-answers-request': {
    find: async (client) => emails((await put(client, {}, { emails: [WORK] })).answer, 'type'),
    good: ['work'],
    bad: [],
  },
  'put-not-implemented': { find: putStatus({}), good: 200, bad: 501 },
  'deleted-group-still-readable': {
    find: async (client) => {
      const path = `/Groups/${await addGroup(client, 'Team')}`;
      await client.send('DELETE', path);
      return (await client.send('GET', path)).status;
    },
    good: 404,
    bad: 200,
  },
  'deleted-group-still-listed': {
    find: async (client) => {
      const id = await addGroup(client, 'Team');
      await client.send('DELETE', `/Groups/${id}`);
      return names(await query(client, `id eq "${id}"`, '/Groups')).length;
    },
    good: 0,
    bad: 1,
  },
  'deleted-id-reused': {
    find: async (client) => {
      const id = await addGroup(client, 'Team');
      await client.send('DELETE', `/Groups/${id}`);
      return (await addGroup(client, 'Team')) === id;
    },
    good: false,
    bad: true,
  },
};

testFaults(SCENARIOS);
