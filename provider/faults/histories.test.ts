import type { Json, JsonObject } from '../../scim/json.ts';
import { ENTERPRISE_USER } from '../../scim/urns.ts';
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
import type { HISTORIES } from './histories.ts';

const replace = (path: string, value: Json): JsonObject => ({ op: 'replace', path, value });
const DISABLE = replace('active', false);
const RESTORE = replace('active', true);

/** What `attribute` is after these PATCHes, one request each, of a user with an attribute of every kind. */
function after(attribute: readonly string[], ...operations: readonly JsonObject[]): Scenario['find'] {
  return async (client) => {
    const path = `/Users/${await addUser(client, 'ada', { title: 'Dr', displayName: 'Ada' })}`;
    for (const operation of operations) await patch(client, path, operation);
    return at(await client.send('GET', path), ...attribute);
  };
}

/** The answer to creating "ada" again after she was renamed, disabled or deleted. */
async function recreated(
  client: Client,
  more: JsonObject,
  ...operations: readonly JsonObject[]
): Promise<Awaited<ReturnType<Client['send']>>> {
  const path = `/Users/${await addUser(client, 'ada', more)}`;
  for (const operation of operations) await patch(client, path, operation);
  await client.send('DELETE', path);
  return client.send('POST', '/Users', user('ada'));
}

/** The members of a group that these operations were sent to, one request each, with the ids of two users. */
function membersAfter(
  ...steps: readonly ((path: string, ids: readonly string[], client: Client) => Promise<unknown>)[]
): Scenario['find'] {
  return async (client) => {
    const ids = [await addUser(client, 'ada'), await addUser(client, 'bob')];
    const path = `/Groups/${await addGroup(client, 'Team', ids)}`;
    for (const step of steps) await step(path, ids, client);
    const members = at(await client.send('GET', path), 'members');
    return Array.isArray(members) ? members.length : 0;
  };
}

const SCENARIOS: Record<keyof typeof HISTORIES, Scenario> = {
  'third-update-lost': {
    find: after(['title'], replace('title', 'A'), replace('title', 'B'), replace('title', 'C')),
    good: 'C',
    bad: 'B',
  },
  'second-update-reverts-first': {
    find: after(['title'], replace('title', 'A'), replace('displayName', 'B')),
    good: 'A',
    bad: 'Dr',
  },
  'restore-resets-attributes': {
    find: after(['title'], DISABLE, replace('title', 'A'), RESTORE),
    good: 'A',
    bad: 'Dr',
  },
  'restore-loses-manager': {
    find: async (client) => {
      const boss = await addUser(client, 'boss');
      const path = `/Users/${await addUser(client, 'ada', { [ENTERPRISE_USER]: { manager: { value: boss } } })}`;
      await patch(client, path, DISABLE);
      await patch(client, path, RESTORE);
      return typeof at(await client.send('GET', path), ENTERPRISE_USER, 'manager', 'value');
    },
    good: 'string',
    bad: 'undefined',
  },
  'restore-leaves-groups': {
    find: membersAfter(
      (_path, ids, client) => patch(client, `/Users/${ids[0]}`, DISABLE),
      (_path, ids, client) => patch(client, `/Users/${ids[0]}`, RESTORE),
    ),
    good: 2,
    bad: 1,
  },
  'rename-keeps-old-name-taken': {
    find: async (client) => {
      const path = `/Users/${await addUser(client, 'ada')}`;
      await patch(client, path, replace('userName', 'eve'));
      return (await client.send('POST', '/Users', user('ada'))).status;
    },
    good: 201,
    bad: 409,
  },
  'rename-back-refused': {
    find: async (client) => {
      const path = `/Users/${await addUser(client, 'ada')}`;
      await patch(client, path, replace('userName', 'eve'));
      return (await patch(client, path, replace('userName', 'ada'))).status;
    },
    good: 200,
    bad: 409,
  },
  'purged-name-taken-when-disabled': {
    find: async (client) => (await recreated(client, {}, DISABLE)).status,
    good: 201,
    bad: 409,
  },
  'rehired-user-inherits': {
    find: async (client) => at(await recreated(client, { title: 'Dr' }), 'title'),
    good: undefined,
    bad: 'Dr',
  },
  'rehired-user-stays-disabled': {
    find: async (client) => at(await recreated(client, {}, DISABLE), 'active'),
    good: true,
    bad: false,
  },
  'update-leaks-to-last-created': {
    find: async (client) => {
      const path = `/Users/${await addUser(client, 'ada', { displayName: 'Ada' })}`;
      const other = `/Users/${await addUser(client, 'bob', { displayName: 'Bob' })}`;
      await patch(client, path, replace('displayName', 'Eve'));
      return at(await client.send('GET', other), 'displayName');
    },
    good: 'Bob',
    bad: 'Eve',
  },
  'clearing-clears-on-second-try': {
    find: after(['title'], { op: 'remove', path: 'title' }),
    good: undefined,
    bad: 'Dr',
  },
  'rejoining-member-lost': {
    find: membersAfter(
      (path, ids, client) => patch(client, path, { op: 'remove', path: `members[value eq "${ids[0]}"]` }),
      (path, ids, client) =>
        patch(client, path, { op: 'add', path: 'members', value: [{ value: ids[0] ?? '' }] }),
    ),
    good: 2,
    bad: 1,
  },
  'renamed-group-found-by-old-name': {
    find: async (client) => {
      const path = `/Groups/${await addGroup(client, 'Team')}`;
      await patch(client, path, replace('displayName', 'Crew'));
      return names(await query(client, 'displayName eq "Crew"', '/Groups')).length;
    },
    good: 1,
    bad: 0,
  },
};

testFaults(SCENARIOS);
