import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createAuthenticator } from './authenticator.ts';
import type { OAuthClient } from './credentials.ts';
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

interface Seen {
  readonly authorization: string | undefined;
  readonly parameters: Record<string, string>;
}

const open: { close(): void }[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function textOf(incoming: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of incoming) text += String(chunk);
  return text;
}

/** An authorization server that answers its nth token request with what `answer` gives; `null` is a refusal. */
async function authorizationServer(
  answer: (count: number) => Record<string, unknown> | null,
): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const json = { 'content-type': 'application/json' };
    if (incoming.url?.startsWith('/.well-known/') === true) {
      const metadata = { issuer: origin, token_endpoint: `${origin}/token` };
      outgoing.writeHead(200, json).end(JSON.stringify(metadata));
      return;
    }
    const parameters = Object.fromEntries(new URLSearchParams(await textOf(incoming)));
    const body = answer(seen.push({ authorization: incoming.headers.authorization, parameters }));
    outgoing
      .writeHead(body === null ? 400 : 200, json)
      .end(
        JSON.stringify(
          body ?? { error: 'invalid_client', error_description: 'no s3cret-of-the-client here' },
        ),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
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
    const { url, seen } = await authorizationServer(numbered);
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
    const { url, seen } = await authorizationServer(numbered);
    const authenticator = createAuthenticator({ ...CLIENT, issuer: url, clientAuthentication: 'post' });
    expect(await authenticator.headers()).toEqual({ authorization: 'Bearer access-token-1' });
    expect(seen[0]?.parameters).toMatchObject({ client_secret: 's3cret-of-the-client' });
  });

  test('are renewed when the target refuses them, once for all that were refused', async () => {
    const { url, seen } = await authorizationServer(numbered);
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
    const { url, seen } = await authorizationServer((count) => ({ ...numbered(count), expires_in: 0 }));
    const authenticator = createAuthenticator({ ...CLIENT, tokenUrl: `${url}/token` });
    await authenticator.headers();
    expect(await authenticator.headers()).toEqual({ authorization: 'Bearer access-token-2' });
    expect(seen).toHaveLength(2);
  });

  test('come from a refresh token, and from the next one when it is rotated (RFC 6749 §6)', async () => {
    const { url, seen } = await authorizationServer((count) => ({
      ...numbered(count),
      expires_in: 0,
      refresh_token: `refresh-${count}`,
    }));
    const client = { ...CLIENT, tokenUrl: `${url}/token`, refreshToken: 'refresh-0' };
    const authenticator = createAuthenticator(client);
    await authenticator.headers();
    await authenticator.headers();
    expect(seen.map(({ parameters }) => parameters.refresh_token)).toEqual(['refresh-0', 'refresh-1']);
    expect(authenticator.redact('refresh-2 refresh-0')).toBe('[redacted] [redacted]');
  });

  test('that are not given are a clear trouble, and the next request tries again', async () => {
    const { url } = await authorizationServer((count) => (count === 1 ? null : numbered(count)));
    const authenticator = createAuthenticator({ ...CLIENT, tokenUrl: `${url}/token` });
    const error = await authenticator.headers().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ code: 'NO_TOKEN' });
    expect(String(error)).toContain(`${url}/token gives no token: invalid_client`);
    expect(await authenticator.headers()).toEqual({ authorization: 'Bearer access-token-2' });
  });
});
