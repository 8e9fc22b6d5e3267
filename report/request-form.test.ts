import { expect, test } from 'vitest';
import { sampleExchange } from '../reporters/fixtures/sample-report.ts';
import { requestForm } from './request-form.ts';

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
