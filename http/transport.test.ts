import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { httpAnswer, type SocketServer, startSocketServer } from './fixtures/socket-server.ts';
import { createTransport, type Transport, TransportError, type WireRequest } from './transport.ts';

type Answer = Parameters<typeof startSocketServer>[0];

const open: { close(): unknown }[] = [];

afterEach(async () => {
  for (const item of open.splice(0)) await item.close();
});

async function against(
  answer: Answer,
  connections = 2,
): Promise<{ server: SocketServer; transport: Transport }> {
  const server = await startSocketServer(answer);
  const transport = createTransport(`${server.url}/scim`, connections);
  open.push(transport, server);
  return { server, transport };
}

const GET: WireRequest = {
  method: 'GET',
  path: '/Users?x=1',
  headers: { accept: 'a/b' },
  body: null,
  timeout: 2000,
};

async function refusal(transport: Transport, request = GET): Promise<TransportError> {
  const error: unknown = await transport.send(request).then(
    (response) => response,
    (reason: unknown) => reason,
  );
  if (!(error instanceof TransportError))
    throw new Error(`expected a TransportError, got ${JSON.stringify(error)}`);
  return error;
}

describe('whatever status comes is an answer', () => {
  test.each([200, 204, 301, 302, 303, 307, 308, 304, 400, 401, 404, 418, 500, 503, 599, 999])(
    '%i',
    async (status) => {
      const { transport, server } = await against((socket) =>
        socket.write(
          status === 204 || status === 304
            ? `HTTP/1.1 ${status} X\r\nlocation: http://evil.test/\r\n\r\n`
            : httpAnswer(status, '{"a":1}', { location: '/elsewhere', 'X-Name': 'v' }),
        ),
      );
      const response = await transport.send(GET);
      expect(response.status).toBe(status);
      expect(response.text).toBe(status === 204 || status === 304 ? '' : '{"a":1}');
      expect(server.seen).toEqual(['GET /scim/Users?x=1']);
    },
  );

  test('header names come in lower case, repeated ones joined', async () => {
    const { transport } = await against((socket) =>
      socket.write(
        'HTTP/1.1 200 OK\r\nX-Two: a\r\nX-Two: b\r\nSet-Cookie: c=1\r\nSet-Cookie: d=2\r\nContent-Length: 0\r\n\r\n',
      ),
    );
    const { headers } = await transport.send(GET);
    expect(headers).toMatchObject({ 'x-two': 'a, b', 'set-cookie': 'c=1, d=2' });
  });

  test('the media type plays no part in how the body is read', async () => {
    for (const type of [
      'application/scim+json; charset=utf-8',
      'multipart/form-data',
      'application/octet-stream',
      'image/png',
      'constructor',
      '',
    ]) {
      const { transport } = await against((socket) =>
        socket.write(httpAnswer(200, '{"ü":"é"}', { 'content-type': type })),
      );
      expect((await transport.send(GET)).text, type).toBe('{"ü":"é"}');
    }
  });

  test('an interim answer is not the answer', async () => {
    const { transport } = await against((socket) =>
      socket.write(`HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n${httpAnswer(200, 'real')}`),
    );
    expect(await transport.send(GET)).toMatchObject({ status: 200, text: 'real' });
  });

  test('compressed bodies are unpacked', async () => {
    const packed = gzipSync('{"packed":true}');
    const { transport } = await against((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${packed.length}\r\n\r\n`);
      socket.write(packed);
    });
    expect((await transport.send(GET)).text).toBe('{"packed":true}');
  });
});

test('the body goes out as it is, also when it is a string that looks like a form', async () => {
  const heads: string[] = [];
  const { transport } = await against((socket, _, head) => {
    heads.push(head);
    socket.write(httpAnswer(201, '{}'));
  });
  await transport.send({
    ...GET,
    method: 'POST',
    headers: { 'content-type': 'application/scim+json' },
    body: '{"a":"b&c=d"}',
  });
  expect(heads[0]).toMatch(/content-type: application\/scim\+json\r\n/i);
  expect(heads[0]).toMatch(/\r\n\r\n\{"a":"b&c=d"\}$/);
});

describe('no complete answer is a TransportError', () => {
  test.each<[name: string, code: string, answer: Answer]>([
    ['nothing at all', 'TIMEOUT', () => {}],
    ['half a status line', 'TIMEOUT', (socket) => socket.write('HTTP/1.1 20')],
    [
      'a head and no body',
      'TIMEOUT',
      (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n'),
    ],
    ['a body that drips for ever', 'TIMEOUT', drip],
    ['a connection that ends at once', 'ECONNRESET', (socket) => socket.destroy()],
    ['a connection reset', 'ECONNRESET', (socket) => socket.resetAndDestroy()],
    [
      'a body shorter than announced',
      'ECONNRESET',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{}'),
    ],
    [
      'chunks without an end',
      'ECONNRESET',
      (socket) => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n'),
    ],
    [
      'a broken chunk',
      'HPE_INVALID_CHUNK_SIZE',
      (socket) => socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'),
    ],
    ['another protocol', 'HPE_INVALID_CONSTANT', (socket) => socket.write('220 mail.example.com ESMTP\r\n')],
    [
      'endless headers',
      'HPE_HEADER_OVERFLOW',
      (socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`),
    ],
    [
      'no gzip where gzip was announced',
      'Z_DATA_ERROR',
      (socket) => socket.write(httpAnswer(200, 'plain text', { 'content-encoding': 'gzip' })),
    ],
  ])('%s: %s', async (_, code, answer) => {
    const { transport } = await against(answer);
    expect((await refusal(transport, { ...GET, timeout: 300 })).code).toBe(code);
  });

  test('a closed port', async () => {
    const { server, transport } = await against(() => {});
    await server.close();
    expect(await refusal(transport)).toMatchObject({
      code: 'ECONNREFUSED',
      message: expect.stringContaining('127.0.0.1'),
    });
  });

  test('TLS where there is none', async () => {
    const server = await startSocketServer(() => {});
    const transport = createTransport(server.url.replace('http:', 'https:'), 1);
    open.push(transport, server);
    expect((await refusal(transport, { ...GET, timeout: 300 })).code).toMatch(/TIMEOUT|EPROTO|ERR_SSL/);
  });
});

test.each(['/Users/.', '/Users/..', '/Users/%2e%2E', '/Users/.%2e?x=1', '/Users/../Groups'])(
  'a path that would turn into another is not sent: %s',
  async (path) => {
    const { server, transport } = await against((socket) => socket.write(httpAnswer(204, '')));
    expect((await refusal(transport, { ...GET, method: 'DELETE', path })).code).toBe('UNSENDABLE');
    expect(server.seen).toEqual([]);
  },
);

test.each(['/Users/...', '/Users/a..b', '/Users/.a', '/Users/x?filter=a/../b', '/Users/%2F..%2F'])(
  'a path with dots that stays what it is goes out: %s',
  async (path) => {
    const { server, transport } = await against((socket) => socket.write(httpAnswer(200, '')));
    await transport.send({ ...GET, path });
    expect(server.seen).toEqual([`GET /scim${path}`]);
  },
);

describe('what is larger than 16 MiB is not read', () => {
  const MiB = 1024 * 1024;

  test('plain', async () => {
    const { transport } = await against((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${100 * MiB}\r\n\r\n`);
      socket.write(Buffer.alloc(20 * MiB, 'x'));
    });
    expect(await refusal(transport)).toMatchObject({
      code: 'TOO_LARGE',
      message: 'the answer is larger than 16 MiB',
    });
  });

  test('small on the wire, large once unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * MiB));
    expect(bomb.length).toBeLessThan(MiB);
    const { transport } = await against((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`);
      socket.write(bomb);
    });
    const before = process.memoryUsage().rss;
    expect((await refusal(transport, { ...GET, timeout: 10_000 })).code).toBe('TOO_LARGE');
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * MiB);
  });
});

describe('connections', () => {
  test('one is kept and used again', async () => {
    const { server, transport } = await against((socket) => socket.write(httpAnswer(200, '{}')));
    for (let n = 0; n < 5; n++) await transport.send(GET);
    expect(server.connections()).toBe(1);
  });

  test('no more than allowed are open, and all requests are answered', async () => {
    const { server, transport } = await against(
      (socket) => setTimeout(() => socket.write(httpAnswer(200, '{}')), 5),
      3,
    );
    const answers = await Promise.all(Array.from({ length: 20 }, () => transport.send(GET)));
    expect(answers).toHaveLength(20);
    expect(server.connections()).toBe(3);
  });

  test('a target that closes each connection after its answer, unannounced, soon gets a new one for each request', async () => {
    const { server, transport } = await against((socket) => socket.end(httpAnswer(200, '{}')), 1);
    const codes: string[] = [];
    for (let n = 0; n < 20; n++) {
      const answer = transport.send({ ...GET, method: 'POST', body: '{}' });
      codes.push(
        await answer.then(
          ({ status }) => String(status),
          ({ code }: TransportError) => code,
        ),
      );
    }
    expect(codes.filter((code) => code !== '200' && code !== 'STALE')).toEqual([]);
    expect(codes.filter((code) => code === 'STALE').length).toBeLessThanOrEqual(2);
    expect(server.seen.length).toBeGreaterThanOrEqual(18);
  });

  test('a kept connection that is closed when the next request is on its way is told apart, and not used again', async () => {
    const { server, transport } = await against((socket, index) => {
      if (index === 1) socket.destroy();
      else socket.write(httpAnswer(200, String(index)));
    }, 1);
    expect((await transport.send(GET)).text).toBe('0');
    expect((await refusal(transport)).code).toBe('STALE');
    expect((await transport.send(GET)).text).toBe('2');
    expect(server.connections()).toBe(2);
  });

  test('a new connection that is closed is no stale one', async () => {
    const { transport } = await against((socket) => socket.destroy());
    expect((await refusal(transport)).code).toBe('ECONNRESET');
  });
});

function drip(socket: Parameters<Answer>[0]): void {
  socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
  const timer = setInterval(() => socket.write(' '), 20);
  socket.on('close', () => clearInterval(timer));
}
