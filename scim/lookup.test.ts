import { describe, expect, it } from 'vitest';
import { readPath, resolvePath } from './lookup.ts';
import { parsePath } from './path.ts';
import { GROUP_TYPE, USER_TYPE } from './schemas/index.ts';
import { CORE_USER, ENTERPRISE_USER } from './urns.ts';

function resolved(text: string, type = USER_TYPE) {
  const found = resolvePath(parsePath(text), type);
  return (
    found && [found.schema.name, found.extension, found.attribute.name, found.subAttribute?.name ?? null]
  );
}

describe('resolvePath', () => {
  it.each([
    ['username', ['User', false, 'userName', null]],
    ['externalId', ['User', false, 'externalId', null]],
    ['meta.CREATED', ['User', false, 'meta', 'created']],
    [`${CORE_USER}:name.givenName`, ['User', false, 'name', 'givenName']],
    [`${ENTERPRISE_USER.toUpperCase()}:Department`, ['EnterpriseUser', true, 'department', null]],
    ['manager.value', ['EnterpriseUser', true, 'manager', 'value']],
    ['emails[type eq "work"].Value', ['User', false, 'emails', 'value']],
  ])('%s', (text, expected) => {
    expect(resolved(text)).toEqual(expected);
  });

  it.each([
    'nothing',
    'name.nothing',
    'userName.value',
    'name[givenName eq "x"]',
    `${ENTERPRISE_USER}:userName`,
    `${ENTERPRISE_USER}:id`,
    'urn:example:none:userName',
    'members',
    'constructor',
  ])('%s is not defined', (text) => {
    expect(resolved(text)).toBeNull();
  });

  it('knows the members of groups', () => {
    expect(resolved('members.$ref', GROUP_TYPE)).toEqual(['Group', false, 'members', '$ref']);
  });
});

describe('readPath', () => {
  const user = {
    UserName: 'ada',
    title: null,
    emails: [{ value: 'a@example.com', type: 'work' }, { value: 'b@example.com' }, null],
    [ENTERPRISE_USER.toLowerCase()]: { department: 'R&D' },
    schemas: [CORE_USER],
  };

  it.each([
    ['userName', ['ada']],
    ['title', []],
    ['emails.value', ['a@example.com', 'b@example.com']],
    ['emails.type', ['work']],
    ['emails[value ew "example.com" and not (type pr)]', [{ value: 'b@example.com' }]],
    ['emails[type eq "work"].value', ['a@example.com']],
    ['emails[type eq "home"].value', []],
    [`${ENTERPRISE_USER}:department`, ['R&D']],
    [`schemas[value eq "${CORE_USER}"]`, [CORE_USER]],
    ['constructor', []],
    // a sub-attribute has none itself (RFC 7643 §2.3.8)
    ['emails[type.x eq "work"]', []],
  ])('%s', (text, expected) => {
    expect(readPath(user, parsePath(text), USER_TYPE)).toEqual(expected);
  });

  it('takes the member in the spelling of the definition, of two that differ in letter case', () => {
    expect(readPath({ USERNAME: 'ada', userName: 'bea' }, parsePath('userName'), USER_TYPE)).toEqual(['bea']);
  });
});
