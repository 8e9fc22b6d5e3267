// The least that sending these requests costs: a loop, kept connections, nothing kept of the answers. Over undici, or over
// supertest as the harness sends.
// Usage: node bare-loop.mjs <base URL> <file with requests as JSON> <connections> undici|supertest; the token is in SCIM_TOKEN.
import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';

const [, , baseUrl = '', file = '', connections = '8', client = 'undici'] = process.argv;
const requests = JSON.parse(readFileSync(file, 'utf8'));
const authorization = `Bearer ${process.env.SCIM_TOKEN}`;
const { send, close } = await { undici: overUndici, supertest: overSupertest }[client]();
let next = 0;

async function overUndici() {
  const { Pool } = await import('undici');
  const { origin, pathname } = new URL(baseUrl);
  const pool = new Pool(origin, { connections: Number(connections), pipelining: 1 });
  return {
    send: async ({ method, path, headers, body }) => {
      const answer = await pool.request({ method, path: pathname + path, headers, body });
      await answer.body.dump();
    },
    close: () => pool.close(),
  };
}

async function overSupertest() {
  const { default: supertest } = await import('supertest');
  const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) });
  const target = supertest(baseUrl);
  const drop = (response, done) => {
    response.on('data', () => {});
    response.on('end', () => done(null, ''));
  };
  return {
    send: async ({ method, path, headers, body }) => {
      const request = target[method.toLowerCase()](path)
        .agent(agent)
        .redirects(0)
        .ok(() => true)
        .buffer(true)
        .parse(drop)
        .set(headers);
      await (body === null ? request : request.send(body));
    },
    close: () => agent.destroy(),
  };
}

async function loop() {
  while (next < requests.length) {
    const request = requests[next++];
    await send({ ...request, headers: { ...request.headers, authorization } });
  }
}

const start = performance.now();
await Promise.all(Array.from({ length: Number(connections) }, loop));
process.stdout.write(JSON.stringify({ wallMs: performance.now() - start }));
await close();
