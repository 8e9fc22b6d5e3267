import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { mavenClassPath } from '../kit/maven.ts';
import { answers, freePort, launch } from '../kit/process.ts';
import type { ForeignServer } from '../kit/server.ts';

const PROJECT = fileURLToPath(new URL('source', import.meta.url));

/** Starts the project in `source`: SCIMple's Spring Boot starter with repositories in memory. */
export async function start(): Promise<ForeignServer> {
  const classPath = await mavenClassPath('scimple', PROJECT);
  const port = await freePort();
  const token = randomUUID();
  const url = `http://127.0.0.1:${port}`;
  const { close } = await launch({
    command: 'java',
    words: ['-Xmx256m', '-cp', classPath, 'directory.Server'],
    env: { SCIM_SERVER_PORT: String(port), SCIM_SERVER_TOKEN: token },
    ready: () => answers(`${url}/ServiceProviderConfig`, token),
  });
  return { url, token, close };
}
