import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, test } from 'vitest';
import { resourceJsonSchema, type Writer, withDefinedNames } from './json-schema.ts';
import type { ResourceType } from './schema.ts';
import { define, USER_TYPE } from './schemas/index.ts';
import { CORE_USER, ENTERPRISE_USER } from './urns.ts';

/** Compiling takes longer than all the rest. */
const compiled = new Map<string, ValidateFunction>();

/** Where a resource departs from the JSON Schema of its type, and by which keyword. */
function departures(resource: object, type: ResourceType, writer: Writer): readonly string[] {
  const schema = resourceJsonSchema(type, writer);
  const text = JSON.stringify(schema);
  const validate = compiled.get(text) ?? new Ajv({ allErrors: true, strictTypes: false }).compile(schema);
  compiled.set(text, validate);
  validate(resource);
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

const ada = {
  schemas: [CORE_USER, ENTERPRISE_USER],
  id: '1',
  meta: { resourceType: 'User' },
  userName: 'ada@example.com',
};

const CAR: ResourceType = {
  name: 'Car',
  endpoint: '/Cars',
  extensions: [],
  schema: {
    id: 'urn:example:Car',
    name: 'Car',
    attributes: [
      define('plate', 'string', { required: true }),
      define('seats', 'integer'),
      define('price', 'decimal'),
      define('built', 'dateTime'),
      define('photo', 'binary'),
      define('page', 'reference'),
      define('tags', 'string', { multiValued: true }),
      define('wheels', 'complex', {
        multiValued: true,
        subAttributes: [define('size', 'integer', { required: true }), define('brand')],
      }),
      define('pin', 'string', { required: true, mutability: 'writeOnly', returned: 'never' }),
      define('serial', 'string', { required: true, mutability: 'readOnly' }),
      define('externalId', 'integer'),
      define('bag', 'complex'),
    ],
  },
};
const car = {
  schemas: ['urn:example:Car'],
  id: '1',
  meta: { resourceType: 'Car' },
  plate: 'ZH 1',
  serial: 's',
};

/** A type with nothing but this attribute. */
function typeWith(attribute: ReturnType<typeof define>): ResourceType {
  return { ...CAR, schema: { ...CAR.schema, attributes: [attribute] } };
}

const bare = { schemas: ['urn:example:Car'], id: '1' };

describe('the JSON Schema of a resource type', () => {
  test.each([
    ['the least', {}],
    ['null and empty arrays, which are unassigned', { title: null, emails: [], name: null }],
    ['attributes that no schema defines', { shoe: 42, 'urn:example:x': { a: 1 } }],
    ['an extension', { [ENTERPRISE_USER]: { department: 'A', manager: { value: '2' } } }],
    ['a complex value with more in it', { name: { givenName: 'Ada', phonetic: 'eida' } }],
  ])('takes %s', (_, more) => {
    expect(departures({ ...ada, ...more }, USER_TYPE, 'provider')).toEqual([]);
  });

  test.each([
    [{ active: 'true' }, '/active type'],
    [{ title: ['a'] }, '/title type'],
    [{ emails: { value: 'a' } }, '/emails type'],
    [{ emails: [{ primary: 'True' }] }, '/emails/0/primary type'],
    [{ name: 'Ada' }, '/name type'],
    [{ userName: null }, '/userName not'],
    [{ x509Certificates: [{ value: 'no base64!' }] }, '/x509Certificates/0/value pattern'],
    [{ [ENTERPRISE_USER]: [] }, `/${ENTERPRISE_USER.replaceAll('/', '~1')} type`],
  ])('refuses %j', (more, departure) => {
    expect(departures({ ...ada, ...more }, USER_TYPE, 'provider')).toEqual([departure]);
  });

  test.each([
    [{ seats: 4.5 }, '/seats type'],
    [{ price: '1' }, '/price type'],
    [{ built: '2020-01-01' }, '/built pattern'],
    [{ photo: 1 }, '/photo type'],
    [{ page: {} }, '/page type'],
    [{ tags: [1] }, '/tags/0 type'],
    [{ wheels: [{ brand: 'x' }] }, '/wheels/0 required'],
  ])('knows every type: %j', (more, departure) => {
    expect(departures({ ...car, ...more }, CAR, 'provider')).toEqual([departure]);
  });

  test.each([
    [{ built: '2020-01-01T00:00:00Z' }],
    [{ built: '-12020-01-01t00:00:00.123z' }],
    [{ built: '2020-01-01T00:00:00' }],
    [{ built: '2020-01-01T00:00:00+14:00' }],
    [{ photo: '' }],
    [{ photo: 'QUJDRA==' }],
    [{ photo: '_-+/QUI=' }],
    [{ seats: -4 }],
    [{ price: 0.5 }],
    [{ tags: ['a'] }],
    [{ seats: null, price: null, built: null, photo: null, page: null, tags: null, wheels: null }],
    // A common attribute keeps its own characteristics (RFC 7643 §3.1).
    [{ externalId: 'x' }],
    [{ bag: { any: 1 } }],
  ])('takes every type: %j', (more) => {
    expect(departures({ ...car, ...more }, CAR, 'provider')).toEqual([]);
  });

  test.each([
    '2020-01-01T00:00Z',
    ' 2020-01-01T00:00:00Z',
    '2020-01-01T00:00:00Z ',
    '2020-01-01 00:00:00Z',
    '2020-01-01T00:00:00.Z',
    '2020-01-01T00:00:00+2',
    '20-01-01T00:00:00Z',
  ])('takes %j for no dateTime (RFC 7643 §2.3.5)', (built) => {
    expect(departures({ ...car, built }, CAR, 'provider')).toEqual(['/built pattern']);
  });

  test.each(['QUJD===', 'QU=JD', ' QUJD', 'QUJD!'])('takes %j for no binary (RFC 7643 §2.3.6)', (photo) => {
    expect(departures({ ...car, photo }, CAR, 'provider')).toEqual(['/photo pattern']);
  });

  test('is that of an object', () => {
    expect(resourceJsonSchema(CAR, 'client')).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
    });
  });

  test.each<[Partial<ReturnType<typeof define>>, readonly Writer[]]>([
    [{}, ['client', 'provider']],
    [{ mutability: 'immutable' }, ['client', 'provider']],
    [{ returned: 'always' }, ['client', 'provider']],
    [{ mutability: 'readOnly' }, ['provider']],
    [{ mutability: 'writeOnly' }, ['client']],
    [{ returned: 'never' }, ['client']],
    [{ returned: 'request' }, ['client']],
  ])('demands a required attribute with %j of %j', (characteristics, writers) => {
    const type = typeWith(define('plate', 'string', { required: true, ...characteristics }));
    const demanding = (['client', 'provider'] as const).filter(
      (writer) => departures(bare, type, writer).length > 0,
    );
    expect(demanding).toEqual(writers);
  });

  test('demands nothing that is not required, and no empty value of what is', () => {
    expect(departures(bare, typeWith(define('plate')), 'client')).toEqual([]);
    const plates = typeWith(define('plates', 'string', { required: true, multiValued: true }));
    expect(departures({ ...bare, plates: [] }, plates, 'client')).toEqual(['/plates not']);
    expect(departures({ ...bare, plates: null }, plates, 'client')).toEqual(['/plates not']);
    expect(departures({ ...bare, plates: ['a'] }, plates, 'client')).toEqual([]);
  });

  test('demands of each writer what is his to give', () => {
    const { plate: _, ...nameless } = car;
    expect(departures(car, CAR, 'provider')).toEqual([]);
    expect(departures(nameless, CAR, 'provider')).toEqual([' required']);
    expect(departures({ schemas: car.schemas, plate: 'a', pin: '1' }, CAR, 'client')).toEqual([]);
    expect(departures({ schemas: car.schemas, plate: 'a' }, CAR, 'client')).toEqual([' required']);
  });
});

test('names get the spelling of their definitions, at every depth; the first of two stays', () => {
  const odd = {
    USERNAME: 'ada',
    username: 'bob',
    Emails: [{ VALUE: 'a' }],
    [ENTERPRISE_USER.toUpperCase()]: { Manager: { Value: '2' } },
    Shoe: 42,
  };
  expect(withDefinedNames(odd, USER_TYPE)).toEqual({
    userName: 'ada',
    emails: [{ value: 'a' }],
    [ENTERPRISE_USER]: { manager: { value: '2' } },
    Shoe: 42,
  });
});

test('names that no definition has stay as they are, and so do values that are none of their type', () => {
  const odd = {
    Shoe: { USERNAME: 1 },
    NAME: 'Ada',
    TITLE: { A: 1 },
    emails: ['a', { TYPE: null, DEPARTMENT: 'x' }],
    [ENTERPRISE_USER]: ['x'],
  };
  expect(withDefinedNames(odd, USER_TYPE)).toEqual({
    Shoe: { USERNAME: 1 },
    name: 'Ada',
    title: { A: 1 },
    emails: ['a', { type: null, DEPARTMENT: 'x' }],
    [ENTERPRISE_USER]: ['x'],
  });
  const parts = { name: { DEPARTMENT: 'x' }, [ENTERPRISE_USER]: { Shoe: 1, USERNAME: 'ada' } };
  expect(withDefinedNames(parts, USER_TYPE)).toEqual(parts);
  expect(withDefinedNames({ ID: '1', META: { Created: 'x' } }, USER_TYPE)).toEqual({
    id: '1',
    meta: { created: 'x' },
  });
});
