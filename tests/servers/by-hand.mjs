// Starts one of the servers and leaves it running until Ctrl-C.
// Usage: node tests/servers/by-hand.mjs <folder of a server>[:<variant>] [application id or profile]
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { register } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

process.env.SCIM_SERVERS_LOG = 'stderr';
register('./kit/load-typescript.mjs', import.meta.url);
const { writeConfiguration } = await import('./kit/configuration.ts');

const [, , server = '', application = null] = process.argv;
const [name = '', variant] = server.split(':');
if (!existsSync(new URL(`${name}/start.ts`, import.meta.url))) {
  const folders = readdirSync(new URL('.', import.meta.url));
  const names = folders.filter((folder) => existsSync(new URL(`${folder}/start.ts`, import.meta.url)));
  console.error(`one of: ${names.join(', ')}`);
  process.exit(2);
}
const { start } = await import(new URL(`${name}/start.ts`, import.meta.url).href);
const begun = performance.now();
const running = await start(variant);
const seconds = ((performance.now() - begun) / 1000).toFixed(1);
const folder = await mkdtemp(join(tmpdir(), `scim-conformance-${name}-`));
const profile = application?.endsWith('.json') ? resolve(application) : application;
const config = await writeConfiguration(running, profile, folder);

let ending = false;
async function end() {
  if (ending) return;
  ending = true;
  await running.close();
  await rm(folder, { recursive: true, force: true });
  process.exit();
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);

console.log(`listening ${running.url}`);
console.log(`after ${seconds} s; for --config: ${config}`);
if (typeof running.token === 'string') console.log(`token ${running.token}`);
// Some servers run in this process, others are processes of their own: stay in either case.
setInterval(() => {}, 2 ** 30);
