import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CORE_USER, ERROR } from '../scim/urns.ts';
import { type RunningProvider, startProvider } from './server.ts';

let provider: RunningProvider;

beforeAll(async () => {
  provider = await startProvider({
    token: 'secret',
    requiredUserAttributes: ['name.givenName'],
    requiredGroupAttributes: [],
    groups: true,
  });
});
afterAll(() => provider.close());

function send(method: string, path: string, body?: string, headers: Record<string, string> = {}) {
  return fetch(`${provider.url}${path}`, {
    method,
    headers: { authorization: 'Bearer secret', 'content-type': 'application/scim+json', ...headers },
    ...(body !== undefined && { body }),
  });
}

/** What the server answers to bytes that no HTTP client would send. */
function sendRaw(text: string): Promise<string> {
  const { port, hostname } = new URL(provider.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}

describe('startProvider', () => {
  it('serves the handlers on a loopback port', async () => {
    expect(provider.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/scim\/v2$/);
    const user = { schemas: [CORE_USER], userName: 'ada@example.com', name: { givenName: 'Ada' } };
    const created = await send('POST', '/Users', JSON.stringify(user));
    expect(created.status).toBe(201);
    expect(created.headers.get('content-type')).toBe('application/scim+json');
    const location = created.headers.get('location') ?? '';
    expect(location.startsWith(`${provider.url}/Users/`)).toBe(true);
    const read = await fetch(location, { headers: { authorization: 'bearer secret' } });
    expect(await read.json()).toMatchObject(user);
    const deleted = await send('DELETE', location.slice(provider.url.length));
    expect([deleted.status, await deleted.text()]).toEqual([204, '']);
  });

  it('asks for the token', async () => {
    const answer = await send('GET', '/Users', undefined, { authorization: 'Bearer secre' });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(await answer.json()).toMatchObject({ schemas: [ERROR], status: '401' });
  });

  it.each([
    ['no JSON', '{"userName":', 400],
    ['an array', '[]', 400],
    ['a body that hides in the prototype', `{"schemas":["${CORE_USER}"],"__proto__":{"userName":"x"}}`, 400],
    ['a body of 5 MiB', `{"userName":"${'x'.repeat(5 * 1024 * 1024)}"}`, 413],
    [
      'deeply nested JSON',
      `{"schemas":["${CORE_USER}"],"userName":"deep","name":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      400,
    ],
  ])('refuses %s', async (_, body, status) => {
    const answer = await send('POST', '/Users', body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ schemas: [ERROR], status: String(status) });
  });

  it.each([
    [
      'another host in an absolute URL',
      'GET http://evil.test/scim/v2/Users HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      /^HTTP\/1\.1 4\d\d /,
    ],
    [
      'a path that starts with two slashes',
      'GET //evil.test/Users HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      /^HTTP\/1\.1 4\d\d /,
    ],
    [
      'a method Fetch forbids',
      'TRACE /scim/v2/Users HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      /^HTTP\/1\.1 4\d\d /,
    ],
    ['no HTTP at all', 'hello\r\n\r\n', /^HTTP\/1\.1 400 /],
  ])('survives %s', async (_, text, expected) => {
    expect(await sendRaw(text)).toMatch(expected);
    expect((await send('GET', '/ServiceProviderConfig')).status).toBe(200);
  });

  it('says when its port is taken', async () => {
    const port = Number(new URL(provider.url).port);
    const options = { port, requiredUserAttributes: [], requiredGroupAttributes: [], groups: false };
    await expect(startProvider(options)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
