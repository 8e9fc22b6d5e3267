import { type Json, type JsonObject, member } from '../../scim/json.ts';
import { CORE_GROUP, CORE_USER, ENTERPRISE_USER } from '../../scim/urns.ts';
import type { ENTRA_CLIENT } from './entra-client.ts';
import {
  addGroup,
  addUser,
  at,
  type Client,
  names,
  patch,
  query,
  type Scenario,
  testFaults,
  user,
} from './fixtures/scenario.ts';

const EXTENSION = 'urn:example:params:scim:schemas:extension:acme:2.0:User';

/** The status of a request on a user who exists, with these headers. */
function statusWith(
  headers: Readonly<Record<string, string>>,
  method = 'GET',
  body?: Json,
): Scenario['find'] {
  return async (client) =>
    (await client.send(method, `/Users/${await addUser(client, 'ada')}`, body, headers)).status;
}

const WRONG = { authorization: 'Bearer wrong' };

/** The status of a creation. */
const creation =
  (body: JsonObject, path = '/Users'): Scenario['find'] =>
  async (client) =>
    (await client.send('POST', path, body)).status;

const group = (more: JsonObject): JsonObject => ({ schemas: [CORE_GROUP], displayName: 'Team', ...more });

/** The first attribute definition in `/Schemas` with this name. */
async function definition(client: Client, name: string): Promise<Json | undefined> {
  const found = member((await client.send('GET', '/Schemas')).body, 'Resources');
  const all = Array.isArray(found) ? found.flatMap((item: Json) => member(item, 'attributes') ?? []) : [];
  return all.flat().find((item) => member(item, 'name') === name);
}

/** What a filter finds where ada has bea for a manager and both are in a group. */
const probing =
  (
    filter: (ids: { readonly ada: string; readonly bea: string; readonly team: string }) => string,
    endpoint: string,
  ): Scenario['find'] =>
  async (client) => {
    const bea = await addUser(client, 'bea');
    const ada = await addUser(client, 'ada', { [ENTERPRISE_USER]: { manager: { value: bea } } });
    const team = await addGroup(client, 'Team', [ada]);
    const seen = await query(client, filter({ ada, bea, team }), endpoint);
    return [seen.status, names(seen)];
  };

/** The statuses of members added to a group at the same time, and how many are in it afterwards. */
async function together(client: Client): Promise<unknown> {
  const ids = [await addUser(client, 'ada'), await addUser(client, 'bea'), await addUser(client, 'cleo')];
  const path = `/Groups/${await addGroup(client, 'Team')}`;
  const answers = await Promise.all(
    ids.map((value) => patch(client, path, { op: 'Add', path: 'members', value: [{ value }] })),
  );
  const members = at(await client.send('GET', path), 'members');
  return [answers.map(({ status }) => status).sort(), Array.isArray(members) ? members.length : 0];
}

const SCENARIOS: Record<keyof typeof ENTRA_CLIENT, Scenario> = {
  'token-unchecked-on-get': { find: statusWith(WRONG), good: 401, bad: 200 },
  'token-unchecked-on-patch': { find: statusWith(WRONG, 'PATCH', {}), good: 401, bad: 400 },
  'token-unchecked-on-delete': { find: statusWith(WRONG, 'DELETE'), good: 401, bad: 204 },
  'token-unchecked-for-groups': {
    find: async (client) => (await client.send('GET', '/Groups', undefined, WRONG)).status,
    good: 401,
    bad: 200,
  },
  'missing-token-let-in': { find: statusWith({ authorization: '' }), good: 401, bad: 200 },
  'wrong-token-answers-404': { find: statusWith(WRONG), good: 401, bad: 404 },
  'wrong-token-answers-500': { find: statusWith(WRONG), good: 401, bad: 500 },
  'unknown-parameter-refused': {
    find: async (client) => (await client.send('GET', '/Users?colour=red')).status,
    good: 200,
    bad: 400,
  },
  'flag-parameter-not-found': {
    find: async (client) => (await client.send('POST', '/Users?aadOptscim062020', user('ada'))).status,
    good: 201,
    bad: 404,
  },
  'unknown-header-refused': { find: statusWith({ adscimversion: '5.0' }, 'DELETE'), good: 204, bad: 400 },
  'user-agent-demanded': { find: statusWith({ 'user-agent': '' }), good: 200, bad: 403 },
  'schemas-bare-array': {
    find: async (client) => Array.isArray((await client.send('GET', '/Schemas')).body),
    good: false,
    bad: true,
  },
  'schemas-empty': {
    find: async (client) => at(await client.send('GET', '/Schemas'), 'totalResults'),
    good: 3,
    bad: 0,
  },
  'schemas-lower-case-words': {
    find: async (client) => member(await definition(client, 'title'), 'mutability'),
    good: 'readWrite',
    bad: 'readwrite',
  },
  'schemas-with-nulls': {
    find: async (client) => member(await definition(client, 'title'), 'description'),
    good: undefined,
    bad: null,
  },
  'schemas-without-name': {
    find: async (client) => (await definition(client, 'name')) === undefined,
    good: false,
    bad: true,
  },
  'schemas-without-types': {
    find: async (client) => JSON.stringify(await definition(client, 'emails')).includes('canonicalValues'),
    good: true,
    bad: false,
  },
  'match-finds-former-holder': {
    find: async (client) => {
      const path = `/Users/${await addUser(client, 'ada')}`;
      await patch(client, path, { op: 'replace', path: 'userName', value: 'bea' });
      await addUser(client, 'ada');
      return names(await query(client, 'userName eq "ada"'));
    },
    good: ['ada'],
    bad: ['ada', 'bea'],
  },
  'manager-probe-refused': {
    find: probing(({ ada, bea }) => `id eq "${ada}" and manager eq "${bea}"`, '/Users'),
    good: [200, ['ada']],
    bad: [400, []],
  },
  'member-probe-ignores-member': {
    find: probing(({ team, bea }) => `id eq "${team}" and members eq "${bea}"`, '/Groups'),
    good: [200, []],
    bad: [200, ['Team']],
  },
  'probe-wants-id-first': {
    find: probing(({ team, ada }) => `members eq "${ada}" and id eq "${team}"`, '/Groups'),
    good: [200, ['Team']],
    bad: [200, []],
  },
  'enterprise-urn-needs-data': { find: creation(user('ada')), good: 201, bad: 400 },
  'unlisted-extension-dropped': {
    find: async (client) => {
      const body = user('ada', { schemas: [CORE_USER], [ENTERPRISE_USER]: { department: 'Math' } });
      return at(await client.send('POST', '/Users', body), ENTERPRISE_USER, 'department');
    },
    good: 'Math',
    bad: undefined,
  },
  'unlisted-extension-refused': {
    find: creation(user('ada', { [EXTENSION]: { badge: '7' } })),
    good: 201,
    bad: 400,
  },
  'empty-array-refused': { find: creation(user('ada', { roles: [] })), good: 201, bad: 400 },
  'null-on-create-500': { find: creation(user('ada', { title: null, roles: [] })), good: 201, bad: 500 },
  'client-meta-refused': {
    find: creation(user('ada', { meta: { resourceType: 'User' } })),
    good: 201,
    bad: 400,
  },
  'unknown-manager-refused': {
    find: creation(user('ada', { [ENTERPRISE_USER]: { manager: { value: 'XQZT' } } })),
    good: 201,
    bad: 400,
  },
  'string-primary-refused': {
    find: creation(user('ada', { roles: [{ value: 'a', primary: 'True' }] })),
    good: 201,
    bad: 400,
  },
  'string-primary-lost': {
    find: async (client) => {
      const body = user('ada', { roles: [{ value: 'a', primary: 'True' }] });
      return at(await client.send('POST', '/Users', body), 'roles', 0, 'primary');
    },
    good: true,
    bad: false,
  },
  'role-primary-lost': {
    find: async (client) => {
      const body = user('ada', { roles: [{ value: 'a', display: 'A', primary: true }] });
      return at(await client.send('POST', '/Users', body), 'roles', 0, 'primary');
    },
    good: true,
    bad: undefined,
  },
  'guest-name-refused': { find: creation(user('ada#EXT#@example.com')), good: 201, bad: 400 },
  'guest-name-cut': {
    find: async (client) => at(await client.send('POST', '/Users', user('ada#EXT#@example.com')), 'userName'),
    good: 'ada#EXT#@example.com',
    bad: 'ada@example.com',
  },
  'repeated-creation-answers-201': {
    find: async (client) => {
      await addUser(client, 'ada');
      return (await client.send('POST', '/Users', user('ada'))).status;
    },
    good: 409,
    bad: 201,
  },
  'repeated-creation-500': {
    find: async (client) => {
      await addUser(client, 'ada');
      return (await client.send('POST', '/Users', user('ada'))).status;
    },
    good: 409,
    bad: 500,
  },
  'group-duplicate-other-case': {
    find: async (client) => {
      await addGroup(client, 'Team');
      return (await client.send('POST', '/Groups', group({ displayName: 'TEAM' }))).status;
    },
    good: 409,
    bad: 201,
  },
  'group-empty-members-refused': { find: creation(group({ members: [] }), '/Groups'), good: 201, bad: 400 },
  'group-foreign-urn-refused': {
    find: creation(group({ schemas: [CORE_GROUP, 'http://schemas.example.com/Group'] }), '/Groups'),
    good: 201,
    bad: 400,
  },
  'group-pathless-ignored': {
    find: async (client) => {
      const path = `/Groups/${await addGroup(client, 'Team')}`;
      await patch(client, path, { op: 'replace', value: { displayName: 'Crew' } });
      return at(await client.send('GET', path), 'displayName');
    },
    good: 'Crew',
    bad: 'Team',
  },
  'group-patch-returns-group': {
    find: async (client) => {
      const path = `/Groups/${await addGroup(client, 'Team')}`;
      return (await patch(client, path, { op: 'replace', path: 'displayName', value: 'Crew' })).status;
    },
    good: 204,
    bad: 200,
  },
  'parallel-members-lost': { find: together, good: [[204, 204, 204], 3], bad: [[204, 204, 204], 1] },
  'parallel-members-conflict': { find: together, good: [[204, 204, 204], 3], bad: [[204, 409, 409], 1] },
};

testFaults(SCENARIOS);
