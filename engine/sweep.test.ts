import { createServer, type IncomingMessage } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import type { Connection } from './connection.ts';
import { sweep } from './sweep.ts';

const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

interface Habits {
  /** What totalResults says of a page of so many out of so many. */
  readonly total?: (onPage: number, all: number) => number;
  readonly ignoresStart?: boolean;
  readonly keepsAll?: boolean;
}

/** A target with marked users, one that is not marked, and habits of its own. */
async function target(users: number, { total, ignoresStart, keepsAll }: Habits) {
  const names = new Map(
    Array.from({ length: users }, (_, index) => [`u${index}`, `ada.scabc123${1000 + index}@example.com`]),
  );
  names.set('other', 'grace@example.com');
  const requests: string[] = [];
  const answer = ({ method = '', url = '' }: IncomingMessage): [number, unknown] => {
    const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
    const id = /^\/scim\/Users\/(.+)$/.exec(pathname)?.[1];
    if (id !== undefined && method === 'DELETE') {
      if (keepsAll !== true) names.delete(id);
      return [204, undefined];
    }
    if (id !== undefined) return names.has(id) ? [200, { id, userName: names.get(id) }] : [404, {}];
    if (pathname !== '/scim/Users') return [404, {}];
    const start = ignoresStart === true ? 1 : Number(searchParams.get('startIndex'));
    const page = [...names].slice(start - 1, start - 1 + Number(searchParams.get('count')));
    return [
      200,
      {
        totalResults: total?.(page.length, names.size) ?? names.size,
        Resources: page.map(([own, userName]) => ({ id: own, userName })),
      },
    ];
  };
  const server = createServer((incoming, outgoing) => {
    requests.push(`${incoming.method} ${incoming.url}`);
    const [status, body] = answer(incoming);
    outgoing.writeHead(status, { 'content-type': 'application/scim+json' });
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  const connection: Connection = {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/scim`,
    credentials: { kind: 'bearer', token: 's3cret-token' },
    headers: {},
    userAgent: null,
    tls: null,
    concurrency: 1,
    rate: null,
    timeout: 2000,
  };
  return { connection, names, requests };
}

describe('a sweep', () => {
  test.each<[string, Habits]>([
    ['counts all', {}],
    ['counts the page alone', { total: (onPage) => onPage }],
    ['counts nothing', { total: () => 0 }],
  ])('reads all pages of a target whose totalResults %s', async (_, habits) => {
    const { connection, names } = await target(230, habits);
    expect(await sweep(connection, 'abc123', '1.2.3')).toEqual({
      deleted: 230,
      left: 0,
      refusal: null,
      trouble: null,
    });
    expect([...names.keys()]).toEqual(['other']);
  });

  test('ends where a target knows no pages', async () => {
    const { connection, requests } = await target(150, { ignoresStart: true });
    expect(await sweep(connection, 'abc123', '1.2.3')).toMatchObject({ deleted: 100 });
    expect(requests.filter((request) => request.startsWith('GET /scim/Users?'))).toHaveLength(2);
  });

  test('says what came of it where the target keeps what it was to delete', async () => {
    const { connection } = await target(2, { keepsAll: true });
    expect(await sweep(connection, 'abc123', '1.2.3')).toEqual({
      deleted: 0,
      left: 2,
      refusal: 'DELETE /Users/u0 is answered with 204 with an empty body, and GET with 200 after it',
      trouble: null,
    });
  });
});
