import { createServer, type RequestListener, type Server } from 'node:http';
import express from 'express';
import { afterEach, describe, expect, test } from 'vitest';
import { createTransport } from '../http/transport.ts';
import { type App, type RunningApp, startApp } from './app.ts';

const running: { close(): unknown }[] = [];
afterEach(async () => {
  for (const app of running.splice(0)) await app.close();
});

async function answerOf(app: RunningApp): Promise<unknown> {
  const transport = app.transport ?? createTransport(app.url, 1);
  const body = '{"a":1}';
  const headers = { 'content-type': 'application/json' };
  try {
    return await transport.send({ method: 'POST', path: '/Users', headers, body, timeout: 5_000 });
  } finally {
    transport.close();
  }
}

const echo: RequestListener = (incoming, outgoing) => {
  let text = '';
  incoming.on('data', (chunk) => {
    text += String(chunk);
  });
  incoming.on('end', () => outgoing.writeHead(201).end(`${incoming.url} ${text}`));
};

/** As a Fastify instance looks: it is ready only after a while. */
function fastifyLike(): { ready: () => Promise<void>; server: Server } {
  const server = createServer();
  return {
    server,
    ready: async () => {
      server.on('request', echo);
    },
  };
}

class FetchApp {
  readonly #prefix = '/scim/v2';
  async fetch(request: Request): Promise<Response> {
    const path = new URL(request.url).pathname.slice(this.#prefix.length);
    return new Response(`${this.#prefix}${path} ${await request.text()}`, { status: 201 });
  }
}

describe('an application of this process answers', () => {
  test.each<[string, () => App]>([
    ['a request listener', () => echo],
    ['an Express app', () => express().use('/', echo)],
    ['an HTTP server', () => createServer(echo)],
    ['a Fastify instance', fastifyLike],
    ['an application with fetch', () => new FetchApp()],
  ])('%s', async (_, make) => {
    const app = await startApp(make(), 'scim/v2/');
    running.push(app);
    expect(app.url).toMatch(/\/scim\/v2$/);
    expect(await answerOf(app)).toMatchObject({ status: 201, text: '/scim/v2/Users {"a":1}' });
  });

  test('without a port, where there is fetch', async () => {
    const { transport } = await startApp(new FetchApp(), '/scim/v2');
    expect(transport).toBeDefined();
  });

  test('a server that listens already goes on listening', async () => {
    const server = createServer(echo);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    running.push(server);
    const app = await startApp(server, '');
    await app.close();
    expect(server.listening).toBe(true);
  });
});
