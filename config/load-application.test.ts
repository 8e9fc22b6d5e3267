import { describe, expect, it } from 'vitest';
import { parseSource } from './document.ts';
import { FIRST_APPLICATIONS, firstApplications } from './first-applications.ts';
import { applicationIds, applicationIn, listApplications, loadApplication } from './load-application.ts';
import { UsageError } from './usage-error.ts';

describe('the built-in applications', () => {
  it('are listed by id, each under the name of its file', () => {
    expect(applicationIds()).toEqual(listApplications().map(({ id }) => id));
    expect(applicationIds().length).toBeGreaterThan(100);
  });

  it('have a few that a run without options tests', () => {
    expect(firstApplications().map(({ id }) => id)).toEqual(FIRST_APPLICATIONS);
  });

  // id, date, user rows, group rows, filterable, required, matching, authentication
  it.each([
    ['airstack', '2019-09-18', null, null, [], [], [], 'secretToken'],
    [
      'alinto-protect',
      '2022-11-21',
      5,
      null,
      ['userName'],
      ['userName', 'active'],
      ['userName'],
      'secretToken',
    ],
    [
      'alvao',
      '2023-04-10',
      22,
      3,
      ['userName', 'externalId'],
      ['userName', 'externalId', 'active', 'displayName'],
      ['userName', 'externalId'],
      'secretToken',
    ],
    ['atea', '2021-01-25', 9, null, ['userName'], [], ['userName'], 'oauth'],
    [
      'cleanmail-swiss',
      '2023-07-10',
      5,
      null,
      ['userName'],
      ['userName', 'active'],
      ['userName'],
      'secretToken',
    ],
  ])(
    '%s holds the facts of its tutorial',
    (id, date, users, groups, filterable, required, matching, authentication) => {
      const application = loadApplication(id);
      const rows = application.users.rows ?? [];
      const paths = (kept: typeof rows) => kept.map(({ path }) => path);
      expect(application.source?.date).toBe(date);
      expect(application.source?.title).toBe(
        `Tutorial: Configure ${application.name} for automatic user provisioning with Azure Active Directory`,
      );
      expect(application.users.rows?.length ?? null).toBe(users);
      expect(application.groups?.rows?.length ?? null).toBe(groups);
      expect(application.capabilities.groups).toBe(groups !== null);
      expect(paths(rows.filter((row) => row.filterable === true))).toEqual(filterable);
      expect(paths(rows.filter((row) => row.required === true))).toEqual(required);
      expect(
        paths(
          rows.filter((row) => row.matching !== null).sort((a, b) => (a.matching ?? 0) - (b.matching ?? 0)),
        ),
      ).toEqual(matching);
      expect(application.authentication).toBe(authentication);
    },
  );

  it('say so where the documentation is silent', () => {
    expect(loadApplication('atea').users.rows?.every(({ required }) => required === null)).toBe(true);
    expect(loadApplication('atea').tenantUrl).toEqual({
      template: null,
      reason: 'the tutorial connects through Authorize and a login dialog and prints no tenant URL',
    });
    expect(loadApplication('airstack').users).toEqual({
      rows: null,
      reason: 'the tutorial publishes the attribute table only as a picture',
    });
  });

  it('keep the group table of ALVAO', () => {
    expect(loadApplication('ALVAO').groups?.rows).toEqual([
      { path: 'displayName', type: 'String', filterable: true, required: true, matching: 1 },
      { path: 'externalId', type: 'String', filterable: false, required: false, matching: null },
      { path: 'members', type: 'Reference', filterable: false, required: false, matching: null },
    ]);
  });
});

describe('an unknown application', () => {
  const known =
    '"scim-conformance applications list" prints the known ones; ' +
    'a profile of your own is given as a path to a .json or .yaml file.';

  it.each([
    ['alvoa', `unknown application "alvoa": did you mean "alvao"? ${known}`],
    ['cleanmail', `unknown application "cleanmail": did you mean "cleanmail-swiss"? ${known}`],
    ['workday', `unknown application "workday": ${known}`],
    ['\u001b[31m', `unknown application "\\u001b[31m": ${known}`],
    ['missing.json', 'cannot read missing.json: there is no such file'],
    ['config/', 'cannot read config/: it is a directory'],
  ])('%j is refused', (id, message) => {
    expect(() => loadApplication(id)).toThrow(new UsageError(message));
  });
});

describe('a profile of one\u2019s own', () => {
  it('needs an id and the paths of its users, and has defaults for everything else', () => {
    const text =
      '{ "id": "acme", "users": { "rows": [{ "path": "userName", "matching": 1 }, { "path": "title" }] } }';
    expect(applicationIn(parseSource(text, 'acme.json'))).toEqual({
      id: 'acme',
      name: 'acme',
      source: null,
      capabilities: {
        createUsers: true,
        updateUsers: true,
        removeUsers: true,
        groups: false,
        singleSignOn: false,
      },
      authentication: null,
      tenantUrl: { template: null, reason: 'the profile tells none' },
      users: {
        rows: [
          { path: 'userName', type: null, filterable: null, required: null, matching: 1 },
          { path: 'title', type: null, filterable: null, required: null, matching: null },
        ],
        reason: null,
      },
      groups: null,
      notes: [],
    });
  });

  it('says why there are no rows where it has none', () => {
    expect(() =>
      applicationIn(parseSource('{ "id": "acme", "users": { "rows": null } }', 'acme.json')),
    ).toThrow(/reason/);
  });
});
