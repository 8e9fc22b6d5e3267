import { describe, expect, it } from 'vitest';
import { formatPath, parsePath } from './path.ts';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('parsePath', () => {
  it.each([
    ['userName', null, 'userName', null],
    ['name.givenName', null, 'name', 'givenName'],
    ['$ref', null, '$ref', null],
    [`${ENTERPRISE}:department`, ENTERPRISE, 'department', null],
    [`${ENTERPRISE}:manager.value`, ENTERPRISE, 'manager', 'value'],
    ['https://schemas.example.com/2.0:age', 'https://schemas.example.com/2.0', 'age', null],
  ])('%s', (text, urn, attribute, subAttribute) => {
    expect(parsePath(text)).toEqual({ urn, attribute, filter: null, subAttribute });
    expect(formatPath(parsePath(text))).toBe(text);
  });

  it('reads a value selection with a sub-attribute', () => {
    expect(parsePath('addresses[type eq "work"].streetAddress')).toEqual({
      urn: null,
      attribute: 'addresses',
      filter: {
        kind: 'compare',
        path: { urn: null, attribute: 'type', filter: null, subAttribute: null },
        operator: 'eq',
        value: 'work',
      },
      subAttribute: 'streetAddress',
    });
  });

  it.each([
    'members[value eq "2819c223"]',
    'members[value eq "2819c223"].displayName',
    `${ENTERPRISE}:x[value eq "]"].y`,
  ])('%s is the same again', (text) => {
    expect(formatPath(parsePath(text))).toBe(text);
  });

  it.each([
    '',
    '.',
    'a b',
    'a[',
    'a[]',
    'a]',
    'a[b pr',
    'a[b pr]c',
    'a[b pr].',
    'a.b[c pr]',
    'a[b pr].c.d',
    'a:b',
  ])('refuses %j', (text) => {
    expect(() => parsePath(text)).toThrowError(
      expect.objectContaining({ status: 400, scimType: 'invalidPath' }),
    );
  });

  it('says where and what was expected', () => {
    expect(() => parsePath(' a b')).toThrowError(
      'The path is malformed at character 4: expected the end, found "b".',
    );
  });

  it('lets blanks at both ends pass', () => {
    expect(parsePath('  a.b  ')).toEqual(parsePath('a.b'));
  });
});
