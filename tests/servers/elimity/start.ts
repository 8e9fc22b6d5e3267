import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { goProgram } from '../kit/go.ts';
import { answers, freePort, launch } from '../kit/process.ts';
import type { ForeignServer } from '../kit/server.ts';

const MODULE = fileURLToPath(new URL('source', import.meta.url));

/** Starts the program in `source`, a server of github.com/elimity-com/scim over a store in memory. */
export async function start(): Promise<ForeignServer> {
  const command = await goProgram('elimity', MODULE);
  const address = `127.0.0.1:${await freePort()}`;
  const token = randomUUID();
  const url = `http://${address}/v2`;
  const { close } = await launch({
    command,
    words: ['--address', address],
    env: { SCIM_SERVER_TOKEN: token },
    ready: () => answers(`${url}/ServiceProviderConfig`, token),
  });
  return { url, token, close };
}
