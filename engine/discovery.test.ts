import { describe, expect, test } from 'vitest';
import { FEATURES } from '../config/application.ts';
import { loadApplication } from '../config/load-application.ts';
import type { Json, JsonObject } from '../scim/json.ts';
import { ENTERPRISE_USER, GROUP, USER } from '../scim/schemas/index.ts';
import { readDiscovery, withProfile } from './discovery.ts';

const NOTHING = { serviceProviderConfig: undefined, resourceTypes: undefined, schemas: undefined };
const SAYS_NOTHING = {
  features: Object.fromEntries(FEATURES.map((name) => [name, null])),
  limits: { maxOperations: null, maxPayloadSize: null, maxResults: null, maxPageSize: null },
  groupsListed: null,
  user: null,
  group: null,
  others: [],
};

const list = (...Resources: Json[]): JsonObject => ({ totalResults: Resources.length, Resources });
const schema = (id: string, ...attributes: Json[]): JsonObject => ({ id, name: 'x', attributes });
const title = { name: 'title', type: 'string' };

describe('what says nothing reads as nothing', () => {
  const HOSTILE: readonly Json[] = [
    null,
    0,
    'text',
    true,
    [],
    [null, 1, 'x', []],
    {},
    { Resources: null },
    { Resources: 'x' },
    { Resources: [null, 7, 'x', [], {}] },
    { Resources: [{ id: 7, schema: 7, endpoint: 7, attributes: 7 }] },
    { patch: 'yes', filter: { supported: 'true', maxResults: -1 }, bulk: { maxOperations: 1.5 } },
    JSON.parse('{"__proto__": {"patch": {"supported": true}}, "constructor": {"supported": true}}'),
  ];

  test('no answers at all', () => {
    expect(readDiscovery(NOTHING)).toEqual(SAYS_NOTHING);
  });

  test.each(HOSTILE.map((body) => [JSON.stringify(body), body]))('%s', (_, body) => {
    const facts = readDiscovery({ serviceProviderConfig: body, resourceTypes: body, schemas: body });
    expect({ ...facts, groupsListed: null }).toEqual(SAYS_NOTHING);
  });
});

describe('features', () => {
  test.each([true, false])('supported: %s', (supported) => {
    const serviceProviderConfig = {
      patch: { supported },
      filter: { supported: !supported, maxResults: 200 },
    };
    expect(readDiscovery({ ...NOTHING, serviceProviderConfig })).toMatchObject({
      features: { patch: supported, filter: !supported, sort: null },
      limits: { maxResults: 200, maxOperations: null },
    });
  });

  test('names in another letter case (RFC 7643 §2.1)', () => {
    expect(
      readDiscovery({ ...NOTHING, serviceProviderConfig: { Patch: { Supported: true } } }).features.patch,
    ).toBe(true);
  });
});

describe('groups are listed', () => {
  const user = { name: 'User', endpoint: '/Users', schema: USER.id };
  test.each<[string, Json, boolean | null]>([
    ['by their endpoint', list(user, { endpoint: '/Groups' }), true],
    ['by an endpoint in another letter case', list({ endpoint: '/groups' }), true],
    ['by an absolute endpoint', list({ endpoint: 'https://scim.example.com/v2/Groups' }), true],
    ['by their schema', list({ schema: GROUP.id }), true],
    ['in a bare array', [user, { endpoint: '/Groups' }], true],
    ['not at all', list(user), false],
    ['unknown, where nothing is listed', list(), null],
  ])('%s', (_, resourceTypes, expected) => {
    expect(readDiscovery({ ...NOTHING, resourceTypes }).groupsListed).toBe(expected);
  });
});

describe('schemas', () => {
  test('attributes take the defaults of RFC 7643 §2.2', () => {
    const { user } = readDiscovery({ ...NOTHING, schemas: list(schema(USER.id, title)) });
    expect(user?.schema).toMatchObject({ id: USER.id });
    expect(user?.schema.attributes).toEqual([
      {
        name: 'title',
        type: 'string',
        multiValued: false,
        required: false,
        caseExact: false,
        mutability: 'readWrite',
        returned: 'default',
        uniqueness: 'none',
        canonicalValues: [],
        referenceTypes: [],
      },
    ]);
  });

  test('characteristics that are announced are read, nonsense among them is not', () => {
    const attribute = {
      ...title,
      caseExact: true,
      mutability: 'readOnly',
      returned: 'sometimes',
      uniqueness: 7,
      canonicalValues: ['a', 1, null],
      required: 'yes',
    };
    const { user } = readDiscovery({ ...NOTHING, schemas: list(schema(USER.id, attribute)) });
    expect(user?.schema.attributes[0]).toMatchObject({
      caseExact: true,
      mutability: 'readOnly',
      returned: 'default',
      uniqueness: 'none',
      canonicalValues: ['a'],
      required: false,
    });
  });

  test('attributes without a name or with an unknown type are left out', () => {
    const { user } = readDiscovery({
      ...NOTHING,
      schemas: list(
        schema(USER.id, title, { type: 'string' }, { name: 'x', type: 'object' }, { name: 'y' }, null, 'z'),
      ),
    });
    expect(user?.schema.attributes.map(({ name }) => name)).toEqual(['title']);
  });

  test('complex attributes hold no complex ones (RFC 7643 §2.3.8), however deep a target nests', () => {
    const nested = (depth: number): JsonObject => ({
      name: `level${depth}`,
      type: 'complex',
      subAttributes: depth === 0 ? [] : [nested(depth - 1)],
    });
    const { user } = readDiscovery({ ...NOTHING, schemas: list(schema(USER.id, nested(500))) });
    const [top] = user?.schema.attributes ?? [];
    expect(top?.subAttributes).toHaveLength(1);
    expect(top?.subAttributes?.[0]?.subAttributes).toBeUndefined();
  });

  test('extensions are those that the resource type declares', () => {
    const own = schema('urn:example:own', title);
    const schemas = list(schema(USER.id, title), own, schema(ENTERPRISE_USER.id, title));
    const resourceTypes = list({
      endpoint: '/Users',
      schema: USER.id,
      schemaExtensions: [{ schema: 'urn:example:own' }, { schema: 'urn:example:missing' }, 7],
    });
    expect(
      readDiscovery({ ...NOTHING, schemas, resourceTypes }).user?.extensions.map(({ id }) => id),
    ).toEqual(['urn:example:own']);
    expect(readDiscovery({ ...NOTHING, schemas }).user?.extensions.map(({ id }) => id)).toEqual([
      ENTERPRISE_USER.id,
    ]);
  });

  test('a schema id in another letter case is the same', () => {
    expect(
      readDiscovery({ ...NOTHING, schemas: list(schema(USER.id.toUpperCase(), title)) }).user,
    ).not.toBeNull();
  });
});

test('resource types beside users and groups are found with their schemas', () => {
  const device = { name: 'Device', endpoint: 'Devices', schema: 'urn:example:Device' };
  const resourceTypes = list(
    { name: 'User', endpoint: '/Users', schema: USER.id },
    { ...device, schemaExtensions: [{ schema: 'urn:example:More' }, { schema: 'urn:example:Unknown' }] },
    { ...device, schema: 'urn:example:Unknown' },
    { ...device, endpoint: '//evil.test/' },
  );
  const schemas = list(schema('urn:example:device', title), schema('urn:example:More', title));
  const { others } = readDiscovery({ ...NOTHING, resourceTypes, schemas });
  expect(others).toMatchObject([
    {
      name: 'Device',
      endpoint: '/Devices',
      schema: { id: 'urn:example:device' },
      extensions: [{ id: 'urn:example:More' }],
    },
  ]);
});

test('discovery endpoints are no resource types, however they are listed', () => {
  const core = 'urn:ietf:params:scim:schemas:core:2.0';
  const resourceTypes = list(
    { name: 'Config', endpoint: '/ServiceProviderConfig', schema: 'urn:example:own' },
    { name: 'Schema', endpoint: 'Schemas', schema: `${core}:Schema` },
    { name: 'Types', endpoint: '/resourcetypes', schema: 'urn:example:own' },
    { name: 'Elsewhere', endpoint: '/Configs', schema: `${core}:ServiceProviderConfig` },
    { name: 'Bulk', endpoint: '/Bulk', schema: 'urn:example:own' },
  );
  const schemas = list(
    ...['urn:example:own', `${core}:Schema`, `${core}:ServiceProviderConfig`].map((id) => schema(id, title)),
  );
  expect(readDiscovery({ ...NOTHING, resourceTypes, schemas }).others).toEqual([]);
});

test('a profile states features where the target is silent', () => {
  const facts = readDiscovery({ ...NOTHING, serviceProviderConfig: { sort: { supported: false } } });
  const stated = { ...loadApplication('alvao'), features: { sort: true, etag: true } };
  expect(withProfile(facts, stated).features).toMatchObject({ sort: false, etag: true, bulk: null });
});
