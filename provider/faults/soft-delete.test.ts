import type { Json, JsonObject } from '../../scim/json.ts';
import {
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
import type { SOFT_DELETE } from './soft-delete.ts';

const replaceActive = (value: Json) => ({ op: 'Replace', path: 'active', value });
const disable = replaceActive(false);

/** The status of the last of these PATCHes of an active user, and his `active` afterwards. */
function patching(...operations: readonly JsonObject[]): Scenario['find'] {
  return async (client) => {
    const path = `/Users/${await addUser(client, 'ada')}`;
    let status = 0;
    for (const operation of operations) status = (await patch(client, path, operation)).status;
    return [status, at(await client.send('GET', path), 'active')];
  };
}

/** What `look` sees once a user is disabled. */
function disabled(look: (client: Client, path: string) => Promise<unknown>): Scenario['find'] {
  return async (client) => {
    const path = `/Users/${await addUser(client, 'ada', { externalId: 'x1' })}`;
    await patch(client, path, disable);
    return look(client, path);
  };
}

/** What `look` sees once a user is deleted. */
function deleted(look: (client: Client, path: string) => Promise<unknown>): Scenario['find'] {
  return async (client) => {
    const path = `/Users/${await addUser(client, 'ada')}`;
    await client.send('DELETE', path);
    return look(client, path);
  };
}

const getStatus = async (client: Client, path: string) => (await client.send('GET', path)).status;

const SCENARIOS: Record<keyof typeof SOFT_DELETE, Scenario> = {
  'active-string-is-true': { find: patching(replaceActive('False')), good: [200, false], bad: [200, true] },
  'active-string-stored': { find: patching(replaceActive('False')), good: [200, false], bad: [200, 'False'] },
  'active-string-refused': { find: patching(replaceActive('False')), good: [200, false], bad: [400, true] },
  'active-ignored': { find: patching(disable), good: [200, false], bad: [200, true] },
  'active-missing-after-disable': { find: patching(disable), good: [200, false], bad: [200, undefined] },
  'patch-pathless-ignored': {
    find: patching({ op: 'replace', value: { active: false } }),
    good: [200, false],
    bad: [200, true],
  },
  'patch-pathless-replaces-resource': {
    find: async (client) => {
      const path = `/Users/${await addUser(client, 'ada', { title: 'Dr' })}`;
      await patch(client, path, { op: 'replace', value: { active: false, name: { givenName: 'Ada' } } });
      return at(await client.send('GET', path), 'title');
    },
    good: 'Dr',
    bad: undefined,
  },
  'patch-first-operation-only': {
    find: async (client) => {
      const path = `/Users/${await addUser(client, 'ada')}`;
      await patch(client, path, { op: 'replace', path: 'title', value: 'Dr' }, disable);
      return at(await client.send('GET', path), 'active');
    },
    good: false,
    bad: true,
  },
  'patch-op-case-sensitive': { find: patching(disable), good: [200, false], bad: [400, true] },
  'patch-add-active-refused': {
    find: patching({ op: 'Add', path: 'active', value: 'False' }),
    good: [200, false],
    bad: [400, true],
  },
  'put-active-ignored': {
    find: async (client) => {
      const path = `/Users/${await addUser(client, 'ada')}`;
      await client.send('PUT', path, user('ada', { active: false }));
      return at(await client.send('GET', path), 'active');
    },
    good: false,
    bad: true,
  },
  'disable-deletes': { find: disabled(getStatus), good: 200, bad: 404 },
  'disabled-hidden-from-filter': {
    find: disabled(async (client) => names(await query(client, 'userName eq "ada"'))),
    good: ['ada'],
    bad: [],
  },
  'disabled-get-404': { find: disabled(getStatus), good: 200, bad: 404 },
  'disable-clears-attributes': {
    find: disabled(async (client, path) => at(await client.send('GET', path), 'externalId')),
    good: 'x1',
    bad: undefined,
  },
  'disable-renames': {
    find: disabled(async (client, path) => at(await client.send('GET', path), 'userName')),
    good: 'ada',
    bad: 'ada_disabled',
  },
  'disabled-name-freed': {
    find: disabled(async (client) => (await client.send('POST', '/Users', user('ada'))).status),
    good: 409,
    bad: 201,
  },
  'reactivate-refused': {
    find: patching(disable, replaceActive(true)),
    good: [200, true],
    bad: [400, false],
  },
  'disable-again-refused': { find: patching(disable, disable), good: [200, false], bad: [400, false] },
  'enable-again-refused': { find: patching(replaceActive('True')), good: [200, true], bad: [400, true] },
  'disable-touches-others': {
    find: async (client) => {
      const other = `/Users/${await addUser(client, 'bea')}`;
      await patch(client, `/Users/${await addUser(client, 'ada')}`, disable);
      return at(await client.send('GET', other), 'active');
    },
    good: true,
    bad: false,
  },
  'deleted-still-readable': { find: deleted(getStatus), good: 404, bad: 200 },
  'deleted-found-by-filter': {
    find: deleted(async (client) => names(await query(client, 'userName eq "ada"'))),
    good: [],
    bad: ['ada'],
  },
  'deleted-counted': {
    find: deleted(async (client) => at(await client.send('GET', '/Users'), 'totalResults')),
    good: 0,
    bad: 1,
  },
  'deleted-name-taken': {
    find: deleted(async (client) => (await client.send('POST', '/Users', user('ada'))).status),
    good: 201,
    bad: 409,
  },
  'delete-only-disables': { find: deleted(getStatus), good: 404, bad: 200 },
  'delete-answers-200': {
    find: async (client) => (await client.send('DELETE', `/Users/${await addUser(client, 'ada')}`)).status,
    good: 204,
    bad: 200,
  },
};

testFaults(SCENARIOS);
