import { type Json, type JsonObject, member, stringMember } from '../../scim/json.ts';
import { CORE_USER, ENTERPRISE_USER } from '../../scim/urns.ts';
import type { DESCRIPTION } from './description.ts';
import {
  addUser,
  at,
  type Client,
  patch,
  query,
  type Scenario,
  testFaults,
  user,
} from './fixtures/scenario.ts';

const CONFIG = '/ServiceProviderConfig';
const USER_SCHEMA = `/Schemas/${CORE_USER}`;

/** A member of the configuration. */
const configured =
  (...path: readonly (string | number)[]): Scenario['find'] =>
  async (client) =>
    at(await client.send('GET', CONFIG), ...path);

const status =
  (method: string, path: string, headers: Readonly<Record<string, string>> = {}): Scenario['find'] =>
  async (client) =>
    (await client.send(method, path, undefined, headers)).status;

/** What the list of a discovery endpoint says of each resource. */
const each =
  (path: string, look: (resource: Json) => unknown): Scenario['find'] =>
  async (client) => {
    const { body } = await client.send('GET', path);
    const found = member(body, 'Resources') ?? body;
    return Array.isArray(found) ? found.map(look) : found;
  };

const types = (name: string): Scenario['find'] => each('/ResourceTypes', (type) => member(type, name));
const named = (name: string) => (item: Json) => stringMember(item, name);

/** A member of an attribute's definition in the schema of users. */
const defined =
  (path: string, characteristic: string): Scenario['find'] =>
  async (client) => {
    let found: Json | undefined = (await client.send('GET', USER_SCHEMA)).body;
    for (const [depth, name] of path.split('.').entries()) {
      const list = member(found, depth === 0 ? 'attributes' : 'subAttributes');
      found = Array.isArray(list) ? list.find((item) => stringMember(item, 'name') === name) : undefined;
    }
    return member(found, characteristic);
  };

/** A user, read back in some way. */
const reading =
  (more: JsonObject, search: string, ...path: readonly (string | number)[]): Scenario['find'] =>
  async (client) =>
    at(await client.send('GET', `/Users/${await addUser(client, 'ada', more)}${search}`), ...path);

/** Tries to write to a discovery endpoint. */
const writing =
  (
    method: string,
    path: string,
    body: JsonObject,
    look: (client: Client) => Promise<unknown>,
  ): Scenario['find'] =>
  async (client) => {
    await client.send(method, path, body);
    return look(client);
  };

const manager = { [ENTERPRISE_USER]: { department: 'A' } };
const schemasOf = (id: string) => async (client: Client) => {
  const ids = await each('/Schemas', named('id'))(client);
  return Array.isArray(ids) && ids.includes(id);
};

const kind =
  (find: Scenario['find']): Scenario['find'] =>
  async (client) =>
    typeof (await find(client));

const SCENARIOS: Record<keyof typeof DESCRIPTION, Scenario> = {
  'config-not-found': { find: status('GET', CONFIG), good: 200, bad: 404 },
  'config-schema-missing': { find: kind(configured('schemas')), good: 'object', bad: 'undefined' },
  'config-schema-1-1': {
    find: configured('schemas', 0),
    good: 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig',
    bad: 'urn:scim:schemas:core:1.0:ServiceProviderConfig',
  },
  'config-patch-missing': { find: kind(configured('patch')), good: 'object', bad: 'undefined' },
  'config-patch-supported-text': { find: configured('patch', 'supported'), good: true, bad: 'true' },
  'config-bulk-missing': { find: kind(configured('bulk')), good: 'object', bad: 'undefined' },
  'config-bulk-limits-missing': {
    find: kind(configured('bulk', 'maxOperations')),
    good: 'number',
    bad: 'undefined',
  },
  'config-bulk-operations-text': {
    find: kind(configured('bulk', 'maxOperations')),
    good: 'number',
    bad: 'string',
  },
  'config-bulk-payload-with-unit': {
    find: kind(configured('bulk', 'maxPayloadSize')),
    good: 'number',
    bad: 'string',
  },
  'config-filter-max-results-missing': {
    find: configured('filter', 'maxResults'),
    good: 1000,
    bad: undefined,
  },
  'config-filter-max-results-exceeded': {
    find: async (client) => {
      const most = Number(await configured('filter', 'maxResults')(client));
      for (const name of ['ada', 'bea', 'cleo', 'dora']) await addUser(client, name);
      return Number(at(await client.send('GET', '/Users'), 'itemsPerPage')) <= most;
    },
    good: true,
    bad: false,
  },
  'config-change-password-missing': {
    find: configured('changePassword', 'supported'),
    good: true,
    bad: undefined,
  },
  'config-sort-missing': { find: configured('sort', 'supported'), good: true, bad: undefined },
  'config-etag-boolean': { find: configured('etag'), good: { supported: true }, bad: true },
  'config-schemes-missing': {
    find: configured('authenticationSchemes', 0, 'type'),
    good: 'oauthbearertoken',
    bad: undefined,
  },
  'config-schemes-object': {
    find: configured('authenticationSchemes', 'type'),
    good: undefined,
    bad: 'oauthbearertoken',
  },
  'config-scheme-without-type': {
    find: configured('authenticationSchemes', 0, 'type'),
    good: 'oauthbearertoken',
    bad: undefined,
  },
  'config-scheme-without-name': {
    find: configured('authenticationSchemes', 0, 'name'),
    good: 'Bearer token',
    bad: undefined,
  },
  'config-scheme-without-description': {
    find: kind(configured('authenticationSchemes', 0, 'description')),
    good: 'string',
    bad: 'undefined',
  },
  'config-behind-authentication': {
    find: status('GET', CONFIG, { authorization: '' }),
    good: 200,
    bad: 401,
  },
  'config-writable': {
    find: writing('PUT', CONFIG, { documentationUri: 'https://a.test' }, configured('documentationUri')),
    good: undefined,
    bad: 'https://a.test',
  },
  'config-pagination-text': { find: configured('pagination', 'index'), good: undefined, bad: 'true' },
  'config-pagination-default-unsupported': {
    find: configured('pagination', 'defaultPaginationMethod'),
    good: undefined,
    bad: 'cursor',
  },
  'change-password-refused': {
    find: async (client) => {
      const path = `/Users/${await addUser(client, 'ada')}`;
      return (await patch(client, path, { op: 'replace', path: 'password', value: 'Secret-1' })).status;
    },
    good: 200,
    bad: 400,
  },
  'etag-announced-only': {
    find: async (client) => {
      const seen = await client.send('GET', `/Users/${await addUser(client, 'ada')}`);
      return [seen.headers.get('etag'), at(seen, 'meta', 'version')];
    },
    good: ['W/"1"', 'W/"1"'],
    bad: [null, undefined],
  },
  'sort-announced-only': { find: status('GET', '/Users?sortBy=userName'), good: 200, bad: 501 },
  'patch-announced-only': {
    find: async (client) => {
      const path = `/Users/${await addUser(client, 'ada')}`;
      return (await patch(client, path, { op: 'replace', path: 'title', value: 'A' })).status;
    },
    good: 200,
    bad: 501,
  },
  'resource-types-not-found': { find: status('GET', '/ResourceTypes'), good: 200, bad: 404 },
  'resource-types-array': {
    find: async (client) => Array.isArray((await client.send('GET', '/ResourceTypes')).body),
    good: false,
    bad: true,
  },
  'resource-types-without-user': { find: types('id'), good: ['User', 'Group'], bad: ['Group'] },
  'resource-type-nameless': { find: types('name'), good: ['User', 'Group'], bad: [undefined, undefined] },
  'resource-type-without-endpoint': {
    find: types('endpoint'),
    good: ['/Users', '/Groups'],
    bad: [undefined, '/Groups'],
  },
  'resource-type-endpoint-wrong': {
    find: types('endpoint'),
    good: ['/Users', '/Groups'],
    bad: ['/scim/v2/Users', '/scim/v2/Groups'],
  },
  'resource-type-without-schema': {
    find: each('/ResourceTypes', (type) => typeof member(type, 'schema')),
    good: ['string', 'string'],
    bad: ['undefined', 'undefined'],
  },
  'resource-type-schema-unknown': {
    find: each('/ResourceTypes', (type) => member(type, 'schema') === member(type, 'name')),
    good: [false, false],
    bad: [true, true],
  },
  'resource-type-extension-unknown': { find: schemasOf(ENTERPRISE_USER), good: true, bad: false },
  'resource-type-extension-as-text': {
    find: each('/ResourceTypes', (type) => member(type, 'schemaExtensions')),
    good: [[{ schema: ENTERPRISE_USER, required: false }], []],
    bad: [[ENTERPRISE_USER], []],
  },
  'resource-type-extension-without-required': {
    find: each('/ResourceTypes', (type) => member(type, 'schemaExtensions')),
    good: [[{ schema: ENTERPRISE_USER, required: false }], []],
    bad: [[{ schema: ENTERPRISE_USER }], []],
  },
  'resource-type-extension-not-enforced': {
    find: each('/ResourceTypes', (type) => member(type, 'schemaExtensions')),
    good: [[{ schema: ENTERPRISE_USER, required: false }], []],
    bad: [[{ schema: ENTERPRISE_USER, required: true }], []],
  },
  'resource-type-extension-demanded': {
    find: async (client) => (await client.send('POST', '/Users', user('ada'))).status,
    good: 201,
    bad: 400,
  },
  'resource-type-name-other': { find: types('name'), good: ['User', 'Group'], bad: ['Users', 'Groups'] },
  'resource-type-single-as-list': {
    find: async (client) => at(await client.send('GET', '/ResourceTypes/User'), 'totalResults'),
    good: undefined,
    bad: 1,
  },
  'resource-type-single-not-found': { find: status('GET', '/ResourceTypes/User'), good: 200, bad: 404 },
  'resource-types-writable': {
    find: writing('POST', '/ResourceTypes', { id: 'Car' }, types('id')),
    good: ['User', 'Group'],
    bad: ['User', 'Group', 'Car'],
  },
  'schemas-not-found': { find: status('GET', '/Schemas'), good: 200, bad: 404 },
  'schemas-array': {
    find: async (client) => Array.isArray((await client.send('GET', '/Schemas')).body),
    good: false,
    bad: true,
  },
  'schemas-without-user': { find: schemasOf(CORE_USER), good: true, bad: false },
  'schemas-counted-wrong': {
    find: async (client) => at(await client.send('GET', '/Schemas'), 'totalResults'),
    good: 3,
    bad: 0,
  },
  'schema-by-id-not-found': { find: status('GET', USER_SCHEMA), good: 200, bad: 404 },
  'schema-by-id-as-list': {
    find: async (client) => at(await client.send('GET', USER_SCHEMA), 'totalResults'),
    good: undefined,
    bad: 1,
  },
  'schema-by-id-shortened': { find: defined('x509Certificates', 'type'), good: 'complex', bad: undefined },
  'schema-without-id': {
    find: each('/Schemas', (schema) => typeof member(schema, 'id')),
    good: ['string', 'string', 'string'],
    bad: ['undefined', 'undefined', 'undefined'],
  },
  'schema-id-short': {
    find: each('/Schemas', (schema) => member(schema, 'id') === member(schema, 'name')),
    good: [false, false, false],
    bad: [true, true, true],
  },
  'schema-attribute-without-plurality': {
    find: defined('userName', 'multiValued'),
    good: false,
    bad: undefined,
  },
  'schema-attribute-nameless': { find: defined('emails.display', 'type'), good: 'string', bad: undefined },
  'schema-type-unknown': { find: defined('displayName', 'type'), good: 'string', bad: 'text' },
  'schema-groups-writable': { find: defined('groups', 'mutability'), good: 'readOnly', bad: 'readWrite' },
  'schema-password-shown': { find: defined('password', 'returned'), good: 'never', bad: 'default' },
  'schema-complex-without-parts': {
    find: kind(defined('emails', 'subAttributes')),
    good: 'object',
    bad: 'undefined',
  },
  'schemas-writable': {
    find: writing('POST', '/Schemas', { id: 'urn:example:a' }, schemasOf('urn:example:a')),
    good: false,
    bad: true,
  },
  'discovery-paged': {
    find: each('/ResourceTypes?startIndex=2&count=1', named('id')),
    good: ['User', 'Group'],
    bad: ['Group'],
  },
  'discovery-filter-followed': {
    find: async (client) =>
      at(await client.send('GET', '/ResourceTypes?filter=id%20eq%20%22Group%22'), 'totalResults'),
    good: undefined,
    bad: 1,
  },
  'discovery-filter-ignored': { find: status('GET', '/Schemas?filter=id%20pr'), good: 403, bad: 200 },
  'declared-type-wrong': { find: defined('active', 'type'), good: 'boolean', bad: 'string' },
  'declared-plurality-wrong': { find: defined('emails', 'multiValued'), good: true, bad: false },
  'declared-required-not-enforced': { find: defined('nickName', 'required'), good: false, bad: true },
  'read-only-stored': {
    find: reading(
      { [ENTERPRISE_USER]: { manager: { value: '1', displayName: 'Bea' } } },
      '',
      ENTERPRISE_USER,
      'manager',
      'displayName',
    ),
    good: undefined,
    bad: 'Bea',
  },
  'groups-written': {
    find: async (client) => {
      const path = `/Users/${await addUser(client, 'ada')}`;
      await client.send('PUT', path, user('ada', { groups: [{ value: '1' }] }));
      return at(await client.send('GET', path), 'groups', 0, 'value');
    },
    good: undefined,
    bad: '1',
  },
  'declared-immutable-changed': {
    find: defined('nickName', 'mutability'),
    good: 'readWrite',
    bad: 'immutable',
  },
  'declared-never-returned': { find: defined('displayName', 'returned'), good: 'default', bad: 'never' },
  'declared-write-only-returned': {
    find: defined('displayName', 'mutability'),
    good: 'readWrite',
    bad: 'writeOnly',
  },
  'password-shown-on-request': {
    find: reading({ password: 'Secret-1' }, '?attributes=password', 'password'),
    good: undefined,
    bad: 'Secret-1',
  },
  'password-echoed': {
    find: async (client) => {
      const { text } = await client.send('POST', '/Users', user('ada', { password: 'Secret-1' }));
      return text.includes('Secret-1');
    },
    good: false,
    bad: true,
  },
  'declared-always-left-out': { find: defined('userName', 'returned'), good: 'default', bad: 'always' },
  'id-left-out': { find: kind(reading({}, '?attributes=userName', 'id')), good: 'string', bad: 'undefined' },
  'declared-request-unasked': { find: defined('displayName', 'returned'), good: 'default', bad: 'request' },
  'attributes-parameter-ignored': {
    find: reading({}, '?attributes=active', 'userName'),
    good: undefined,
    bad: 'ada',
  },
  'declared-unique-not-enforced': { find: defined('nickName', 'uniqueness'), good: 'none', bad: 'server' },
  'declared-case-exact-folded': { find: defined('displayName', 'caseExact'), good: false, bad: true },
  'external-id-lowered': { find: reading({ externalId: 'aB' }, '', 'externalId'), good: 'aB', bad: 'ab' },
  'declared-not-kept': { find: reading({ nickName: 'A' }, '', 'nickName'), good: 'A', bad: undefined },
  'schemas-undeclared': {
    find: reading(manager, '', 'schemas', 2),
    good: undefined,
    bad: 'urn:example:params:scim:schemas:internal:2.0:User',
  },
  'challenge-missing': {
    find: async (client) =>
      (await client.send('GET', '/Users', undefined, { authorization: '' })).headers.get('www-authenticate'),
    good: 'Bearer realm="SCIM"',
    bad: null,
  },
  'challenge-without-scheme': {
    find: async (client) =>
      (await client.send('GET', '/Users', undefined, { authorization: '' })).headers.get('www-authenticate'),
    good: 'Bearer realm="SCIM"',
    bad: 'realm="SCIM"',
  },
  'token-null-accepted': {
    find: status('GET', '/Users', { authorization: 'Bearer null' }),
    good: 401,
    bad: 200,
  },
  'basic-accepted': { find: status('GET', '/Users', { authorization: 'Basic YTo=' }), good: 401, bad: 200 },
  'reads-without-token': { find: status('GET', '/Users', { authorization: '' }), good: 401, bad: 200 },
  'put-with-any-token': {
    find: async (client) => {
      const path = `/Users/${await addUser(client, 'ada')}`;
      return (await client.send('PUT', path, user('bea'), { authorization: 'Bearer any' })).status;
    },
    good: 401,
    bad: 200,
  },
  'error-401-with-resource': {
    find: async (client) => {
      const path = `/Users/${await addUser(client, 'ada')}`;
      return typeof at(await client.send('GET', path, undefined, { authorization: '' }), 'id');
    },
    good: 'undefined',
    bad: 'string',
  },
  'path-not-decoded': {
    find: async (client) => {
      const id = await addUser(client, 'ada');
      const first = `%${id.charCodeAt(0).toString(16)}`;
      return (await client.send('GET', `/Users/${first}${id.slice(1)}`)).status;
    },
    good: 200,
    bad: 404,
  },
  'query-half-decoded': {
    find: async (client) => {
      await addUser(client, 'ada');
      return at(await client.send('GET', '/Users?filter=userName%20eq%20%22%61da%22'), 'totalResults');
    },
    good: 1,
    bad: 0,
  },
  'location-not-encoded': {
    find: async (client) => {
      await addUser(client, 'ada');
      return String(
        at(await query(client, 'userName eq "ada"'), 'Resources', 0, 'meta', 'location'),
      ).includes(' ');
    },
    good: false,
    bad: true,
  },
  'me-not-found': { find: status('GET', '/Me'), good: 501, bad: 404 },
  'me-bad-request': { find: status('GET', '/Me'), good: 501, bad: 400 },
  'me-without-location': {
    find: async (client) => {
      const { status: answered, headers } = await client.send('GET', '/Me');
      return [answered, headers.get('location')];
    },
    good: [501, null],
    bad: [200, null],
  },
  'me-location-alias': {
    find: async (client) => (await client.send('GET', '/Me')).headers.get('location'),
    good: null,
    bad: 'http://provider.test/scim/v2/Me',
  },
};

testFaults(SCENARIOS);
