import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Tls } from './agent.ts';
import { createAuthenticator } from './authenticator.ts';
import { createTransport } from './transport.ts';

/** A certificate for localhost that signs itself, and its key. */
const PEM = readFileSync(new URL('fixtures/localhost.pem', import.meta.url), 'utf8');
const TRUSTING: Tls = { ca: PEM, cert: null, key: null, passphrase: null, insecure: false };
const GET = { method: 'GET', path: '/Users', headers: {}, body: null, timeout: 5_000 } as const;

/** What an authorization server answers (RFC 6749 §5.1). */
const TOKEN = '{"access_token":"a-token","token_type":"bearer"}';

interface Server {
  readonly port: number;
  readonly seen: string[];
}

const open: { close(): void; closeAllConnections(): void }[] = [];

afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listening(server: ReturnType<typeof createHttpServer>): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function secureTarget(options: { readonly requestCert?: true } = {}): Promise<Server> {
  const seen: string[] = [];
  const server = createHttpsServer(
    {
      key: PEM,
      cert: PEM,
      ...(options.requestCert ? { requestCert: true, rejectUnauthorized: true, ca: PEM } : {}),
    },
    (incoming, outgoing) => {
      seen.push(incoming.url ?? '');
      outgoing.writeHead(200, { 'content-type': 'application/json' }).end(TOKEN);
    },
  );
  return { port: await listening(server), seen };
}

/** A proxy for both `CONNECT` and absolute-form requests, and what was asked of it. */
async function proxy(): Promise<Server> {
  const seen: string[] = [];
  const server = createHttpServer((incoming, outgoing) => {
    seen.push(`${incoming.method} ${incoming.url}`);
    outgoing.end('{"proxied":true}');
  });
  server.on('connect', (incoming, socket) => {
    seen.push(`CONNECT ${incoming.url}`);
    const upstream = connect(Number(incoming.url?.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    for (const end of [upstream, socket]) end.on('error', () => {});
  });
  return { port: await listening(server), seen };
}

async function answerOf(url: string, tls: Tls | null): Promise<unknown> {
  const transport = createTransport(url, 2, tls);
  try {
    return await transport.send(GET);
  } catch (error) {
    return error;
  } finally {
    transport.close();
  }
}

describe('TLS', () => {
  test('a certificate that nobody vouches for is refused', async () => {
    const { port, seen } = await secureTarget();
    expect(await answerOf(`https://localhost:${port}`, null)).toMatchObject({
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    expect(seen).toEqual([]);
  });

  test.each([
    ['an authority of the target’s own', TRUSTING],
    ['any certificate, when asked to', { ...TRUSTING, ca: null, insecure: true }],
  ])('%s is accepted', async (_, tls) => {
    const { port } = await secureTarget();
    expect(await answerOf(`https://localhost:${port}`, tls)).toMatchObject({ status: 200 });
  });

  test('a client certificate is shown', async () => {
    const { port, seen } = await secureTarget({ requestCert: true });
    const url = `https://localhost:${port}`;
    expect(await answerOf(url, TRUSTING)).toBeInstanceOf(Error);
    expect(await answerOf(url, { ...TRUSTING, cert: PEM, key: PEM })).toMatchObject({ status: 200 });
    expect(seen).toEqual(['/Users']);
  });
});

describe('a proxy that the environment names', () => {
  test('is used for HTTPS through a tunnel, so that the target’s certificate counts', async () => {
    const [target, between] = await Promise.all([secureTarget(), proxy()]);
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${between.port}`);
    const url = `https://localhost:${target.port}`;
    expect(await answerOf(url, null)).toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(await answerOf(url, TRUSTING)).toMatchObject({ status: 200 });
    expect(between.seen).toEqual([`CONNECT localhost:${target.port}`, `CONNECT localhost:${target.port}`]);
    expect(target.seen).toEqual(['/Users']);
  });

  test('is used for HTTP', async () => {
    const between = await proxy();
    vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${between.port}`);
    expect(await answerOf('http://scim.example.com/v2', null)).toMatchObject({ text: '{"proxied":true}' });
    expect(between.seen).toEqual(['GET http://scim.example.com/v2/Users']);
  });

  test('is left alone for hosts of NO_PROXY', async () => {
    const [target, between] = await Promise.all([secureTarget(), proxy()]);
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${between.port}`);
    vi.stubEnv('NO_PROXY', 'localhost');
    expect(await answerOf(`https://localhost:${target.port}`, TRUSTING)).toMatchObject({ status: 200 });
    expect(between.seen).toEqual([]);
  });
});

describe('for the authorization server too', () => {
  const headersFrom = (tokenUrl: string, tls: Tls | null): Promise<unknown> => {
    const client = {
      kind: 'oauth',
      tokenUrl,
      issuer: null,
      clientId: 'harness',
      clientSecret: 's3cret-of-the-client',
      clientAuthentication: 'post',
      refreshToken: null,
      parameters: {},
    } as const;
    return createAuthenticator(client, [], tls).headers();
  };

  test('the target’s authority is trusted, and no other', async () => {
    const { port, seen } = await secureTarget();
    const tokenUrl = `https://localhost:${port}/token`;
    await expect(headersFrom(tokenUrl, null)).rejects.toMatchObject({
      code: 'NO_TOKEN',
      message: expect.stringMatching(/gives no token: .*self-signed certificate/),
    });
    expect(seen).toEqual([]);
    expect(await headersFrom(tokenUrl, TRUSTING)).toEqual({ authorization: 'Bearer a-token' });
    expect(seen).toEqual(['/token']);
  });

  test('the proxy that the environment names is used', async () => {
    const [server, between] = await Promise.all([secureTarget(), proxy()]);
    vi.stubEnv('HTTPS_PROXY', `http://127.0.0.1:${between.port}`);
    const tokenUrl = `https://localhost:${server.port}/token`;
    expect(await headersFrom(tokenUrl, TRUSTING)).toEqual({ authorization: 'Bearer a-token' });
    expect(between.seen).toEqual([`CONNECT localhost:${server.port}`]);
  });
});
