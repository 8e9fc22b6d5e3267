import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { httpAnswer, startSocketServer } from '../http/fixtures/socket-server.ts';
import type { Connection } from './connection.ts';
import { type Probe, probeTarget } from './probe.ts';

const LIST = { schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], totalResults: 0 };
const NOT_FOUND = { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '404' };
const SCIM = { 'content-type': 'application/scim+json' };

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

type Answers = (path: string, incoming: IncomingMessage, outgoing: ServerResponse) => void;

/** The probe of a server, and the requests that it saw. */
async function probe(
  answers: Answers,
  more: Partial<Connection> = {},
  suffix = '',
): Promise<{ result: Probe; seen: string[]; heads: IncomingMessage[] }> {
  const seen: string[] = [];
  const heads: IncomingMessage[] = [];
  const server = createServer((incoming, outgoing) => {
    seen.push(`${incoming.method} ${incoming.url}`);
    heads.push(incoming);
    answers((incoming.url ?? '').replace(/\?.*/, ''), incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(
    { close: () => server.closeAllConnections() },
    { close: () => new Promise((resolve) => server.close(resolve)) },
  );
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/scim${suffix}`;
  const result = await probeTarget({ ...CONNECTION, url, ...more }, '1.2.3');
  return { result, seen, heads };
}

const CONNECTION: Connection = {
  url: '',
  credentials: { kind: 'bearer', token: 's3cret-token' },
  headers: {},
  userAgent: null,
  tls: null,
  concurrency: 8,
  rate: null,
  timeout: 2000,
};

const send =
  (status: number, body: unknown, headers: Record<string, string> = SCIM): Answers =>
  (_path, _incoming, outgoing) =>
    outgoing.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));

describe('a target that can be judged', () => {
  test('is asked for an unknown user and for what it announces', async () => {
    const { result, seen, heads } = await probe((path, _, outgoing) => {
      const body = path.endsWith('/ServiceProviderConfig') ? { patch: { supported: false } } : LIST;
      outgoing.writeHead(200, SCIM).end(JSON.stringify(body));
    });
    expect(result).toMatchObject({ trouble: null, facts: { features: { patch: false, filter: null } } });
    expect(seen[0]).toMatch(/^GET \/scim\/Users\?filter=userName%20eq%20%22[0-9a-f-]{36}%22$/);
    expect(seen.slice(1).sort()).toEqual([
      'GET /scim/ResourceTypes',
      'GET /scim/Schemas',
      'GET /scim/ServiceProviderConfig',
    ]);
    expect(heads[0]?.headers).toMatchObject({
      authorization: 'Bearer s3cret-token',
      'user-agent': 'scim-conformance/1.2.3',
    });
    expect(result.exchanges).toHaveLength(4);
  });

  test.each<[string, Answers]>([
    [
      'without discovery',
      (path, incoming, outgoing) =>
        (path.endsWith('/Users') ? send(200, LIST) : send(404, ''))(path, incoming, outgoing),
    ],
    [
      'whose discovery hangs up',
      (path, incoming, outgoing) =>
        path.endsWith('/Users') ? send(200, LIST)(path, incoming, outgoing) : incoming.socket.destroy(),
    ],
    [
      'that answers no match with 404, and lists its users',
      (path, incoming, outgoing) =>
        (incoming.url?.includes('filter=') ? send(404, NOT_FOUND) : send(200, LIST))(
          path,
          incoming,
          outgoing,
        ),
    ],
    [
      'that answers no match with 404, and wants a filter',
      (path, incoming, outgoing) =>
        (incoming.url?.includes('count=') ? send(400, NOT_FOUND) : send(404, NOT_FOUND))(
          path,
          incoming,
          outgoing,
        ),
    ],
    [
      'that has no users yet, answers 404 for it, and announces itself',
      (path, incoming, outgoing) =>
        (path.endsWith('/ServiceProviderConfig')
          ? send(200, { schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'] })
          : send(404, NOT_FOUND))(path, incoming, outgoing),
    ],
    ['that refuses the filter', send(400, { ...NOT_FOUND, scimType: 'invalidFilter' })],
    ['that has no filters', send(501, NOT_FOUND)],
    ['that labels its answers as plain JSON', send(200, LIST, { 'content-type': 'application/json' })],
    ['that labels nothing', send(200, { Resources: [] }, {})],
    [
      'that fails on filters but announces itself',
      (path, incoming, outgoing) =>
        (path.endsWith('/Users') ? send(500, 'boom') : send(200, { schemas: ['x'] }))(
          path,
          incoming,
          outgoing,
        ),
    ],
  ])('%s', async (_, answers) => {
    expect((await probe(answers)).result.trouble).toBeNull();
  });

  test('the query of the base URL goes along', async () => {
    const { seen } = await probe(send(200, LIST), {}, '/?aadOptscim062020');
    expect(seen.every((line) => /^GET \/scim\/\w+\?(.*&)?aadOptscim062020$/.test(line))).toBe(true);
  });
});

describe('a target that cannot', () => {
  test.each<[string, Connection['credentials'], RegExp]>([
    ['basic', { kind: 'basic', username: 'ada', password: 's3cret-word' }, /user name and the password/],
    ['a header', { kind: 'header', name: 'x-api-key', value: 's3cret-key' }, /header and its value/],
    ['none', { kind: 'none' }, /has no credentials.*"auth"/],
  ])('says what to look at where it refuses %s', async (_, credentials, advice) => {
    const { result } = await probe(send(401, ''), { credentials });
    expect(result.trouble?.advice).toMatch(advice);
    expect(result.trouble?.advice).not.toContain('token');
  });

  test('because there is no token is not called a target without an answer', async () => {
    const { result } = await probe(
      send(401, { error: 'invalid_client' }, { 'content-type': 'application/json' }),
      {
        credentials: {
          kind: 'oauth',
          tokenUrl: 'http://127.0.0.1:1/token',
          issuer: null,
          clientId: 'c',
          clientSecret: 's3cret-client',
          clientAuthentication: 'basic',
          refreshToken: null,
          parameters: {},
        },
      },
    );
    expect(result.trouble?.seen).toMatch(/^http:\/\/127\.0\.0\.1:1\/token gives no token: /);
  });

  test('tells a SCIM error in its own words', async () => {
    const { result } = await probe(send(404, { ...NOT_FOUND, detail: 'no such endpoint' }));
    expect(result.trouble?.seen).toContain('with 404 (no such endpoint), and no list of users is there');
  });

  test.each<[string, Answers, RegExp, RegExp]>([
    ['refused credentials', send(401, ''), /refuses the credentials: GET \/Users answers 401/, /token/],
    ['forbidden', send(403, { schemas: ['x'] }), /403/, /may read and write/],
    ['a proxy', send(407, ''), /407/, /proxy/],
    [
      'a redirect',
      send(301, '', { location: 'https://evil.test/' }),
      /301, a redirect to https:\/\/evil\.test\//,
      /not followed/,
    ],
    ['a redirect to nowhere', send(302, '', {}), /redirect to nowhere/, /final URL/],
    [
      'a page',
      send(200, `<!DOCTYPE html>\n<p>${'x'.repeat(500)}`, { 'content-type': 'text/html' }),
      /200 with text\/html, beginning "<!DOCTYPE html> <p>x{1,60}"/,
      /base URL/,
    ],
    ['nothing', send(200, ''), /200 with an empty body/, /base URL/],
    ['other JSON', send(200, { users: [] }), /beginning "\{"users":\[\]\}"/, /base URL/],
    ['a JSON array', send(200, []), /no SCIM message/, /base URL/],
    [
      'a SCIM error that nothing is there',
      send(404, NOT_FOUND),
      /with 404.*200 with an empty list/,
      /base URL/,
    ],
    ['a SCIM message that is no list', send(200, NOT_FOUND), /with no list/, /base URL/],
    [
      'a list of SCIM 1.1',
      send(200, { schemas: ['urn:scim:schemas:core:1.0'], totalResults: 0 }),
      /SCIM 1\.1/,
      /SCIM 2\.0 endpoint/,
    ],
    ['a failure', send(500, 'down', {}), /500 with no content type, beginning "down"/, /log/],
    ['a target that is away', send(503, 'down', {}), /503 with no content type/, /try again later/],
    [
      'throttling without end',
      send(429, '', { 'retry-after': '3600' }),
      /^the target throttles requests \(429/,
      /Wait, or ask for less/,
    ],
  ])('%s', async (_, answers, seen, advice) => {
    const { result } = await probe(answers);
    expect(result.facts).toBeNull();
    expect(result.trouble?.seen).toMatch(seen);
    expect(result.trouble?.advice).toMatch(advice);
  });

  test.each([
    ['an endpoint of it', '/v2/Users'],
    ['a resource of it', '/v2/Groups/42'],
    ['an endpoint with a query', '/v2/Users?filter=a'],
    ['something below it', '/v2/tenant'],
  ])('%s instead of the base URL is told', async (_, suffix) => {
    const { result } = await probe(
      (path, incoming, outgoing) =>
        (path === '/scim/v2/Users' ? send(200, LIST) : send(404, NOT_FOUND))(path, incoming, outgoing),
      {},
      suffix,
    );
    expect(result.trouble?.advice).toMatch(
      /^Users are found below http:\/\/127\.0\.0\.1:\d+\/scim\/v2: give that/,
    );
  });

  test('refused credentials are not tried again, and no redirect is followed', async () => {
    expect((await probe(send(401, ''))).seen).toHaveLength(1);
    const { seen } = await probe(send(302, '', { location: '/scim/elsewhere' }));
    expect(seen.filter((line) => line.includes('elsewhere'))).toEqual([]);
  });

  test('no answer in time', async () => {
    const { result } = await probe(() => {}, { timeout: 100 });
    expect(result.trouble).toMatchObject({
      seen: expect.stringContaining('within 100 ms'),
      advice: expect.stringContaining('--timeout'),
    });
  });

  test.each<[string, (write: (text: string) => void, end: () => void) => void, RegExp]>([
    ['another protocol', (write) => write('220 mail.example.com ESMTP\r\n'), /Parse Error/],
    ['a connection that ends', (_, end) => end(), /socket hang up/],
    [
      'a body that ends too soon',
      (write, end) => {
        write(httpAnswer(200, '{}', { 'content-length': '99' }));
        end();
      },
      /ended in the middle of the answer/,
    ],
  ])('%s', async (_, treat, seen) => {
    const server = await startSocketServer((socket) =>
      treat(
        (text) => socket.write(text),
        () => socket.end(),
      ),
    );
    open.push(server);
    const { trouble } = await probeTarget({ ...CONNECTION, url: server.url }, '1');
    expect(trouble?.seen).toMatch(seen);
  });

  test('nothing listens', async () => {
    const server = await startSocketServer(() => {});
    await server.close();
    const { trouble } = await probeTarget({ ...CONNECTION, url: server.url }, '1');
    expect(trouble).toEqual({
      seen: expect.stringContaining('ECONNREFUSED'),
      advice: 'Nothing listens there: check the port, and that the target runs.',
    });
  });
});

test('the recorded exchanges are without secrets', async () => {
  const { result } = await probe(send(401, { detail: 'no: s3cret-token' }), {
    headers: { 'x-key': 'an-api-key' },
  });
  expect(JSON.stringify(result.exchanges)).not.toMatch(/s3cret|an-api-key/);
});
