import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadApplication } from './load-application.ts';
import { tryParsePath } from './row-path.ts';
import { UsageError } from './usage-error.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'profile-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const PROFILE = `id: mine
name: Mine
source: null
capabilities: {createUsers: true, updateUsers: true, removeUsers: true, groups: false, singleSignOn: false}
authentication: null
tenantUrl: {template: 'https://{Region}.example.com/scim', parameters: {Region: {description: region, example: null}}, reason: null}
users:
  rows:
    - {path: userName, type: String, filterable: true, required: true, matching: 1}
    - {path: active, type: Boolean, filterable: false, required: false, matching: null}
  reason: null
groups: null
notes: []
`;

function load(text: string, name = 'mine.yaml') {
  const file = join(folder, name);
  writeFileSync(file, text);
  try {
    return loadApplication(file);
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(error.message.replaceAll(folder, '.'));
    throw error;
  }
}

describe('a profile of the user', () => {
  it('is loaded from YAML, and from JSON with "$schema"', () => {
    expect(load(PROFILE).users.rows).toHaveLength(2);
    const json = JSON.stringify({ $schema: 'x', ...load(PROFILE) });
    expect(load(json, 'mine.json')).toEqual(load(PROFILE));
  });

  it.each([
    ['name: Mine', 'nmae: Mine', ['./mine.yaml:2:1 /nmae: unknown key "nmae", did you mean "name"?']],
    [
      'notes: []',
      'notes: []\nsecretToken: hunter2',
      ['./mine.yaml:14:1 /secretToken: unknown key "secretToken", secrets do not belong in this file'],
    ],
    ['notes: []', 'notes: [1]', ['./mine.yaml:13:9 /notes/0: expected a string, got 1']],
    [
      'id: mine',
      'id: Mine App',
      [
        './mine.yaml:1:5 /id: expected an id of lower-case letters, digits and single hyphens, got "Mine App"',
      ],
    ],
    [
      'source: null',
      'source: {title: T, date: 2023-02-30}',
      ['./mine.yaml:3:26 /source/date: expected a date such as 2023-04-10, got "2023-02-30"'],
    ],
    [
      'authentication: null',
      'authentication: token',
      [
        './mine.yaml:5:17 /authentication: expected one of "secretToken", "oauth", "oauthClientCredentials", "basic", "none", null, got "token"',
      ],
    ],
    [
      'type: Boolean',
      'type: Bool',
      [
        './mine.yaml:10:28 /users/rows/1/type: expected one of String, Boolean, Reference, Integer, Decimal, ' +
          'DateTime, Binary, Complex, got "Bool"',
      ],
    ],
    [
      'path: active',
      'path: "emails[type eq"',
      [
        `./mine.yaml:10:14 /users/rows/1/path: expected an attribute path, got "emails[type eq": ${tryParsePath('emails[type eq').problem}`,
      ],
    ],
    [
      'path: active',
      'path: USERNAME',
      ['./mine.yaml:10:14 /users/rows/1/path: the same attribute as row 0; keep one of them'],
    ],
    [
      'path: active',
      'path: active.value',
      ['./mine.yaml:10:14 /users/rows/1/path: active has no sub-attribute value (RFC 7643)'],
    ],
    [
      'path: active',
      'path: \'title[type eq "work"]\'',
      [
        './mine.yaml:10:14 /users/rows/1/path: title has a single value, so a filter selects nothing (RFC 7644 §3.5.2)',
      ],
    ],
    [
      'path: active',
      'path: meta.colour',
      ['./mine.yaml:10:14 /users/rows/1/path: meta has no sub-attribute colour (RFC 7643)'],
    ],
    ['matching: 1', 'matching: 2', ['./mine.yaml:9:82 /users/rows/0/matching: expected position 1, got 2']],
    [
      'matching: null',
      'matching: 2',
      ['./mine.yaml:10:83 /users/rows/1/matching: a matching attribute must be filterable'],
    ],
    [
      'filterable: false, required: false, matching: null',
      'filterable: true, required: false, matching: 1',
      [
        './mine.yaml:9:82 /users/rows/0/matching: position 1 is taken twice; number the matching attributes 1, 2, 3, …',
        './mine.yaml:10:82 /users/rows/1/matching: position 1 is taken twice; number the matching attributes 1, 2, 3, …',
      ],
    ],
    [
      '{Region: {description',
      '{Area: {description',
      [
        './mine.yaml:6:23 /tenantUrl/template: the parameter {Region} is not described under "parameters"',
        './mine.yaml:6:73 /tenantUrl/parameters/Area: the template has no parameter {Area}',
      ],
    ],
    [
      "'https://{Region}",
      "'ftp://{Region}",
      [
        './mine.yaml:6:23 /tenantUrl/template: expected an http(s) URL, or one that starts with a {Parameter}, ' +
          'got "ftp://{Region}.example.com/scim"',
      ],
    ],
    [
      'groups: null',
      'groups: {rows: null, reason: lost}',
      ['./mine.yaml:4:81 /capabilities/groups: a table of groups is given, so "groups" must be true here'],
    ],
    [
      'groups: false',
      'groups: true',
      [
        './mine.yaml:4:81 /capabilities/groups: groups are provisioned, so "groups" must be a table (or null rows with a reason)',
      ],
    ],
    ['  reason: null\n', '  reason: lost\n', ['./mine.yaml:11:11 /users/reason: expected null, got "lost"']],
  ])('with %j made %j is refused', (from, to, messages) => {
    expect(() => load(PROFILE.replace(from, to))).toThrow(new UsageError(messages.join('\n')));
  });

  it('that is a list or empty is refused', () => {
    expect(() => load('[]')).toThrow(
      new UsageError('./mine.yaml:1:1: expected an object, got an empty list'),
    );
    expect(() => load('')).toThrow(new UsageError('./mine.yaml:1:1: expected an object, got null'));
  });
});
