import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Exchange } from '../http/exchange.ts';
import { sampleExchange, sampleFinding } from './fixtures/sample-report.ts';
import { requestScript } from './request-script.ts';

const seen: string[] = [];
/** Gives every user an id of its own, behind an externalId, and echoes the rest. */
const server = createServer(async (incoming, outgoing) => {
  const body = await text(incoming);
  seen.push(`${incoming.headers.authorization} ${incoming.method} ${incoming.url} ${body}`);
  const status = { POST: 201, DELETE: 204 }[incoming.method ?? ''] ?? 200;
  outgoing.writeHead(status, { 'content-type': 'application/scim+json' });
  outgoing.end(status === 204 ? '' : '{"externalId":"e", "id": "new-7", "userName":"ada"}');
});
let origin = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

/** An exchange as it was recorded, of a user whose id was `old-1`. */
function exchange(method: string, path: string, body: string | null, status: number): Exchange {
  return sampleExchange({
    purpose: null,
    request: { method, url: `${origin}${path}`, headers: { authorization: '[redacted]' }, body },
    response: { status, headers: {}, body: '{"id":"old-1","userName":"ada"}', truncatedFrom: null },
  });
}

const target = () => ({
  url: origin,
  application: 'alvao',
  access: { scheme: 'bearer', header: null, username: null, variable: 'STAGING_TOKEN', gone: false } as const,
});

describe('the script of a finding', () => {
  const exchanges = () => [
    exchange('POST', '/Users', '{"userName":"it\'s ada"}', 201),
    exchange('PATCH', '/Users/old-1', '{"value":"old-1","other":"old-12"}', 200),
    exchange('GET', '/Users?filter=id%20eq%20%22old-1%22', null, 200),
    exchange('DELETE', '/Users/old-1', null, 204),
  ];

  test('runs as it stands: creates, changes, reads and tidies up, with the ids of its own run', async () => {
    const check = { finding: sampleFinding({ deciding: 2 }), exchanges: exchanges() };
    const script = requestScript(check, { target: target() }, 10_000) ?? '';
    expect(script).toContain('# 3 of 3: GET');
    expect(script.match(/the deciding one/g)).toHaveLength(1);
    await promisify(execFile)('/bin/sh', ['-c', script], {
      env: { PATH: process.env.PATH, STAGING_TOKEN: 'secret' },
    });
    expect(seen).toEqual([
      'Bearer secret POST /Users {"userName":"it\'s ada"}',
      'Bearer secret PATCH /Users/new-7 {"value":"new-7","other":"old-12"}',
      'Bearer secret GET /Users?filter=id%20eq%20%22new-7%22 ',
      'Bearer secret DELETE /Users/new-7 ',
    ]);
  });

  test('says which variable is missing', async () => {
    const script =
      requestScript({ finding: null, exchanges: exchanges() }, { target: target() }, 10_000) ?? '';
    await expect(
      promisify(execFile)('/bin/sh', ['-c', script], { env: { PATH: process.env.PATH } }),
    ).rejects.toThrow(/STAGING_TOKEN: set it first/);
  });

  test('is the deciding request alone where it would be too long, and one line where there is one', () => {
    const check = { finding: sampleFinding({ deciding: 1 }), exchanges: exchanges() };
    expect(requestScript(check, { target: target() }, 500)).toMatch(/^curl .* --request PATCH [^\n]*$/);
    const single = { finding: null, exchanges: exchanges().slice(0, 1) };
    expect(requestScript(single, { target: target() }, 10_000)).toMatch(/^curl .* --request POST [^\n]*$/);
    expect(requestScript({ finding: null, exchanges: [] }, { target: target() }, 500)).toBeNull();
  });

  test('says what to start first where the target ended with the run', () => {
    const gone = { ...target(), access: { ...target().access, gone: true } };
    expect(requestScript({ finding: null, exchanges: exchanges() }, { target: gone }, 10_000)).toMatch(
      /^# Nothing listens at http:.*\n# {3}scim-conformance serve --application alvao --port \d+ --token "\$SCIM_TOKEN"\n/,
    );
  });
});
