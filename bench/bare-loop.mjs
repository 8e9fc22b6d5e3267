// The least that sending these requests costs: undici, one keep-alive pool, nothing kept of the answers.
// Usage: node bare-loop.mjs <base URL> <file with requests as JSON> <connections>; the token is in SCIM_TOKEN.
import { readFileSync } from 'node:fs';
import { Pool } from 'undici';

const [, , baseUrl = '', file = '', connections = '8'] = process.argv;
const { origin, pathname } = new URL(baseUrl);
const requests = JSON.parse(readFileSync(file, 'utf8'));
const pool = new Pool(origin, { connections: Number(connections), pipelining: 1 });
const authorization = `Bearer ${process.env.SCIM_TOKEN}`;
let next = 0;

async function loop() {
  while (next < requests.length) {
    const { method, path, headers, body } = requests[next++];
    const answer = await pool.request({
      method,
      path: pathname + path,
      headers: { ...headers, authorization },
      body,
    });
    await answer.body.dump();
  }
}

const start = performance.now();
await Promise.all(Array.from({ length: Number(connections) }, loop));
process.stdout.write(JSON.stringify({ wallMs: performance.now() - start }));
await pool.close();
