import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createAuthenticator } from './authenticator.ts';
import { type ClientOptions, encodeQuery, ScimClient, type ScimRequest, stripQuery } from './client.ts';
import type { Exchange } from './exchange.ts';
import { type Transport, TransportError, type WireRequest, type WireResponse } from './transport.ts';

const TOKEN = 's3cret-token';
const OK: WireResponse = {
  status: 200,
  headers: { 'content-type': 'application/scim+json' },
  text: '{"id":"1"}',
};

/** A client whose transport gives these answers in turn, the last one for ever. */
function clientFor(answers: readonly (WireResponse | Error)[], options: Partial<ClientOptions> = {}) {
  const sent: WireRequest[] = [];
  const exchanges: Exchange[] = [];
  let resumed: Promise<void> = Promise.resolve();
  const transport: Transport = {
    async send(request) {
      const answer = answers[Math.min(sent.length, answers.length - 1)] ?? OK;
      sent.push(request);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    close: () => {},
  };
  const client = new ScimClient(transport, {
    baseUrl: 'https://scim.example.com/v2',
    authenticator: createAuthenticator({ kind: 'bearer', token: TOKEN }),
    userAgent: 'test/1',
    timeout: 1234,
    schedule: async (task) => {
      await resumed;
      return task();
    },
    pause: (milliseconds) => {
      resumed = new Promise((resolve) => setTimeout(resolve, milliseconds));
    },
    startedAt: performance.now(),
    ...options,
  });
  const send = (request: ScimRequest) => client.send(request, (exchange) => exchanges.push(exchange));
  return { client, sent, exchanges, send };
}

describe('what goes on the wire', () => {
  test('a query without a body', async () => {
    const { sent, send } = clientFor([OK]);
    await send({ method: 'GET', path: '/Users', query: { filter: 'userName eq "a b+c&d"', startIndex: 1 } });
    expect(sent).toEqual([
      {
        method: 'GET',
        path: '/Users?filter=userName%20eq%20%22a%20b%2Bc%26d%22&startIndex=1',
        headers: {
          accept: 'application/scim+json',
          'user-agent': 'test/1',
          authorization: `Bearer ${TOKEN}`,
        },
        body: null,
        timeout: 1234,
      },
    ]);
  });

  test('a body is JSON with its media type', async () => {
    const { sent, send } = clientFor([OK]);
    await send({ method: 'POST', path: '/Users', body: { userName: 'ü"' } });
    expect(sent[0]).toMatchObject({
      body: '{"userName":"ü\\""}',
      headers: { 'content-type': 'application/scim+json' },
    });
  });

  test('the query of the base URL goes with every request, behind its own (E-007)', async () => {
    const { sent, send } = clientFor([OK], { baseUrl: 'https://scim.example.com/v2/?aadOptscim062020&x=1' });
    await send({ method: 'GET', path: '/Users', query: { count: 2 } });
    await send({ method: 'DELETE', path: '/Users/1' });
    await send({ method: 'GET', path: '/Users', rawQuery: 'filter=a+b' });
    expect(sent.map(({ path }) => path)).toEqual([
      '/Users?count=2&aadOptscim062020&x=1',
      '/Users/1?aadOptscim062020&x=1',
      '/Users?filter=a+b&aadOptscim062020&x=1',
    ]);
  });

  test('headers of the target and of the request replace the usual ones', async () => {
    const { sent, send } = clientFor([OK], {
      authenticator: createAuthenticator({ kind: 'none' }),
      headers: { accept: 'a/b', 'x-tenant': '7' },
    });
    await send({ method: 'GET', path: '/Users', headers: { accept: 'c/d' } });
    expect(sent[0]?.headers).toEqual({ accept: 'c/d', 'user-agent': 'test/1', 'x-tenant': '7' });
  });

  test('an empty header of the request leaves the usual one out (E-013, E-021)', async () => {
    const { sent, send } = clientFor([OK]);
    await send({ method: 'GET', path: '/Users', headers: { 'user-agent': '', authorization: '' } });
    expect(sent[0]?.headers).toEqual({ accept: 'application/scim+json' });
  });
});

describe('what comes back', () => {
  test.each([
    ['{"a":1}', { a: 1 }],
    ['[]', []],
    ['null', null],
    ['', undefined],
    ['<html>', undefined],
    ['{"a":1', undefined],
  ])('%j is read as %j whatever its media type', async (text, body) => {
    const { send } = clientFor([{ status: 200, headers: { 'content-type': 'text/html' }, text }]);
    const response = await send({ method: 'GET', path: '/Users' });
    expect(response).toMatchObject({ status: 200, text });
    expect(response.body).toEqual(body);
  });

  test('the exchange is recorded without secrets', async () => {
    const { exchanges, send } = clientFor([
      {
        status: 400,
        headers: { 'x-echo': `Bearer ${TOKEN}`, 'set-cookie': 'a' },
        text: `{"detail":"${TOKEN}"}`,
      },
    ]);
    await send({ method: 'POST', path: `/Users?t=${TOKEN}`, body: { userName: TOKEN }, purpose: 'try' });
    expect(JSON.stringify(exchanges)).not.toContain(TOKEN);
    expect(exchanges).toEqual([
      {
        at: expect.any(Number),
        durationMs: expect.any(Number),
        request: {
          method: 'POST',
          url: 'https://scim.example.com/v2/Users?t=[redacted]',
          headers: {
            accept: 'application/scim+json',
            'content-type': 'application/scim+json',
            'user-agent': 'test/1',
            authorization: '[redacted]',
          },
          body: '{"userName":"[redacted]"}',
        },
        response: {
          status: 400,
          headers: { 'x-echo': 'Bearer [redacted]', 'set-cookie': '[redacted]' },
          body: '{"detail":"[redacted]"}',
          truncatedFrom: null,
        },
        error: null,
        purpose: 'try',
      },
    ]);
  });

  test('a long body is cut in the record, never in the answer, and says how long it was', async () => {
    const text = JSON.stringify('é'.repeat(20_000));
    const { exchanges, send } = clientFor([{ ...OK, text }]);
    expect((await send({ method: 'GET', path: '/Users' })).text).toBe(text);
    expect(exchanges[0]?.response?.body).toHaveLength(16_384);
    expect(exchanges[0]?.response?.truncatedFrom).toBe(40_002);
  });

  test('passwords of users are not recorded', async () => {
    const { exchanges, send } = clientFor([{ ...OK, text: '{"password":"Aa1!aaaa","detail":"Aa1!aaaa"}' }]);
    await send({ method: 'POST', path: '/Users', body: { userName: 'a', password: 'Aa1!aaaa' } });
    expect(JSON.stringify(exchanges)).not.toContain('Aa1!');
    expect(exchanges[0]?.request.body).toBe('{"userName":"a","password":"[redacted]"}');
  });

  test('a body nested too deep is no answer', async () => {
    const { exchanges, send } = clientFor([{ ...OK, text: '['.repeat(100_000) }]);
    await expect(send({ method: 'GET', path: '/Users' })).rejects.toMatchObject({ code: 'TOO_DEEP' });
    expect(exchanges[0]).toMatchObject({
      response: null,
      error: 'the answer is nested deeper than 500 levels',
    });
  });

  test('what an error says is without secrets', async () => {
    const { send } = clientFor([new TransportError('ECONNRESET', `lost ${TOKEN}`)]);
    await expect(send({ method: 'POST', path: '/Users' })).rejects.toThrow('lost [redacted]');
  });

  test('no answer is recorded and thrown', async () => {
    const { exchanges, send, client } = clientFor([
      new TransportError('ECONNRESET', `socket hang up ${TOKEN}`),
    ]);
    await expect(send({ method: 'POST', path: '/Users', body: {} })).rejects.toThrow(TransportError);
    expect(exchanges[0]).toMatchObject({ response: null, error: 'socket hang up [redacted]' });
    expect(client.sent).toBe(1);
  });
});

describe('a connection that breaks', () => {
  const broken = new TransportError('ECONNRESET', 'socket hang up');
  const GET = { method: 'GET', path: '/Users' } as const;

  test('under a GET: it is sent again, and every attempt is recorded', async () => {
    const { exchanges, send, client } = clientFor([broken, broken, OK]);
    expect((await send(GET)).status).toBe(200);
    expect(exchanges.map(({ error }) => error)).toEqual(['socket hang up', 'socket hang up', null]);
    expect(client.repeats).toBe(2);
  });

  test('again and again: the patience ends', async () => {
    const { send, client } = clientFor([broken, broken, broken, OK]);
    await expect(send(GET)).rejects.toThrow('socket hang up');
    expect(client.sent).toBe(3);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)(
    'under a %s: nobody knows whether it was carried out, so it is not repeated',
    async (method) => {
      const { send, client } = clientFor([broken, OK]);
      await expect(send({ ...GET, method })).rejects.toThrow('socket hang up');
      expect(client.sent).toBe(1);
    },
  );

  describe('because the target had closed it before', () => {
    const stale = new TransportError('STALE', 'closed before');
    const CREATED = { ...OK, status: 201 };
    const POST = { ...GET, method: 'POST' } as const;

    test('a GET is sent again', async () => {
      const { send, client } = clientFor([stale, OK]);
      expect((await send(GET)).status).toBe(200);
      expect(client.repeats).toBe(1);
    });

    test.each([
      ['it was not carried out: it is sent again, and any answer counts', false, 409, 409, 2],
      ['it was carried out: its answer is lost', true, 201, 'closed before', 1],
      ['nobody knows: success counts', null, 201, 201, 2],
      ['nobody knows: an error says nothing', null, 409, 'carried out twice', 2],
    ] as const)('a write of which it turns out that %s', async (_, carriedOut, status, outcome, requests) => {
      const asked: ScimRequest[] = [];
      const { send, client } = clientFor([stale, { ...CREATED, status }], {
        carriedOut: async (request) => {
          asked.push(request);
          return carriedOut;
        },
      });
      const sending = send(POST);
      if (typeof outcome === 'number') expect((await sending).status).toBe(outcome);
      else await expect(sending).rejects.toThrow(outcome);
      expect(client.sent).toBe(requests);
      expect(asked).toEqual([POST]);
    });

    test('again and again: the patience ends', async () => {
      const { send, client } = clientFor([stale, stale, stale, stale, stale, OK]);
      await expect(send(POST)).rejects.toThrow('closed before');
      expect(client.sent).toBe(5);
    });
  });

  test('for another reason, such as an answer too large: it is not repeated', async () => {
    const { send, client } = clientFor([new TransportError('TOO_LARGE', 'too large'), OK]);
    await expect(send(GET)).rejects.toThrow('too large');
    expect(client.sent).toBe(1);
  });
});

describe('a throttled request (RFC 9110 §10.2.3)', () => {
  beforeEach(() => vi.useFakeTimers({ now: Date.parse('2024-05-06T07:08:09Z') }));
  afterEach(() => vi.useRealTimers());

  const throttled = (status: number, after?: string, date?: string): WireResponse => ({
    status,
    headers: {
      ...(after === undefined ? {} : { 'retry-after': after }),
      ...(date === undefined ? {} : { date }),
    },
    text: '',
  });

  test.each([
    ['429 with seconds', throttled(429, '3'), 3000],
    ['429 with a date', throttled(429, 'Mon, 06 May 2024 07:08:14 GMT'), 5000],
    ['429 with a date gone by', throttled(429, 'Mon, 06 May 2024 07:00:00 GMT'), 0],
    [
      '429 with a date by a clock that is a day ahead',
      throttled(429, 'Tue, 07 May 2024 07:08:14 GMT', 'Tue, 07 May 2024 07:08:09 GMT'),
      5000,
    ],
    [
      '429 with a date by a clock that is a day behind',
      throttled(429, 'Sun, 05 May 2024 07:08:11 GMT', 'Sun, 05 May 2024 07:08:09 GMT'),
      2000,
    ],
    ['429 with nothing', throttled(429), 1000],
    ['429 with nonsense', throttled(429, 'soon'), 1000],
    ['503 with seconds', throttled(503, '2'), 2000],
  ])('%s is sent again after the time asked for', async (_, answer, wait) => {
    const { client, sent, exchanges, send } = clientFor([answer, OK]);
    const response = send({ method: 'POST', path: '/Users', body: {} });
    await vi.advanceTimersByTimeAsync(Math.max(0, wait - 1));
    if (wait > 0) expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await response).toMatchObject({ status: 200 });
    expect(exchanges).toHaveLength(2);
    expect(client).toMatchObject({ sent: 2, throttled: 1 });
  });

  test('503 without a time is an answer like any other', async () => {
    const { sent, send } = clientFor([throttled(503)]);
    expect(await send({ method: 'GET', path: '/Users' })).toMatchObject({ status: 503 });
    expect(sent).toHaveLength(1);
  });

  test.each([
    ['a wait beyond 30 seconds is not kept', throttled(429, '31'), 1],
    ['patience ends after twenty repeats', throttled(429, '1'), 21],
  ])('%s, and the answer is not judged', async (_, answer, requests) => {
    const { sent, send } = clientFor([answer]);
    const refused = expect(send({ method: 'GET', path: '/Users' })).rejects.toMatchObject({
      name: 'TransportError',
      code: 'THROTTLED',
      message: expect.stringContaining('--rate'),
    });
    await vi.advanceTimersByTimeAsync(60_000);
    await refused;
    expect(sent).toHaveLength(requests);
  });
});

test.each([
  ['https://a.example/scim/?x=1', 'https://a.example/scim'],
  ['https://a.example/', 'https://a.example'],
  ['http://a.example:81/s//', 'http://a.example:81/s'],
])('%s is %s for paths to be appended to', (url, base) => {
  expect(stripQuery(url)).toBe(base);
});

test('query parameters keep their order, blanks are %20 and pluses %2B', () => {
  expect(encodeQuery({ b: 'x y+z', a: 1, ü: '"\\' })).toBe('b=x%20y%2Bz&a=1&%C3%BC=%22%5C');
  expect(encodeQuery({})).toBe('');
});
