import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { LoginConfig } from '../config/target-config.ts';
import { UsageError } from '../config/usage-error.ts';
import type { IssuedTokens } from '../http/issued-tokens.ts';
import { changeTokens } from '../http/token-file.ts';
import { oauthClient } from './credentials.ts';
import { storedLogin, tokenPlace } from './stored-login.ts';

const AUTH: LoginConfig = {
  type: 'oauth',
  grant: 'authorizationCode',
  issuer: 'https://login.example.com',
  clientId: 'harness',
};
const TARGET = { name: 'atea', url: 'https://app.example.com/scim?x=1', config: undefined };

const folder = mkdtempSync(join(tmpdir(), 'stored-login-'));
const env = { XDG_STATE_HOME: folder };
const place = tokenPlace(AUTH, TARGET, env);
const read = (config?: string) => storedLogin(AUTH, oauthClient(AUTH, env), { ...TARGET, config }, env);
const store = (tokens: IssuedTokens | null) => changeTokens(place, async () => tokens);

afterEach(() => rmSync(place.file, { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

describe('where tokens are stored', () => {
  test('is the state folder of the user, unless the configuration names a file', () => {
    const fileIn = (variables: NodeJS.ProcessEnv) => tokenPlace(AUTH, TARGET, variables).file;
    const byDefault = join(homedir(), '.local', 'state', 'scim-conformance', 'tokens.json');
    expect(fileIn(env)).toBe(join(folder, 'scim-conformance', 'tokens.json'));
    expect(fileIn({})).toBe(byDefault);
    expect(fileIn({ XDG_STATE_HOME: 'relative' })).toBe(byDefault);
    expect(tokenPlace({ ...AUTH, tokenFile: '/secrets/tokens' }, TARGET, env).file).toBe('/secrets/tokens');
  });

  test('is for one server, client and target, whose URL counts without its query', () => {
    expect(place.owner).toEqual({
      server: 'https://login.example.com',
      clientId: 'harness',
      target: 'atea',
      url: 'https://app.example.com/scim',
    });
  });
});

describe('the credentials of a login', () => {
  const GOOD = { accessToken: 'access', refreshToken: 'refresh', until: null };

  test('are the stored tokens and what renews them', async () => {
    await store(GOOD);
    expect(read()).toEqual({
      kind: 'login',
      client: expect.objectContaining({ issuer: 'https://login.example.com', refreshToken: null }),
      place,
      tokens: ['access', 'refresh'],
    });
    await store({ ...GOOD, until: 1 });
    expect(read().tokens).toEqual(['access', 'refresh']);
    await store({ ...GOOD, refreshToken: null });
    expect(read().tokens).toEqual(['access']);
  });

  test('that are not there ask to log in', async () => {
    const advice =
      'no token is stored for the target "atea"; log in first:\n  scim-conformance login --target atea';
    expect(() => read()).toThrow(new UsageError(advice));
    expect(() => read('my config.yaml')).toThrow("login --config 'my config.yaml' --target atea");
    await store({ accessToken: 'access', refreshToken: null, until: 1 });
    expect(() => read()).toThrow(/the stored token has expired for the target "atea"/);
  });

  test('that others may read are refused', async () => {
    await store(GOOD);
    chmodSync(place.file, 0o644);
    expect(() => read()).toThrow(UsageError);
    expect(() => read()).toThrow(/others may read/);
  });
});
