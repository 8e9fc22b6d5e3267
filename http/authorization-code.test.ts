import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type LoginRequest, logIn } from './authorization-code.ts';
import {
  type AuthorizationServer,
  type AuthorizationServerOptions,
  agree,
  CLIENT_ID,
  startAuthorizationServer,
} from './fixtures/authorization-server.ts';

const open: AuthorizationServer[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function authorizationServer(options: AuthorizationServerOptions = {}): Promise<AuthorizationServer> {
  const server = await startAuthorizationServer(options);
  open.push(server);
  return server;
}

/** A login whose browser does what `browse` says. */
function login(
  issuer: string,
  browse: (address: string) => Promise<unknown> = agree,
  { client, ...request }: Partial<LoginRequest> = {},
) {
  return logIn({
    client: {
      kind: 'oauth',
      tokenUrl: null,
      issuer,
      clientId: CLIENT_ID,
      clientSecret: 's3cret-of-the-client',
      clientAuthentication: 'post',
      refreshToken: null,
      parameters: { scope: 'scim', resource: 'https://app.example.com/' },
      ...client,
    },
    authorizationUrl: null,
    tls: null,
    port: 0,
    show: (address) => void browse(address).catch(() => {}),
    signal: AbortSignal.timeout(20_000),
    ...request,
  });
}

const redirectOf = (address: string): string => new URL(address).searchParams.get('redirect_uri') ?? '';

describe('a login', () => {
  test('gets tokens with a code, PKCE and a redirect to the loopback address', async () => {
    const { url, seen, given } = await authorizationServer();
    let shown = new URL('http://none.invalid');
    let page = new Response();
    const tokens = await login(url, async (address) => {
      shown = new URL(address);
      page = await agree(address);
    });
    expect(shown.origin + shown.pathname).toBe(`${url}/authorize`);
    expect(Object.fromEntries(shown.searchParams)).toMatchObject({
      response_type: 'code',
      scope: 'scim',
      code_challenge_method: 'S256',
    });
    expect(tokens).toMatchObject({ accessToken: given[1], refreshToken: given[2] });
    expect(seen[0]?.parameters).toMatchObject({
      grant_type: 'authorization_code',
      redirect_uri: redirectOf(shown.href),
      resource: 'https://app.example.com/',
    });
    expect(seen[0]?.parameters).not.toHaveProperty('scope');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    const text = await page.text();
    expect(text).toContain('You may close this window');
    for (const secret of given) expect(text).not.toContain(secret);
    await expect(fetch(redirectOf(shown.href)), 'nobody listens any more').rejects.toThrow();
  });

  test('finds the endpoints where OpenID Connect has them', async () => {
    const { url, given } = await authorizationServer({ metadata: 'openid-configuration' });
    expect((await login(url)).accessToken).toBe(given[1]);
  });

  test('takes endpoints and port as given, without anything to compare the issuer with', async () => {
    const { url, given } = await authorizationServer();
    const port = await freePort();
    const tokens = await logIn({
      client: {
        kind: 'oauth',
        tokenUrl: `${url}/token`,
        issuer: null,
        clientId: CLIENT_ID,
        clientSecret: null,
        clientAuthentication: 'basic',
        refreshToken: null,
        parameters: { response_type: 'token', state: 'mine' },
      },
      authorizationUrl: `${url}/authorize`,
      tls: null,
      port,
      show: (address) => {
        expect(redirectOf(address)).toBe(`http://127.0.0.1:${port}/callback`);
        void agree(address);
      },
      signal: AbortSignal.timeout(20_000),
    });
    expect(tokens.accessToken).toBe(given[1]);
  });

  test('is not disturbed by what else comes to its port', async () => {
    const { url, given } = await authorizationServer();
    const statuses: number[] = [];
    const tokens = await login(url, async (address) => {
      const redirect = redirectOf(address);
      for (const [place, method] of [
        [new URL('/favicon.ico', redirect).href, 'GET'],
        [redirect, 'GET'],
        [`${redirect}?code=x`, 'POST'],
        [`${redirect}//?code=x`, 'GET'],
      ] as const)
        statuses.push((await fetch(place, { method })).status);
      await agree(address);
    });
    expect(statuses).toEqual([404, 400, 405, 404]);
    expect(tokens.accessToken).toBe(given[1]);
  });

  test.each<[string, AuthorizationServerOptions, RegExp]>([
    [
      'a person who refuses',
      {
        redirect: (parameters) => {
          parameters.delete('code');
          parameters.set('error', 'access_denied');
          parameters.set('error_description', 'the s3cret-of-the-client is not wanted');
        },
      },
      /gives no token: access_denied \(the \[redacted\] is not wanted\)$/,
    ],
    ['another state', { redirect: (parameters) => parameters.set('state', 'another') }, /"state"/],
    ['no state', { redirect: (parameters) => parameters.delete('state') }, /"state"/],
    ['another issuer', { redirect: (parameters) => parameters.set('iss', 'https://x.invalid') }, /"iss"/],
    ['no issuer', { redirect: (parameters) => parameters.delete('iss') }, /"iss"/],
    [
      'a code that is not good',
      { redirect: (parameters) => parameters.set('code', 'th3-code') },
      /invalid_client/,
    ],
    [
      'a token that no header can carry',
      { answer: () => ({ access_token: 'with\nbreak', token_type: 'bearer' }) },
      /no header can carry/,
    ],
  ])('ends with a clear trouble: %s', async (_, options, message) => {
    const { url, given } = await authorizationServer(options);
    const error = await login(url).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'TransportError', code: 'NO_TOKEN' });
    expect(String(error)).toMatch(message);
    for (const secret of [...given, 's3cret-of-the-client', 'th3-code', 'with\nbreak'])
      expect(String(error)).not.toContain(secret);
  });

  test('says that nobody is there, and that the port is taken', async () => {
    const port = await freePort();
    await expect(login(`http://127.0.0.1:${port}`)).rejects.toThrow(/gives no token: connect ECONNREFUSED/);
    const { url } = await authorizationServer();
    const taken = Number(new URL(url).port);
    await expect(login(url, agree, { port: taken })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('ends when the signal says so, and stops to listen', async () => {
    const { url, seen } = await authorizationServer();
    const stop = new AbortController();
    let redirect = '';
    const ended = login(
      url,
      async (address) => {
        redirect = redirectOf(address);
        stop.abort(new Error('enough'));
      },
      { signal: stop.signal },
    );
    await expect(ended).rejects.toThrow('enough');
    await expect(fetch(redirect)).rejects.toThrow();
    expect(seen).toEqual([]);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
