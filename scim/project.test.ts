import { describe, expect, it } from 'vitest';
import type { JsonObject } from './json.ts';
import { project } from './project.ts';
import type { ResourceType } from './schema.ts';
import { define, USER_TYPE } from './schemas/index.ts';
import { CORE_USER, ENTERPRISE_USER } from './urns.ts';

const MINIMUM = { schemas: [CORE_USER, ENTERPRISE_USER], id: 'u-1' };
const EXTENSION = { department: 'X', manager: { value: 'u-2' } };
const USER: JsonObject = {
  ...MINIMUM,
  userName: 'ada',
  name: { givenName: 'Ada', familyName: 'Lovelace' },
  emails: [{ value: 'a@example.com', type: 'work' }, { type: 'home' }],
  [ENTERPRISE_USER]: EXTENSION,
  meta: { resourceType: 'User' },
  other: 1,
};
const STORED: JsonObject = { ...USER, password: 's' };

describe('project', () => {
  it('returns all but what is never returned', () => {
    expect(project(STORED, USER_TYPE)).toEqual(USER);
  });

  it.each<[readonly string[], JsonObject]>([
    [['userName'], { userName: 'ada' }],
    [['USERNAME', ' password'], { userName: 'ada' }],
    [['name.givenName'], { name: { givenName: 'Ada' } }],
    [['name.givenName', 'name'], { name: { givenName: 'Ada', familyName: 'Lovelace' } }],
    [['emails.value'], { emails: [{ value: 'a@example.com' }] }],
    [['emails.display'], {}],
    [[`${ENTERPRISE_USER}:manager.value`], { [ENTERPRISE_USER]: { manager: { value: 'u-2' } } }],
    [['unknown', 'a b'], {}],
    [[`${CORE_USER}:meta`], { meta: { resourceType: 'User' } }],
  ])('attributes=%j', (attributes, expected) => {
    expect(project(STORED, USER_TYPE, { attributes })).toEqual({ ...MINIMUM, ...expected });
  });

  it.each<[readonly string[], JsonObject]>([
    [['id', 'schemas', 'unknown'], USER],
    [['name.givenName'], { ...USER, name: { familyName: 'Lovelace' } }],
    [['emails.type'], { ...USER, emails: [{ value: 'a@example.com' }] }],
    [[`${ENTERPRISE_USER}:manager`], { ...USER, [ENTERPRISE_USER]: { department: 'X' } }],
  ])('excludedAttributes=%j', (excludedAttributes, expected) => {
    expect(project(STORED, USER_TYPE, { excludedAttributes })).toEqual(expected);
  });

  it('leaves whole attributes out', () => {
    const { emails: _, meta: __, ...rest } = USER;
    expect(project(STORED, USER_TYPE, { excludedAttributes: ['emails', 'meta'] })).toEqual(rest);
  });

  it('returns "request" attributes only on request', () => {
    const secret = define('secret', 'string', { returned: 'request' });
    const type: ResourceType = {
      ...USER_TYPE,
      schema: { ...USER_TYPE.schema, attributes: [...USER_TYPE.schema.attributes, secret] },
    };
    const resource = { ...USER, secret: 'x' };
    expect(project(resource, type)).toEqual(USER);
    expect(project(resource, type, { attributes: ['secret'] })).toEqual({ ...MINIMUM, secret: 'x' });
  });

  it('refuses both parameters at once (RFC 7644 §3.9)', () => {
    expect(() => project(USER, USER_TYPE, { attributes: ['a'], excludedAttributes: ['b'] })).toThrowError(
      expect.objectContaining({ status: 400 }),
    );
  });
});
