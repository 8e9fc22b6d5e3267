import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { rustProgram } from '../kit/cargo.ts';
import { answers, freePort, launch } from '../kit/process.ts';
import type { ForeignServer } from '../kit/server.ts';

const PROJECT = fileURLToPath(new URL('source', import.meta.url));

/** Starts the program in `source`: the crate scim-server behind axum, with its storage in memory. */
export async function start(): Promise<ForeignServer> {
  const command = await rustProgram('rust-scim-server', PROJECT);
  const address = `127.0.0.1:${await freePort()}`;
  const token = randomUUID();
  const url = `http://${address}/v2`;
  const { close } = await launch({
    command,
    words: [address],
    env: { SCIM_SERVER_TOKEN: token },
    ready: () => answers(`${url}/ServiceProviderConfig`, token),
  });
  return { url, token, close };
}
