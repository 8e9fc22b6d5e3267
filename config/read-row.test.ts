import { describe, expect, it } from 'vitest';
import { formatPath } from '../scim/path.ts';
import { GROUP_TYPE, USER_TYPE } from '../scim/schemas/index.ts';
import type { TableRow } from './application.ts';
import { readRow } from './read-row.ts';

function row(path: string, type: TableRow['type'] = 'String'): TableRow {
  return { path, type, filterable: null, required: null, matching: null };
}

function read(path: string, type: TableRow['type'] = 'String', others: readonly string[] = []): string {
  const own = row(path, type);
  const result = readRow(own, [own, ...others.map((other) => row(other))], USER_TYPE);
  return `${formatPath(result.path)} ${result.type}`;
}

describe('readRow', () => {
  it.each([
    ['name.giveName', 'String', 'name.givenName String'],
    ['NAME.GIVENAME', 'String', 'NAME.givenName String'],
    ['emails[type eq "work"]', 'String', 'emails[type eq "work"].value String'],
    ['roles[primary eq "True"].value', 'String', 'roles[primary eq true].value String'],
    [
      'roles[primary eq "false" and type eq "True"].value',
      'String',
      'roles[primary eq false and type eq "True"].value String',
    ],
    ['title', 'string', 'title String'],
    ['active', null, 'active String'],
  ] as const)('reads %s of type %s as %s', (path, type, expected) => {
    expect(read(path, type)).toBe(expected);
  });

  it.each([
    ['emails[type eq "work"]', 'Complex', 'nothing is missing behind a whole element'],
    ['addresses[type eq "work"]', 'String', 'addresses have no value'],
    ['addresses.unit', 'String', 'a short name is no misspelling'],
    ['name.maidenName', 'String', 'no name of the schema is near'],
    ['urn:ietf:params:scim:schemas:extension:Acme:2.0:User:giveName', 'String', 'the schema is unknown'],
  ] as const)('leaves %s of type %s alone: %s', (path, type, _reason) => {
    expect(read(path, type)).toBe(`${path} ${type}`);
  });

  it('never turns one row into another one of the table', () => {
    expect(read('name.giveName', 'String', ['name.givenName'])).toBe('name.giveName String');
  });

  it('keeps what it does not know', () => {
    const odd = row('externalID');
    expect(formatPath(readRow(odd, [odd], GROUP_TYPE).path)).toBe('externalID');
  });
});
