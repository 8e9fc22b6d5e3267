import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadApplication } from './load-application.ts';
import { loadConfig } from './load-config.ts';
import { UsageError } from './usage-error.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

function loadYaml(text: string) {
  write('c.yaml', text);
  try {
    return loadConfig('c.yaml', folder);
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(error.message.replaceAll(folder, '.'));
    throw error;
  }
}

describe('loadConfig', () => {
  it('finds no, one or too many files by their default names', () => {
    expect(loadConfig(undefined, folder)).toBeNull();
    write('scim-conformance.config.yml', 'targets: {staging: {application: alvao}}');
    expect(loadConfig(undefined, folder)).toEqual({ targets: { staging: { application: 'alvao' } } });
    write('scim-conformance.config.json', '{"targets": {"staging": {"application": "atea"}}}');
    expect(() => loadConfig(undefined, folder)).toThrow(
      new UsageError(
        'found scim-conformance.config.json and scim-conformance.config.yml: keep one, or choose one with --config',
      ),
    );
  });

  it('reads times as the command line does', () => {
    const timeout = (text: string) =>
      loadYaml(`targets: {a: {application: alvao, timeout: ${text}}}`)?.targets.a?.timeout;
    expect(['5000', '5s', '500ms', '2m'].map(timeout)).toEqual([5000, 5000, 500, 120_000]);
    expect(() => timeout('5h')).toThrow('expected milliseconds, or a time such as 5s, got "5h"');
  });

  it('fills variables of the environment into URLs, and says which is not set', () => {
    write(
      'v.yaml',
      'targets: {a: {application: alvao, url: "https://@{HOST}/scim", auth: {type: oauth, clientId: "@{HOST}", tokenUrl: "https://@{HOST}/token"}}, b: {application: alinto-protect, tenantUrl: {Domain: "@{TOP}"}}}'.replaceAll(
        '@',
        '$',
      ),
    );
    const config = loadConfig('v.yaml', folder, { HOST: 'app.example.com', TOP: 'net' });
    expect(config?.targets.a).toMatchObject({
      url: 'https://app.example.com/scim',
      auth: { tokenUrl: 'https://app.example.com/token', clientId: ['$', '{HOST}'].join('') },
    });
    expect(config?.targets.b?.tenantUrl).toEqual({ Domain: 'net' });
    expect(() => loadConfig('v.yaml', folder, { HOST: 'x' })).toThrow(
      /v\.yaml:1:\d+ \/targets\/b\/tenantUrl\/Domain: the environment variable TOP is not set/,
    );
  });

  it('reads every option', () => {
    const config = {
      targets: {
        'a.b-1': {
          application: 'alinto-protect',
          tenantUrl: { Domain: 'com' },
          tokenEnv: 'STAGING_TOKEN',
          headers: { 'X-Tenant': '7' },
          constraints: { username: { format: 'email', domain: 'example.com', maxLength: 64 } },
          concurrency: 4,
          rate: 12.5,
          timeout: 5000,
        },
      },
      seed: -1,
      effort: 'thorough',
      suites: ['all'],
      failOn: 'should',
    };
    write('c.json', JSON.stringify({ $schema: './config.schema.json', ...config }));
    expect(loadConfig('c.json', folder)).toEqual(config);
  });

  it('resolves a profile against the folder of the config file', () => {
    mkdirSync(join(folder, 'profiles'));
    write('profiles/mine.json', JSON.stringify(loadApplication('atea')));
    write('profiles/c.yaml', 'targets: {mine: {application: ./mine.json}}');
    expect(loadConfig('profiles/c.yaml', folder)?.targets.mine?.application).toBe(
      join(folder, 'profiles', 'mine.json'),
    );
  });
});

describe('a config file is refused', () => {
  const target = (rest: string, application = 'alvao') =>
    `targets:\n  t: {application: ${application}, ${rest}}\n`;
  const at = (column: number, pointer: string) => `./c.yaml:2:${column} /targets/t/${pointer}: `;

  it.each([
    ['{}', './c.yaml:1:1: expected the key "targets", which is missing'],
    ['targets: {}', './c.yaml:1:10 /targets: expected at least one entry, got an empty object'],
    [
      'targets: {"a b": {application: alvao}}',
      './c.yaml:1:11 /targets/a b: expected a key that is a name of letters, digits, dots, hyphens and underscores',
    ],
    [`${target('')}efort: quick`, './c.yaml:3:1 /efort: unknown key "efort", did you mean "effort"?'],
    [
      `${target('')}effort: fast`,
      './c.yaml:3:9 /effort: expected one of "smoke", "quick", "standard", "thorough", got "fast"',
    ],
    [`${target('')}seed: 1.5`, './c.yaml:3:7 /seed: expected a whole number, got 1.5'],
    [target('ur1: x'), `${at(27, 'ur1')}unknown key "ur1", did you mean "url"?`],
    [
      target('token: hunter2'),
      `${at(27, 'token')}unknown key "token", secrets do not belong in a file: ` +
        'put the token into an environment variable and name that in "tokenEnv"',
    ],
    [
      target('tokenEnv: hunter-2'),
      `${at(37, 'tokenEnv')}expected the name of an environment variable, got something else`,
    ],
    [
      target('headers: {Authorization: hunter2}'),
      `${at(37, 'headers/Authorization')}remove this header: ` +
        'credentials do not belong in a file: name the token\'s environment variable in "tokenEnv"',
    ],
    [
      target('headers: {X-A: "hunter2\\r\\n"}'),
      `${at(42, 'headers/X-A')}expected header text without line breaks, got something else`,
    ],
    [target('concurrency: 0'), `${at(40, 'concurrency')}expected a number of at least 1, got 0`],
    [target('rate: 0'), `${at(33, 'rate')}expected a number above 0, got 0`],
    [target('timeout: .inf'), `${at(36, 'timeout')}expected a whole number or a string, got null`],
    [
      target('url: scim'),
      `${at(32, 'url')}not a URL: "scim"; expected one such as https://scim.example.com/v2`,
    ],
    [
      target('url: "https://user:hunter2@example.com"'),
      `${at(32, 'url')}the URL holds credentials before the "@"; ` +
        'remove them and put the token into an environment variable',
    ],
    [target('url: 7'), `${at(32, 'url')}expected a string, got 7`],
    [
      target('tenantUrl: {Domian: com}', 'alinto-protect'),
      './c.yaml:2:47 /targets/t/tenantUrl: the tenant URL https://cloud.cleanmail.{Domain}/api/v3/scim2 ' +
        'has no parameter "Domian": did you mean "Domain"?',
    ],
    [
      target('', 'alvoa'),
      './c.yaml:2:20 /targets/t/application: unknown application "alvoa": did you mean "alvao"? ' +
        '"scim-conformance applications list" prints the known ones; ' +
        'a profile of your own is given as a path to a .json or .yaml file.',
    ],
    [
      target('', './none.json'),
      './c.yaml:2:20 /targets/t/application: cannot read ./none.json: there is no such file',
    ],
    [
      target('constraints: {userNmae: {maxLength: 9}}'),
      `${at(41, 'constraints/userNmae')}ALVAO has no attribute "userNmae" in its table: did you mean "userName"?`,
    ],
    [
      target('constraints: {userName: {maxLength: 9}, USERNAME: {maxLength: 8}}'),
      `${at(67, 'constraints/USERNAME')}this attribute has constraints already`,
    ],
    [
      target('constraints: {userName: {domain: example.com}}'),
      `${at(52, 'constraints/userName/domain')}a domain goes with "format": "email"`,
    ],
    [
      target('constraints: {userName: {minLength: 9, maxLength: 8}}'),
      `${at(63, 'constraints/userName/minLength')}expected at most maxLength (8), got 9`,
    ],
    [
      target('constraints: {userName: {pattern: "("}}'),
      `${at(61, 'constraints/userName/pattern')}expected a regular expression: ` +
        'Invalid regular expression: /(/u: Unterminated group',
    ],
    [
      target('constraints: {title: {required: true, kept: false}}'),
      `${at(65, 'constraints/title/kept')}what is required is always sent and judged`,
    ],
    [
      target('constraints: {userName: {}}'),
      `${at(51, 'constraints/userName')}expected at least one entry, got an empty object`,
    ],
  ])('%j', (text, message) => {
    expect(() => loadYaml(text)).toThrow(new UsageError(message));
  });

  it('that is not there', () => {
    expect(() => loadConfig('none.yaml', folder)).toThrow(
      new UsageError(`cannot read ${join(folder, 'none.yaml')}: there is no such file`),
    );
  });
});

describe('auth and tls', () => {
  const target = (rest: string): string => `targets: {t: {application: alvao, ${rest}}}`;
  const LOGIN = 'type: oauth, grant: authorizationCode, clientId: x, issuer: "https://l.example.com"';

  it('reads every way of authentication, with file names against the folder of the file', () => {
    const config = loadYaml(
      target(
        'auth: {type: oauth, issuer: "https://login.example.com", clientId: x, clientSecret: {file: secrets/a}, ' +
          'parameters: {scope: scim}}, tls: {ca: ca.pem, cert: c.pem, key: k.pem, passphrase: {env: P}}',
      ),
    );
    expect(config?.targets.t).toMatchObject({
      auth: { clientSecret: { file: join(folder, 'secrets/a') }, parameters: { scope: 'scim' } },
      tls: { ca: join(folder, 'ca.pem'), key: join(folder, 'k.pem'), passphrase: { env: 'P' } },
    });
    for (const auth of [
      '{type: none}',
      '{type: bearer, token: {command: [pass, show, scim]}}',
      '{type: basic, username: ada, password: {env: PASSWORD}}',
      '{type: apiKey, header: X-Api-Key, key: {env: KEY}}',
      '{type: oauth, clientId: x, tokenUrl: "https://l.example.com/t", refreshToken: {env: REFRESH}}',
      '{type: oauth, grant: authorizationCode, clientId: x, issuer: "https://l.example.com", redirectPort: 8123}',
      '{type: oauth, grant: authorizationCode, clientId: x, tokenUrl: "https://l.example.com/t", ' +
        'authorizationUrl: "https://l.example.com/a"}',
    ])
      expect(loadYaml(target(`auth: ${auth}`))?.targets.t?.auth).toBeDefined();
  });

  it.each([
    ['auth: {type: bearer}', /"type": "bearer" needs the key "token"/],
    [
      'auth: {type: basic, username: ada, password: {env: P}, key: {env: K}}',
      /"key" does not go with "type": "basic"/,
    ],
    ['auth: {type: oauth, clientId: x}', /needs one of the keys "tokenUrl" and "issuer"/],
    ['auth: {type: oauth, clientId: x, tokenUrl: "http://login.example.com/t"}', /expected an https URL/],
    [
      `auth: {${LOGIN}, refreshToken: {env: R}}`,
      /"refreshToken" does not go with "grant": "authorizationCode"/,
    ],
    [`auth: {${LOGIN}, authorizationUrl: "https://l.example.com/a"}`, /"authorizationUrl" go together/],
    [
      'auth: {type: oauth, grant: authorizationCode, clientId: x, tokenUrl: "https://l.example.com/t"}',
      /"tokenUrl" and "authorizationUrl" go together/,
    ],
    [`auth: {${LOGIN}, redirectPort: 0}`, /expected a number of at least 1/],
    [
      'auth: {type: bearer, token: {env: T}, grant: authorizationCode}',
      /"grant" does not go with "type": "bearer"/,
    ],
    [
      'auth: {type: oauth, clientId: x, issuer: "https://l.example.com", tokenFile: t}',
      /"tokenFile" does not go/,
    ],
    ['tokenEnv: T, auth: {type: none}', /tokenEnv does not go with auth/],
    [
      'auth: {type: bearer, token: s3cret-token}',
      /expected an object, for the file holds no secrets: write \{ env: "NAME" \}/,
    ],
  ])('%s is refused with its place, without repeating secrets', (rest, message) => {
    expect(() => loadYaml(target(rest))).toThrow(message);
    expect(() => loadYaml(target(rest))).toThrow(/c\.yaml:1:/);
    expect(() => loadYaml(target(rest))).not.toThrow(/s3cret-token/);
  });
});
