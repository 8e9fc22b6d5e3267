import { describe, expect, it } from 'vitest';
import type { Json } from './json.ts';
import { GROUP_TYPE, USER_TYPE } from './schemas/index.ts';
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
