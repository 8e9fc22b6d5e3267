import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstApplications } from '../config/first-applications.ts';
import { mapAttributes } from '../config/mapping.ts';
import { groupArbitrary } from '../generators/group.ts';
import { userArbitrary } from '../generators/user.ts';
import { resourceJsonSchema, type Writer, withDefinedNames } from './json-schema.ts';
import type { ResourceType } from './schema.ts';
import { define, USER_TYPE } from './schemas/index.ts';
import { CORE_USER, ENTERPRISE_USER } from './urns.ts';

/** Where a resource departs from the JSON Schema of its type, and by which keyword. */
function departures(resource: object, type: ResourceType, writer: Writer): readonly string[] {
  return departuresFrom(type, writer)(resource);
}

function departuresFrom(type: ResourceType, writer: Writer): (resource: object) => readonly string[] {
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(
    resourceJsonSchema(type, writer),
  );
  return (resource) => {
    validate(resource);
    return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
  };
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

  test('demands of each writer what is his to give', () => {
    const { plate: _, ...nameless } = car;
    expect(departures(car, CAR, 'provider')).toEqual([]);
    expect(departures(nameless, CAR, 'provider')).toEqual([' required']);
    expect(departures({ schemas: car.schemas, plate: 'a', pin: '1' }, CAR, 'client')).toEqual([]);
    expect(departures({ schemas: car.schemas, plate: 'a' }, CAR, 'client')).toEqual([' required']);
  });

  test('takes every payload that the harness generates', () => {
    for (const application of firstApplications()) {
      const { users, groups, user, group } = mapAttributes(application, { user: null, group: null });
      const sent = fc.sample(userArbitrary(users), { numRuns: 40, seed: 1 });
      expect(sent.flatMap(departuresFrom(user, 'client')), application.id).toEqual([]);
      if (groups === null) continue;
      const sentGroups = fc.sample(groupArbitrary(groups), { numRuns: 10, seed: 1 });
      expect(sentGroups.flatMap(departuresFrom(group, 'client')), application.id).toEqual([]);
    }
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
