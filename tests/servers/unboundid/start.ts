import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { mavenClassPath } from '../kit/maven.ts';
import { answers, freePort, launch } from '../kit/process.ts';
import type { ForeignServer } from '../kit/server.ts';

const PROJECT = fileURLToPath(new URL('source', import.meta.url));

/** Starts the program in `source`: UnboundID's SCIM 2 SDK in Jersey, with resources in memory. */
export async function start(): Promise<ForeignServer> {
  const classPath = await mavenClassPath('unboundid', PROJECT);
  const port = await freePort();
  const token = randomUUID();
  const url = `http://127.0.0.1:${port}/scim/v2`;
  const { close } = await launch({
    command: 'java',
    words: ['-Xmx256m', '-cp', classPath, 'directory.Server', String(port)],
    env: { SCIM_SERVER_TOKEN: token },
    ready: () => answers(`${url}/ServiceProviderConfig`, token),
  });
  return { url, token, close };
}
