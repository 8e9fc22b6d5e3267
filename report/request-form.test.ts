import { expect, test } from 'vitest';
import { sampleExchange } from '../reporters/fixtures/sample-report.ts';
import { attributesNamed, requestForm } from './request-form.ts';

/** The form of a PATCH that replaces at a path. */
function formOf(path: string): readonly string[] {
  const { request, ...rest } = sampleExchange();
  const body = JSON.stringify({ Operations: [{ op: 'Replace', path, value: 'Ada' }] });
  return requestForm({ ...rest, request: { ...request, method: 'PATCH', body } });
}

test.each([
  ['title', 'replace path'],
  ['TITLE', 'replace path in other letter case'],
  ['name.givenName', 'replace dotted path'],
  ['urn:ietf:params:scim:schemas:core:2.0:User:title', 'replace URN path'],
  ['urn:ietf:params:scim:schemas:core:2.0:User:Title', 'replace path in other letter case'],
  ['emails[type eq "work"].value', 'replace value path'],
  ['EMAILS[type eq "work"].value', 'replace path in other letter case'],
  ['Favourite', 'replace path'],
])('the path %s is a %s', (path, form) => {
  expect(formOf(path)).toEqual([form]);
});

/** The attributes that a PATCH with these operations names. */
function named(...operations: readonly object[]): readonly string[] {
  const { request, ...rest } = sampleExchange();
  const body = JSON.stringify({ Operations: operations });
  return attributesNamed({ ...rest, request: { ...request, method: 'PATCH', body } });
}

test('the attributes that a PATCH names, by paths of every spelling and by values without a path', () => {
  const department = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department';
  expect(
    named(
      { op: 'replace', path: 'urn:ietf:params:scim:schemas:core:2.0:User:Title', value: 'Dr' },
      { op: 'replace', path: 'EMAILS[type eq "work"].value', value: 'ada@example.com' },
      { op: 'remove', path: department },
      {
        op: 'add',
        value: { displayName: 'Ada', [department.replace(/:department$/, '')]: { division: 'x' } },
      },
    ),
  ).toEqual([
    'displayName',
    'emails.value',
    'title',
    department,
    department.replace(/department$/, 'division'),
  ]);
  expect(named({ op: 'remove' }, { op: 'add', value: 3 })).toEqual([]);
});
