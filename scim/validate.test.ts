import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from './json.ts';
import type { ResourceType } from './schema.ts';
import { define, GROUP_TYPE, USER_TYPE } from './schemas/index.ts';
import { CORE_GROUP, CORE_USER, ENTERPRISE_USER } from './urns.ts';
import { normaliseResource } from './validate.ts';

const MINIMAL = { schemas: [CORE_USER], userName: 'ada' };

describe('normaliseResource', () => {
  it("keeps what a client may write, in the schema's spelling", () => {
    const body = {
      Schemas: [CORE_USER.toUpperCase(), 'http://schemas.example.com/2.0/User'],
      USERNAME: 'ada',
      externalId: 'x',
      id: 'mine',
      meta: { resourceType: 'User' },
      password: 's',
      title: null,
      nickName: '',
      emails: [{ Value: 'a@example.com', primary: 'True', $ref: null }, null, {}],
      roles: [],
      groups: [{ value: 'g' }],
      name: { shoe: 1 },
      shoeSize: 42,
      [ENTERPRISE_USER.toLowerCase()]: {
        Department: 'X',
        manager: { value: 'u', displayName: 'M' },
        schemas: [],
      },
    };
    expect(normaliseResource(body, USER_TYPE)).toEqual({
      schemas: [CORE_USER, ENTERPRISE_USER],
      externalId: 'x',
      userName: 'ada',
      password: 's',
      nickName: '',
      emails: [{ value: 'a@example.com', primary: true }],
      [ENTERPRISE_USER]: { department: 'X', manager: { value: 'u' } },
    });
  });

  it('lists a named extension without data (Entra rule E-065)', () => {
    const body = { ...MINIMAL, schemas: [CORE_USER, ENTERPRISE_USER], [ENTERPRISE_USER]: {} };
    expect(normaliseResource(body, USER_TYPE)).toEqual({ ...MINIMAL, schemas: [CORE_USER, ENTERPRISE_USER] });
  });

  it('lists no extension that is neither named nor there', () => {
    expect(normaliseResource(MINIMAL, USER_TYPE)).toEqual(MINIMAL);
    expect(normaliseResource({ ...MINIMAL, schemas: [null, 5, CORE_USER] }, USER_TYPE)).toEqual(MINIMAL);
  });

  it('takes no text for a boolean where a text belongs', () => {
    expect(normaliseResource({ ...MINIMAL, title: 'True' }, USER_TYPE)).toEqual({
      ...MINIMAL,
      title: 'True',
    });
  });

  it('requires the displayName of a group (RFC 7643 §4.2)', () => {
    expect(() => normaliseResource({ schemas: [CORE_GROUP] }, GROUP_TYPE)).toThrowError(
      expect.objectContaining({ scimType: 'invalidValue' }),
    );
  });

  it.each<[string, Json]>([
    ['an array', []],
    ['no schemas', { userName: 'ada' }],
    ['schemas of another type', { ...MINIMAL, schemas: [CORE_GROUP] }],
    ['schemas that are no array', { ...MINIMAL, schemas: CORE_USER }],
  ])('%s is invalidSyntax', (_, body) => {
    expect(() => normaliseResource(body, USER_TYPE)).toThrowError(
      expect.objectContaining({ status: 400, scimType: 'invalidSyntax' }),
    );
  });

  it.each<[string, Json]>([
    ['missing', { schemas: [CORE_USER] }],
    ['null', { ...MINIMAL, userName: null }],
    ['empty', { ...MINIMAL, userName: '' }],
    ['a number', { ...MINIMAL, userName: 5 }],
    ['with a title of another type', { ...MINIMAL, title: ['x'] }],
    ['with an active of another type', { ...MINIMAL, active: 'yes' }],
    ['with a name of another type', { ...MINIMAL, name: 'Ada' }],
    ['with emails of another type', { ...MINIMAL, emails: { value: 'x' } }],
    ['with emails of another element type', { ...MINIMAL, emails: ['x'] }],
    [
      'with two primaries',
      {
        ...MINIMAL,
        emails: [
          { value: 'x', primary: true },
          { value: 'y', primary: true },
        ],
      },
    ],
    ['with a certificate that is not base64', { ...MINIMAL, x509Certificates: [{ value: 'no base64!' }] }],
    ['with an extension of another type', { ...MINIMAL, [ENTERPRISE_USER]: 'x' }],
  ])('a user %s is invalidValue', (_, body) => {
    expect(() => normaliseResource(body, USER_TYPE)).toThrowError(
      expect.objectContaining({ status: 400, scimType: 'invalidValue' }),
    );
  });
});

describe('a type with an attribute of every data type (RFC 7643 §2.3)', () => {
  const DEVICE: ResourceType = {
    name: 'Device',
    endpoint: '/Devices',
    extensions: [
      {
        id: 'urn:example:Lease',
        name: 'Lease',
        attributes: [define('until', 'dateTime', { required: true })],
      },
    ],
    schema: {
      id: 'urn:example:Device',
      name: 'Device',
      attributes: [
        define('serial', 'string', { required: true, mutability: 'readOnly' }),
        define('ports', 'integer'),
        define('price', 'decimal'),
        define('built', 'dateTime'),
        define('photo', 'binary'),
        define('page', 'reference'),
        define('on', 'boolean'),
        define('tags', 'string', { multiValued: true }),
        // A common attribute keeps its own characteristics (RFC 7643 §3.1).
        define('externalId', 'integer'),
        // Parts that no schema tells of cannot be kept.
        define('bag', 'complex'),
        define('disks', 'complex', {
          multiValued: true,
          subAttributes: [
            define('size', 'integer', { required: true }),
            define('health', 'string', { required: true, mutability: 'readOnly' }),
            define('labels', 'string', { multiValued: true }),
          ],
        }),
      ],
    },
  };
  const stored = (members: JsonObject) => {
    const { schemas, ...rest } = normaliseResource({ schemas: ['urn:example:Device'], ...members }, DEVICE);
    return rest;
  };

  it.each<[JsonObject]>([
    [{}],
    [{ ports: 4 }],
    [{ ports: -4 }],
    [{ price: 4.5 }],
    [{ built: '2020-01-01T00:00:00Z' }],
    [{ photo: 'QUJD' }],
    [{ photo: '_-+/QUJDRA==' }],
    [{ page: 'https://example.com/' }],
    [{ on: false }],
    [{ tags: ['a', ''] }],
    [{ externalId: 'x' }],
    [{ disks: [{ size: 1, labels: ['a', 'b'] }, { size: 0 }] }],
    [{ 'urn:example:Lease': { until: '2030-01-01T00:00:00Z' } }],
  ])('takes %j', (members) => {
    expect(stored(members)).toEqual(members);
  });

  it.each<[JsonObject, JsonObject]>([
    [{ on: 'TRUE' }, { on: true }],
    [{ on: 'false' }, { on: false }],
    [{ tags: [null, 'a', []] }, { tags: ['a'] }],
    [{ tags: [null] }, {}],
    [{ disks: [{ health: 'good' }, {}, null] }, {}],
    [{ disks: [{ size: 1, health: 'good', labels: [] }] }, { disks: [{ size: 1 }] }],
    [{ serial: 5 }, {}],
    [{ bag: { any: 1 } }, {}],
    [{ 'urn:example:Lease': null }, {}],
    [{ 'urn:example:Lease': [] }, {}],
  ])('stores %j as %j', (members, expected) => {
    expect(stored(members)).toEqual(expected);
  });

  it.each<[JsonObject, string]>([
    [{ ports: 4.5 }, 'Attribute "ports" takes a value of type integer.'],
    [{ ports: '4' }, 'Attribute "ports" takes a value of type integer.'],
    [{ price: '4' }, 'Attribute "price" takes a value of type decimal.'],
    [{ built: '2020-01-01' }, 'Attribute "built" takes a value of type dateTime.'],
    [{ built: 0 }, 'Attribute "built" takes a value of type dateTime.'],
    [{ photo: 'QUJD===' }, 'Attribute "photo" takes a value of type binary.'],
    [{ photo: 'QU=JD' }, 'Attribute "photo" takes a value of type binary.'],
    [{ photo: ' QUJD' }, 'Attribute "photo" takes a value of type binary.'],
    [{ photo: 1 }, 'Attribute "photo" takes a value of type binary.'],
    [{ page: {} }, 'Attribute "page" takes a value of type reference.'],
    [{ on: 'yes' }, 'Attribute "on" takes a value of type boolean.'],
    [{ on: 1 }, 'Attribute "on" takes a value of type boolean.'],
    [{ tags: ['a', 1] }, 'Attribute "tags" takes a value of type string.'],
    [{ tags: 'a' }, 'Attribute "tags" takes an array.'],
    [{ externalId: 1 }, 'Attribute "externalId" takes a value of type string.'],
    [{ disks: ['a'] }, 'Attribute "disks" takes an object.'],
    [{ disks: [{ labels: ['a'] }] }, 'Attribute "disks.size" is required.'],
    [{ 'urn:example:Lease': 'x' }, 'Attribute "urn:example:Lease" takes an object.'],
    [{ 'urn:example:Lease': {} }, 'Attribute "until" is required.'],
  ])('refuses %j', (members, message) => {
    expect(() => stored(members)).toThrowError(
      expect.objectContaining({ status: 400, scimType: 'invalidValue', message }),
    );
  });
});

it.each<[Json, string]>([
  [[], 'The body has to be a JSON object.'],
  [{ userName: 'ada' }, `"schemas" has to contain "${CORE_USER}" (RFC 7643 §3).`],
  [{ ...MINIMAL, userName: '' }, 'Attribute "userName" is required.'],
  [
    { ...MINIMAL, emails: [{ primary: true }, { primary: 'true' }] },
    'Attribute "emails" has more than one primary value.',
  ],
])('says what is wrong with %j', (body, message) => {
  expect(() => normaliseResource(body, USER_TYPE)).toThrowError(expect.objectContaining({ message }));
});
