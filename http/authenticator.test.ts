import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createAuthenticator } from './authenticator.ts';
import { type OAuthClient, type StoredLogin, secretsOf, wrongHeaders } from './credentials.ts';
import {
  type AuthorizationServer,
  type AuthorizationServerOptions,
  startAuthorizationServer,
} from './fixtures/authorization-server.ts';
import type { IssuedTokens } from './issued-tokens.ts';
import { changeTokens, readTokens } from './token-file.ts';
import { TransportError } from './transport.ts';

const CLIENT: OAuthClient = {
  kind: 'oauth',
  tokenUrl: null,
  issuer: null,
  clientId: 'harness',
  clientSecret: 's3cret-of-the-client',
  clientAuthentication: 'basic',
  refreshToken: null,
  parameters: { scope: 'scim' },
};

const open: AuthorizationServer[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function authorizationServer(options: AuthorizationServerOptions): Promise<AuthorizationServer> {
  const server = await startAuthorizationServer(options);
  open.push(server);
  return server;
}

const numbered = (count: number) => ({
  access_token: `access-token-${count}`,
  token_type: 'bearer',
  expires_in: 3600,
});

describe('credentials at hand', () => {
  test.each([
    [{ kind: 'none' } as const, {}],
    [{ kind: 'bearer', token: 'a-token' } as const, { authorization: 'Bearer a-token' }],
    [
      { kind: 'basic', username: 'ada', password: 'pass:wörd' } as const,
      { authorization: 'Basic YWRhOnBhc3M6d8O2cmQ=' },
    ],
    [{ kind: 'header', name: 'x-api-key', value: 'a-key' } as const, { 'x-api-key': 'a-key' }],
  ])('%j', async (credentials, headers) => {
    const authenticator = createAuthenticator(credentials);
    expect(await authenticator.headers()).toEqual(headers);
    expect(await authenticator.renew(headers)).toBe(false);
  });

  test('no spelling of a password is shown', () => {
    const { redact } = createAuthenticator({ kind: 'basic', username: 'ada', password: 'pass:word' });
    expect(redact('pass:word YWRhOnBhc3M6d29yZA== pass%3Aword ada')).toBe(
      '[redacted] [redacted] [redacted] ada',
    );
  });
});

describe('tokens of an authorization server', () => {
  test('are fetched once for requests that come at the same time, with the client in a Basic header', async () => {
    const { url, seen } = await authorizationServer({ answer: numbered });
    const authenticator = createAuthenticator({ ...CLIENT, tokenUrl: `${url}/token` });
    const all = await Promise.all(Array.from({ length: 8 }, () => authenticator.headers()));
    expect(new Set(all.map(({ authorization }) => authorization))).toEqual(
      new Set(['Bearer access-token-1']),
    );
    expect(seen).toMatchObject([{ parameters: { grant_type: 'client_credentials', scope: 'scim' } }]);
    expect(seen[0]?.authorization).toMatch(/^Basic /);
    expect(authenticator.redact('access-token-1, s3cret-of-the-client')).toBe('[redacted], [redacted]');
  });

  test('are found through the issuer, with the client in the body', async () => {
    const { url, seen } = await authorizationServer({ answer: numbered });
    const authenticator = createAuthenticator({ ...CLIENT, issuer: url, clientAuthentication: 'post' });
    expect(await authenticator.headers()).toEqual({ authorization: 'Bearer access-token-1' });
    expect(seen[0]?.parameters).toMatchObject({ client_secret: 's3cret-of-the-client' });
  });

  test('are renewed when the target refuses them, once for all that were refused', async () => {
    const { url, seen } = await authorizationServer({ answer: numbered });
    const authenticator = createAuthenticator({ ...CLIENT, tokenUrl: `${url}/token` });
    const first = await authenticator.headers();
    const renewed = await Promise.all([authenticator.renew(first), authenticator.renew(first)]);
    expect(renewed).toEqual([true, true]);
    const second = await authenticator.headers();
    expect(second).toEqual({ authorization: 'Bearer access-token-2' });
    expect(await authenticator.renew(first), 'somebody else has renewed it').toBe(true);
    expect(await authenticator.renew(second), 'a fresh token that is refused is not helped by another').toBe(
      false,
    );
    expect(seen).toHaveLength(2);
  });

  test('are fetched anew when they have expired', async () => {
    const { url, seen } = await authorizationServer({
      answer: (count) => ({ ...numbered(count), expires_in: 0 }),
    });
    const authenticator = createAuthenticator({ ...CLIENT, tokenUrl: `${url}/token` });
    await authenticator.headers();
    expect(await authenticator.headers()).toEqual({ authorization: 'Bearer access-token-2' });
    expect(seen).toHaveLength(2);
  });

  test('come from a refresh token, and from the next one when it is rotated (RFC 6749 §6)', async () => {
    const { url, seen } = await authorizationServer({
      answer: (count) => ({ ...numbered(count), expires_in: 0, refresh_token: `refresh-${count}` }),
    });
    const client = { ...CLIENT, tokenUrl: `${url}/token`, refreshToken: 'refresh-0' };
    const authenticator = createAuthenticator(client);
    await authenticator.headers();
    await authenticator.headers();
    expect(seen.map(({ parameters }) => parameters.refresh_token)).toEqual(['refresh-0', 'refresh-1']);
    expect(authenticator.redact('refresh-2 refresh-0')).toBe('[redacted] [redacted]');
  });

  test('that are not given are a clear trouble, and the next request tries again', async () => {
    const { url } = await authorizationServer({
      answer: (count) => (count === 1 ? null : numbered(count)),
    });
    const authenticator = createAuthenticator({ ...CLIENT, tokenUrl: `${url}/token` });
    const error = await authenticator.headers().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ code: 'NO_TOKEN' });
    expect(String(error)).toContain(`${url}/token gives no token: invalid_client`);
    expect(await authenticator.headers()).toEqual({ authorization: 'Bearer access-token-2' });
  });
});

describe('tokens of a login', () => {
  const folder = mkdtempSync(join(tmpdir(), 'login-'));
  const file = join(folder, 'tokens.json');
  afterEach(() => rmSync(file, { force: true }));
  afterAll(() => rmSync(folder, { recursive: true }));

  const FIRST: IssuedTokens = { accessToken: 'stored-access', refreshToken: 'stored-refresh', until: null };
  const EXPIRED = { ...FIRST, until: Date.now() - 1 };

  async function loggedIn(
    url: string,
    tokens: IssuedTokens,
    parameters: Readonly<Record<string, string>> = {},
  ): Promise<StoredLogin> {
    const owner = { server: url, clientId: 'harness', target: 'atea', url: 'https://app.example.com/scim' };
    const place = { file, owner };
    await changeTokens(place, async () => tokens);
    const client = { ...CLIENT, tokenUrl: `${url}/token`, parameters };
    return { kind: 'login', client, place, tokens: [tokens.accessToken, tokens.refreshToken ?? ''] };
  }

  const rotating = {
    answer: (count: number) => ({ ...numbered(count), refresh_token: `refresh-${count}` }),
  };

  test('are sent while they are good, and asked for by nobody', async () => {
    const { url, seen } = await authorizationServer(rotating);
    const authenticator = createAuthenticator(await loggedIn(url, FIRST));
    expect(await authenticator.headers()).toEqual({ authorization: 'Bearer stored-access' });
    expect(seen).toEqual([]);
    expect(authenticator.redact('stored-access stored-refresh')).toBe('[redacted] [redacted]');
  });

  test('are renewed once when they have expired, whoever needs them, and stored with the new refresh token', async () => {
    const { url, seen } = await authorizationServer(rotating);
    const login = await loggedIn(url, EXPIRED, { scope: 'scim', resource: 'https://app.example.com/' });
    const both = [createAuthenticator(login), createAuthenticator(login)];
    const headers = await Promise.all(both.map((authenticator) => authenticator.headers()));
    expect(headers).toEqual(Array(2).fill({ authorization: 'Bearer access-token-1' }));
    expect(seen.map(({ parameters }) => parameters)).toEqual([
      { grant_type: 'refresh_token', refresh_token: 'stored-refresh', resource: 'https://app.example.com/' },
    ]);
    expect(readTokens(login.place)).toMatchObject({
      accessToken: 'access-token-1',
      refreshToken: 'refresh-1',
    });
    expect(existsSync(`${file}.lock`)).toBe(false);
    for (const { redact } of both)
      expect(redact('access-token-1 refresh-1 stored-refresh')).toBe('[redacted] [redacted] [redacted]');
  });

  test('keep the refresh token where no other one comes', async () => {
    const { url } = await authorizationServer({ answer: numbered });
    const login = await loggedIn(url, EXPIRED);
    await createAuthenticator(login).headers();
    expect(readTokens(login.place)).toMatchObject({
      accessToken: 'access-token-1',
      refreshToken: 'stored-refresh',
    });
  });

  test('are renewed when the target refuses them, or taken from whoever renewed them meanwhile', async () => {
    const { url, seen } = await authorizationServer(rotating);
    const login = await loggedIn(url, FIRST);
    const [one, other] = [createAuthenticator(login), createAuthenticator(login)];
    const first = await one.headers();
    await other.headers();
    expect(await one.renew(first)).toBe(true);
    expect(await other.renew(first)).toBe(true);
    expect(await other.headers()).toEqual({ authorization: 'Bearer access-token-1' });
    expect(seen).toHaveLength(1);
  });

  test('that cannot be renewed let the refusal of the target stand', async () => {
    const { url } = await authorizationServer({ answer: () => null });
    const without = createAuthenticator(await loggedIn(url, { ...FIRST, refreshToken: null }));
    expect(await without.renew(await without.headers())).toBe(false);
    const refused = createAuthenticator(await loggedIn(url, FIRST));
    expect(await refused.renew(await refused.headers())).toBe(false);
  });

  test('that have ended are a clear trouble without secrets, and stay stored', async () => {
    const { url } = await authorizationServer({ answer: () => null });
    const login = await loggedIn(url, EXPIRED);
    const error = await createAuthenticator(login)
      .headers()
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'TransportError', code: 'INVALID_GRANT' });
    expect(String(error)).toContain('gives no token: invalid_grant');
    expect(String(error)).not.toMatch(/stored-refresh|s3cret/);
    expect(readTokens(login.place)).toEqual(EXPIRED);
    rmSync(file);
    await expect(createAuthenticator(login).headers()).rejects.toThrow('no token is stored any more');
  });

  test('are secrets like all others', async () => {
    const login = await loggedIn('https://login.example.com', FIRST);
    expect(secretsOf(login)).toEqual(['s3cret-of-the-client', 'stored-access', 'stored-refresh']);
    expect(wrongHeaders(login, '1')).toEqual({ authorization: 'Bearer wrong-1' });
  });
});
