import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { mavenClassPath } from '../kit/maven.ts';
import { answers, freePort, launch } from '../kit/process.ts';
import type { ForeignServer } from '../kit/server.ts';

const PROJECT = fileURLToPath(new URL('source', import.meta.url));

const QUIETLY = '-Dorg.slf4j.simpleLogger.defaultLogLevel=error';

/** What the program gets beside a port. */
const OPTIONS = {
  plain: [],
  /** /ResourceTypes lists Users and Groups alone. */
  'without-discovery-types': ['without-discovery-types'],
} as const;

/** Starts the program in `source`: SCIM-SDK with handlers in memory. */
export async function start(variant: keyof typeof OPTIONS = 'plain'): Promise<ForeignServer> {
  const classPath = await mavenClassPath('scim-sdk', PROJECT);
  const port = await freePort();
  const token = randomUUID();
  const url = `http://127.0.0.1:${port}/scim/v2`;
  const { close } = await launch({
    command: 'java',
    words: ['-Xmx256m', QUIETLY, '-cp', classPath, 'directory.Server', String(port), ...OPTIONS[variant]],
    env: { SCIM_SERVER_TOKEN: token },
    ready: () => answers(`${url}/ServiceProviderConfig`, token),
  });
  return { url, token, close };
}
