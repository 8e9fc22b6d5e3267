import { expect, test } from 'vitest';
import { loadApplication } from '../config/load-application.ts';
import { mapAttributes } from '../config/mapping.ts';
import { formatPath } from '../scim/path.ts';
import { GROUP_TYPE, USER_TYPE } from '../scim/schemas/index.ts';
import { declaredAttributes } from './declared.ts';

const pathsOf = (application: string): string[] => {
  const { users, user } = mapAttributes(loadApplication(application), { user: USER_TYPE, group: null });
  return declaredAttributes(USER_TYPE, user, users).map(({ path }) => formatPath(path));
};

test('what clients may write and the table lacks: parts of single-valued attributes, multi-valued ones as a whole', () => {
  const paths = pathsOf('alinto-protect');
  expect(paths).toEqual(expect.arrayContaining(['name.middleName', 'nickName', 'addresses', 'photos']));
  expect(paths).toContain('urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter');
});

test('neither what the table has, nor what is readOnly, nor passwords', () => {
  const { users, user } = mapAttributes(loadApplication('alvao'), { user: USER_TYPE, group: null });
  const table = users.map(({ path }) => formatPath({ ...path, filter: null }).toLowerCase());
  const paths = declaredAttributes(USER_TYPE, user, users).map(({ path }) => formatPath(path).toLowerCase());
  expect(paths.filter((path) => table.includes(path))).toEqual([]);
  for (const absent of ['groups', 'password', 'username', 'id', 'meta', 'manager.displayname'])
    expect(paths).not.toContain(absent);
});

test('a group whose table has everything has nothing left to declare', () => {
  const { groups, group } = mapAttributes(loadApplication('alvao'), { user: null, group: GROUP_TYPE });
  expect(declaredAttributes(GROUP_TYPE, group, groups ?? [])).toEqual([]);
});
