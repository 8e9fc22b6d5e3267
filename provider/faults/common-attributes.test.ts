import { isObject, type Json, member, stringMember } from '../../scim/json.ts';
import { CORE_USER, ENTERPRISE_USER } from '../../scim/urns.ts';
import type { COMMON } from './common-attributes.ts';
import {
  addUser,
  at,
  type Client,
  patch,
  type Scenario,
  type Seen,
  testFaults,
  user,
} from './fixtures/scenario.ts';

/** What is found in the answer to GET of a new user. */
const reading =
  (look: (seen: Seen, id: string) => unknown, more = {}): Scenario['find'] =>
  async (client) => {
    const id = await addUser(client, 'ada', more);
    return look(await client.send('GET', `/Users/${id}`), id);
  };

/** What is found in the answer after the user was renamed. */
const renamed =
  (look: (before: Seen, after: Seen) => unknown): Scenario['find'] =>
  async (client) => {
    const id = await addUser(client, 'ada');
    const before = await client.send('GET', `/Users/${id}`);
    await new Promise((resolve) => setTimeout(resolve, 3));
    await patch(client, `/Users/${id}`, { op: 'replace', path: 'userName', value: 'bea' });
    return look(before, await client.send('GET', `/Users/${id}`));
  };

/** What is found in the first resource of a list. */
const listed =
  (look: (resource: unknown) => unknown): Scenario['find'] =>
  async (client) => {
    await addUser(client, 'ada');
    return look(at(await client.send('GET', '/Users'), 'Resources', 0));
  };

const schemas = (seen: Seen) => at(seen, 'schemas');
const both = [CORE_USER, ENTERPRISE_USER];

const creating =
  (more: Parameters<typeof user>[1]): Scenario['find'] =>
  async (client: Client) => {
    const { status, body } = await client.send('POST', '/Users', user('ada', more));
    return [status, member(body, 'id') === 'mine'];
  };

const schemaIds = async (client: Client): Promise<readonly string[]> => {
  const found = at(await client.send('GET', '/Schemas'), 'Resources');
  return (Array.isArray(found) ? found : []).map((schema: Json) => stringMember(schema, 'id') ?? '');
};

const SCENARIOS: Record<keyof typeof COMMON, Scenario> = {
  'schemas-left-out': { find: reading(schemas), good: both, bad: undefined },
  'schemas-shown-empty': { find: reading(schemas), good: both, bad: [] },
  'schemas-shown-twice': { find: reading(schemas), good: both, bad: [CORE_USER, ...both] },
  'schemas-of-own': { find: reading(schemas), good: both, bad: [...both, 'urn:example:internal:2.0:Record'] },
  'base-schema-demanded-first': {
    find: creating({ schemas: [ENTERPRISE_USER, CORE_USER] }),
    good: [201, false],
    bad: [400, false],
  },
  'schemas-without-base': { find: reading(schemas), good: both, bad: [ENTERPRISE_USER] },
  'extension-redefines-title': {
    find: async (client) => {
      const { body } = await client.send('GET', '/Schemas');
      const found = member(body, 'Resources');
      const schema = (Array.isArray(found) ? found : []).find(
        (item: Json) => member(item, 'id') === ENTERPRISE_USER,
      );
      const attributes = member(schema, 'attributes');
      return (Array.isArray(attributes) ? attributes : []).some(
        (item: Json) => member(item, 'name') === 'title',
      );
    },
    good: false,
    bad: true,
  },
  'extension-flattened': {
    find: reading((seen) => at(seen, 'department'), { [ENTERPRISE_USER]: { department: 'Sales' } }),
    good: undefined,
    bad: 'Sales',
  },
  'id-from-client': { find: creating({ id: 'mine' }), good: [201, false], bad: [201, true] },
  'id-refused-from-client': { find: creating({ id: 'mine' }), good: [201, false], bad: [400, false] },
  'id-with-bulk-id': {
    find: reading((_, id) => decodeURIComponent(id).includes('bulkId')),
    good: false,
    bad: true,
  },
  'id-shown-with-version': {
    find: renamed((before, after) => at(before, 'id') === at(after, 'id')),
    good: true,
    bad: false,
  },
  'ids-reused': {
    find: async (client) => {
      const id = await addUser(client, 'ada');
      await client.send('DELETE', `/Users/${id}`);
      return (await addUser(client, 'bea')) === id;
    },
    good: false,
    bad: true,
  },
  'id-shown-as-number': {
    find: listed((user) => isObject(user) && typeof user.id),
    good: 'string',
    bad: 'number',
  },
  'meta-left-out': { find: reading((seen) => typeof at(seen, 'meta')), good: 'object', bad: 'undefined' },
  'meta-left-out-of-lists': {
    find: listed((user) => isObject(user) && typeof user.meta),
    good: 'object',
    bad: 'undefined',
  },
  'resource-type-in-small-letters': {
    find: reading((seen) => at(seen, 'meta', 'resourceType')),
    good: 'User',
    bad: 'user',
  },
  'last-modified-frozen': {
    find: renamed(
      (before, after) => at(before, 'meta', 'lastModified') === at(after, 'meta', 'lastModified'),
    ),
    good: false,
    bad: true,
  },
  'created-moves': {
    find: renamed((before, after) => at(before, 'meta', 'created') === at(after, 'meta', 'created')),
    good: true,
    bad: false,
  },
  'last-modified-before-created': {
    find: reading((seen) => String(at(seen, 'meta', 'lastModified')) < String(at(seen, 'meta', 'created'))),
    good: false,
    bad: true,
  },
  'location-of-the-list': {
    find: reading((seen, id) => String(at(seen, 'meta', 'location')).endsWith(id)),
    good: true,
    bad: false,
  },
  'content-location-differs': {
    find: reading(({ headers }) => headers.has('content-location')),
    good: false,
    bad: true,
  },
  'version-differs-from-etag': {
    find: reading((seen) => seen.headers.get('etag') === at(seen, 'meta', 'version')),
    good: true,
    bad: false,
  },
  'weak-mark-in-small-letters': {
    find: reading((seen) => String(at(seen, 'meta', 'version')).slice(0, 2)),
    good: 'W/',
    bad: 'w/',
  },
  'external-id-invented': {
    find: reading((seen, id) => at(seen, 'externalId') === id),
    good: false,
    bad: true,
  },
  'external-id-in-small-letters': {
    find: reading((seen) => at(seen, 'externalId'), { externalId: 'A-1' }),
    good: 'A-1',
    bad: 'a-1',
  },
  'message-schema-listed': {
    find: async (client) => (await schemaIds(client)).some((id) => id.includes(':api:')),
    good: false,
    bad: true,
  },
};

testFaults(SCENARIOS);
