import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIRST_APPLICATIONS } from '../config/first-applications.ts';
import { UsageError } from '../config/usage-error.ts';
import { cleanupCommand, resolveTargets } from './targets.ts';

const CONFIG = `
seed: 7
targets:
  staging:
    application: alvao
    url: https://staging.example.com/scim
    tokenEnv: STAGING_TOKEN
    rate: 5
  the-other:
    application: alinto-protect
    tenantUrl: { Domain: ch }
    headers: { x-tenant: "42" }
`;

const env = { SCIM_TOKEN: ' a-token\n', STAGING_TOKEN: 'staging-token' };

let empty: string;
let configured: string;

beforeAll(() => {
  empty = mkdtempSync(join(tmpdir(), 'scim-targets-'));
  configured = mkdtempSync(join(tmpdir(), 'scim targets-'));
  writeFileSync(join(configured, 'scim-conformance.config.yaml'), CONFIG);
});

afterAll(() => {
  for (const folder of [empty, configured]) rmSync(folder, { recursive: true });
});

describe('a URL', () => {
  const options = { application: 'alvao', url: 'https://app.example.com/scim/?x=1' };

  test('is one target with the token of the environment, without the blanks around it', () => {
    const { config, targets } = resolveTargets(options, { cwd: configured, env });
    expect(config).toBeNull();
    expect(targets).toHaveLength(1);
    expect(targets[0]).toMatchObject({
      name: 'alvao',
      url: 'https://app.example.com/scim?x=1',
      credentials: { kind: 'bearer', token: 'a-token' },
      concurrency: 8,
      rate: null,
      timeout: 30_000,
    });
  });

  test('is named again by its replay words, never by its token', () => {
    const [target] = resolveTargets({ ...options, tokenEnv: 'STAGING_TOKEN' }, { cwd: empty, env }).targets;
    expect(target?.credentials).toEqual({ kind: 'bearer', token: 'staging-token' });
    expect(target?.access).toMatchObject({ scheme: 'bearer', variable: 'STAGING_TOKEN', gone: false });
    expect(target?.replay).toEqual([
      '--application',
      'alvao',
      '--url',
      'https://app.example.com/scim?x=1',
      '--token-env',
      'STAGING_TOKEN',
    ]);
  });

  test('needs no token where nothing is sent', () => {
    expect(resolveTargets(options, { cwd: empty, env: {}, tokens: false }).targets[0]?.credentials).toEqual({
      kind: 'none',
    });
    expect(() => resolveTargets(options, { cwd: empty, env: {} })).toThrow(UsageError);
  });
});

describe('a configuration', () => {
  test('gives all of its targets', () => {
    const { config, targets } = resolveTargets({}, { cwd: configured, env });
    expect(config?.seed).toBe(7);
    expect(targets.map(({ name, url, credentials, rate }) => ({ name, url, ...credentials, rate }))).toEqual([
      {
        name: 'staging',
        url: 'https://staging.example.com/scim',
        kind: 'bearer',
        token: 'staging-token',
        rate: 5,
      },
      {
        name: 'the-other',
        url: 'https://cloud.cleanmail.ch/api/v3/scim2',
        kind: 'bearer',
        token: 'a-token',
        rate: null,
      },
    ]);
  });

  test('or those that are chosen, each once; options come before what the file says', () => {
    const { targets } = resolveTargets(
      { target: ['staging', 'staging'], rate: 9, timeout: 1, tokenEnv: 'SCIM_TOKEN' },
      { cwd: configured, env },
    );
    expect(targets).toMatchObject([
      { name: 'staging', rate: 9, timeout: 1, credentials: { kind: 'bearer', token: 'a-token' } },
    ]);
  });

  test('is named again by its replay words, quoted for a shell', () => {
    const file = join(configured, 'scim-conformance.config.yaml');
    const [target] = resolveTargets({ config: file, target: ['the-other'] }, { cwd: empty, env }).targets;
    if (target === undefined) throw new Error('no target');
    const command = `scim-conformance cleanup --config '${file}' --target the-other --run abc123`;
    expect(cleanupCommand(target, 'abc123', resolve('scim-conformance-report'))).toBe(command);
    expect(cleanupCommand(target, 'abc123', '/srv/my reports')).toBe(`${command} --out '/srv/my reports'`);
  });

  test('plays no part when an application is named, valid or not', () => {
    const broken = { cwd: join(configured, 'broken'), env };
    mkdirSync(broken.cwd);
    writeFileSync(join(broken.cwd, 'scim-conformance.config.json'), '{');
    expect(resolveTargets({ application: 'alvao' }, broken).targets).toHaveLength(1);
    expect(() => resolveTargets({}, broken)).toThrow(UsageError);
    expect(resolveTargets({ application: 'alvao' }, { cwd: configured, env })).toMatchObject({
      config: null,
      targets: [{ url: null }],
    });
  });
});

test('a URL without an application is tested by what the target declares', () => {
  const { targets } = resolveTargets(
    { url: 'https://x.test/scim' },
    { cwd: empty, env: { SCIM_TOKEN: 't' } },
  );
  expect(targets).toMatchObject([
    { name: 'x.test', application: { id: 'own-schemas' }, replay: ['--url', 'https://x.test/scim'] },
  ]);
});

test('so is a target of the configuration file without one', () => {
  const cwd = mkdtempSync(join(configured, 'own-'));
  writeFileSync(
    join(cwd, 'scim-conformance.config.json'),
    '{"targets": {"staging": {"url": "https://x.test/scim"}}}',
  );
  expect(resolveTargets({}, { cwd, env: { SCIM_TOKEN: 't' } }).targets).toMatchObject([
    { name: 'staging', application: { id: 'own-schemas' }, replay: ['--target', 'staging'] },
  ]);
});

describe('the embedded provider', () => {
  test('stands in for every first application, each with a token of its own', () => {
    const { targets } = resolveTargets({}, { cwd: empty, env: {} });
    expect(targets.map(({ name }) => name)).toEqual(FIRST_APPLICATIONS);
    expect(targets.every(({ url }) => url === null)).toBe(true);
    expect(new Set(targets.map(({ credentials }) => JSON.stringify(credentials))).size).toBe(targets.length);
  });
});

test.each([
  [{ url: 'https://x.test', application: 'alvao', config: 'x' }, '--config'],
  [{ url: 'https://x.test', application: 'alvao', target: ['x'] }, '--target'],
  [{ target: ['x'] }, '--config'],
  [{ tokenEnv: 'X' }, '--token-env'],
])('%j does not fit together', (options, says) => {
  expect(() => resolveTargets(options, { cwd: empty, env })).toThrow(says);
});
