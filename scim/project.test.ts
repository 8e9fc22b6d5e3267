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

function without(key: string): JsonObject {
  const { [key]: _, ...rest } = USER;
  return rest;
}

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
    [['name', 'name.givenName'], { name: { givenName: 'Ada', familyName: 'Lovelace' } }],
    [['name.givenName', 'NAME.familyName'], { name: { givenName: 'Ada', familyName: 'Lovelace' } }],
    [['emails'], { emails: [{ value: 'a@example.com', type: 'work' }, { type: 'home' }] }],
    [['emails.type'], { emails: [{ type: 'work' }, { type: 'home' }] }],
    [['emails[type eq "work"]'], {}],
    [
      [`${ENTERPRISE_USER}:department`, 'userName'],
      { userName: 'ada', [ENTERPRISE_USER]: { department: 'X' } },
    ],
    [['id', 'schemas'], {}],
  ])('attributes=%j', (attributes, expected) => {
    expect(project(STORED, USER_TYPE, { attributes })).toEqual({ ...MINIMUM, ...expected });
  });

  it.each<[readonly string[], JsonObject]>([
    [['id', 'schemas', 'unknown'], USER],
    [['name.givenName'], { ...USER, name: { familyName: 'Lovelace' } }],
    [['emails.type'], { ...USER, emails: [{ value: 'a@example.com' }] }],
    [[`${ENTERPRISE_USER}:manager`], { ...USER, [ENTERPRISE_USER]: { department: 'X' } }],
    [['name', 'name.givenName', 'name.familyName'], without('name')],
    [['name.givenName', 'name.familyName'], without('name')],
    [['emails.type', 'emails.value'], without('emails')],
    [['emails[type eq "work"]'], USER],
  ])('excludedAttributes=%j', (excludedAttributes, expected) => {
    expect(project(STORED, USER_TYPE, { excludedAttributes })).toEqual(expected);
  });

  it('leaves whole attributes out', () => {
    const { emails: _, meta: __, ...rest } = USER;
    expect(project(STORED, USER_TYPE, { excludedAttributes: ['emails', 'meta'] })).toEqual(rest);
    const { [ENTERPRISE_USER]: ___, ...core } = USER;
    const excludedAttributes = [`${ENTERPRISE_USER}:department`, `${ENTERPRISE_USER}:manager`];
    expect(project(STORED, USER_TYPE, { excludedAttributes })).toEqual(core);
  });

  it('knows names in any letter case (RFC 7643 §2.1)', () => {
    const stored = {
      Id: '1',
      UserName: 'ada',
      PASSWORD: 's',
      Name: { GIVENNAME: 'Ada' },
      [ENTERPRISE_USER.toUpperCase()]: { Department: 'X' },
    };
    const { PASSWORD: _, ...shown } = stored;
    expect(project(stored, USER_TYPE)).toEqual(shown);
    expect(project(stored, USER_TYPE, { attributes: ['name.givenName'] })).toEqual({
      Id: '1',
      Name: { GIVENNAME: 'Ada' },
    });
    expect(project(stored, USER_TYPE, { excludedAttributes: ['name.givenName'] })).toEqual({
      Id: '1',
      UserName: 'ada',
      [ENTERPRISE_USER.toUpperCase()]: { Department: 'X' },
    });
  });

  it('keeps parts that no schema defines with the whole they are in', () => {
    const name = { givenName: 'Ada', phonetic: 'eida' };
    expect(project({ id: '1', name }, USER_TYPE)).toEqual({ id: '1', name });
    expect(project({ id: '1', name }, USER_TYPE, { attributes: ['name'] })).toEqual({ id: '1', name });
    expect(project({ id: '1', name }, USER_TYPE, { attributes: ['name.givenName'] })).toEqual({
      id: '1',
      name: { givenName: 'Ada' },
    });
    expect(project({ id: '1', name }, USER_TYPE, { excludedAttributes: ['name.givenName'] })).toEqual({
      id: '1',
      name: { phonetic: 'eida' },
    });
  });

  it('keeps an empty array', () => {
    expect(project({ id: '1', roles: [] }, USER_TYPE)).toEqual({ id: '1', roles: [] });
  });

  it('follows "returned" of sub-attributes (RFC 7643 §7)', () => {
    const key = define('key', 'complex', {
      subAttributes: [
        define('kind', 'string', { returned: 'always' }),
        define('secret', 'string', { returned: 'never' }),
        define('hint', 'string', { returned: 'request' }),
        define('label'),
      ],
    });
    const type: ResourceType = { ...USER_TYPE, schema: { ...USER_TYPE.schema, attributes: [key] } };
    const resource = { id: '1', key: { kind: 'a', secret: 'b', hint: 'c', label: 'd' } };
    const shown = (...attributes: readonly string[]) => project(resource, type, { attributes }).key;
    const left = (...excludedAttributes: readonly string[]) =>
      project(resource, type, { excludedAttributes }).key;
    expect(shown()).toEqual({ kind: 'a', label: 'd' });
    expect(shown('key')).toEqual({ kind: 'a', label: 'd' });
    expect(shown('key.hint')).toEqual({ kind: 'a', hint: 'c' });
    expect(shown('key.secret')).toEqual({ kind: 'a' });
    expect(left('key.kind', 'key.label')).toEqual({ kind: 'a' });
    expect(left('key')).toBeUndefined();
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
      expect.objectContaining({
        status: 400,
        scimType: 'invalidValue',
        message: '"attributes" and "excludedAttributes" exclude each other.',
      }),
    );
    expect(project(USER, USER_TYPE, { attributes: [], excludedAttributes: ['name'] })).toEqual(
      without('name'),
    );
  });
});
