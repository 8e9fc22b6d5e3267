import { isObject, type Json, type JsonObject, member } from '../../scim/json.ts';
import { BULK_REQUEST, CORE_GROUP, ENTERPRISE_USER } from '../../scim/urns.ts';
import type { BULK } from './bulk.ts';
import { at, type Client, type Scenario, type Seen, testFaults, user } from './fixtures/scenario.ts';

const good = (bulkId: string, more: JsonObject = {}): JsonObject => ({
  method: 'POST',
  path: '/Users',
  bulkId,
  data: user(bulkId, more),
});
const group = (bulkId: string, ...members: readonly string[]): JsonObject => ({
  method: 'POST',
  path: '/Groups',
  bulkId,
  data: { schemas: [CORE_GROUP], displayName: bulkId, members: members.map((value) => ({ value })) },
});
const BAD = { method: 'POST', path: '/Users', bulkId: 'bad', data: {} };
const GONE = { method: 'DELETE', path: '/Users/none' };

function send(client: Client, operations: readonly Json[], more: JsonObject = {}): Promise<Seen> {
  return client.send('POST', '/Bulk', { schemas: [BULK_REQUEST], Operations: operations, ...more });
}

/** A part of each result of a job. */
function results(name: string, operations: readonly Json[], more: JsonObject = {}): Scenario['find'] {
  return async (client) => {
    const all = at(await send(client, operations, more), 'Operations');
    return Array.isArray(all) ? all.map((item) => member(item, name)) : all;
  };
}

/** Whether the response of the first result holds this, or whether there is one at all. */
function response(name: string | null): Scenario['find'] {
  return async (client) => {
    const found = at(await send(client, [BAD]), 'Operations', 0, 'response');
    return name === null ? isObject(found) : isObject(found) && member(found, name) !== undefined;
  };
}

function statusOf(operations: readonly Json[] | null): Scenario['find'] {
  return async (client) =>
    (
      await client.send('POST', '/Bulk', {
        schemas: [BULK_REQUEST],
        ...(operations === null ? {} : { Operations: operations }),
      })
    ).status;
}

/** How many members the groups of a job have. */
async function members(client: Client, operations: readonly Json[]): Promise<unknown> {
  await send(client, operations);
  const groups = at(await client.send('GET', '/Groups'), 'Resources');
  if (!Array.isArray(groups)) return groups;
  return groups.map((item) => {
    const ids = member(item, 'members');
    return (Array.isArray(ids) ? ids : []).filter((one) => !String(member(one, 'value')).startsWith('bulkId'))
      .length;
  });
}

const MANY = Array.from({ length: 101 }, () => GONE);

const SCENARIOS: Record<keyof typeof BULK, Scenario> = {
  'bulk-stops-at-first-error': {
    find: results('status', [BAD, good('eve')]),
    good: ['400', '201'],
    bad: ['400'],
  },
  'bulk-fail-on-errors-ignored': {
    find: results('status', [BAD, good('eve')], { failOnErrors: 1 }),
    good: ['400'],
    bad: ['400', '201'],
  },
  'bulk-fail-on-errors-off-by-one': {
    find: results('status', [BAD, good('eve')], { failOnErrors: 1 }),
    good: ['400'],
    bad: ['400', '201'],
  },
  'bulk-id-not-returned': { find: results('bulkId', [good('eve')]), good: ['eve'], bad: [undefined] },
  'bulk-method-not-returned': { find: results('method', [good('eve')]), good: ['POST'], bad: [undefined] },
  'bulk-location-of-creations-only': {
    find: results('location', [GONE]),
    good: ['http://provider.test/scim/v2/Users/none'],
    bad: [undefined],
  },
  'bulk-error-without-response': { find: response(null), good: true, bad: false },
  'bulk-error-as-text': { find: response(null), good: true, bad: false },
  'bulk-error-without-detail': { find: response('detail'), good: true, bad: false },
  'bulk-status-always-200': { find: results('status', [good('eve')]), good: ['201'], bad: ['200'] },
  'bulk-errors-all-400': { find: results('status', [GONE]), good: ['404'], bad: ['400'] },
  'bulk-deletions-not-reported': {
    find: async (client) => {
      const { headers } = await client.send('POST', '/Users', user('ada'));
      const path = (headers.get('location') ?? '').replace(/^.*(?=\/Users)/, '');
      const all = at(await send(client, [{ method: 'DELETE', path }]), 'Operations');
      return Array.isArray(all) && all.length;
    },
    good: 1,
    bad: 0,
  },
  'bulk-answers-207': { find: statusOf([BAD]), good: 200, bad: 207 },
  'bulk-response-unmarked': {
    find: async (client) => at(await send(client, [good('eve')]), 'schemas') !== undefined,
    good: true,
    bad: false,
  },
  'bulk-errors-reported-done': {
    find: results('status', [{ method: 'PUT', path: '/Users/none' }]),
    good: ['400'],
    bad: ['200'],
  },
  'bulk-missing-path-reported-done': {
    find: results('status', [{ method: 'DELETE' }]),
    good: ['400'],
    bad: ['200'],
  },
  'bulk-without-operations-accepted': { find: statusOf(null), good: 400, bad: 200 },
  'bulk-references-not-resolved': {
    find: (client) => members(client, [good('eve'), group('Team', 'bulkId:eve')]),
    good: [1],
    bad: [],
  },
  'bulk-references-in-core-only': {
    find: async (client) => {
      const more = { [ENTERPRISE_USER]: { manager: { value: 'bulkId:boss' } } };
      await send(client, [good('boss'), good('eve', more)]);
      const found = await client.send('GET', '/Users?filter=userName%20eq%20%22eve%22');
      const manager = at(found, 'Resources', 0, ENTERPRISE_USER, 'manager', 'value');
      return typeof manager;
    },
    good: 'string',
    bad: 'undefined',
  },
  'bulk-circle-half-closed': {
    find: (client) => members(client, [group('One', 'bulkId:Two'), group('Two', 'bulkId:One')]),
    good: [1, 1],
    bad: [0, 1],
  },
  'bulk-unlimited': { find: statusOf(MANY), good: 413, bad: 200 },
  'bulk-limit-400': { find: statusOf(MANY), good: 413, bad: 400 },
  'bulk-limit-not-named': {
    find: async (client) => String(at(await send(client, MANY), 'detail')).includes('maxOperations'),
    good: true,
    bad: false,
  },
};

testFaults(SCENARIOS);
