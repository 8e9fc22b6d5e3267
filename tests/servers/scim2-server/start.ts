import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { answers, freePort, launch } from '../kit/process.ts';
import { pythonEnvironment } from '../kit/python.ts';
import type { ForeignServer } from '../kit/server.ts';

const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));
const CURSORS = fileURLToPath(new URL('service-provider-config.json', import.meta.url));

/** What the command gets beside a port and a bearer token. */
const OPTIONS = {
  plain: [],
  /** Cursor paging (RFC 9865), and names compared by the PRECIS profiles of RFC 8265. */
  cursors: ['--precis', '--service-provider-config', CURSORS],
} as const;

/** Starts scim2-server's command with a bearer token. */
export async function start(variant: keyof typeof OPTIONS = 'plain'): Promise<ForeignServer> {
  const bin = await pythonEnvironment('scim2-server', REQUIREMENTS);
  const port = await freePort();
  const token = randomUUID();
  const url = `http://127.0.0.1:${port}/v2`;
  const { close } = await launch({
    command: join(bin, 'scim2-server'),
    words: ['--port', String(port), '--bearer-token', token, ...OPTIONS[variant]],
    ready: () => answers(`${url}/ServiceProviderConfig`, token),
  });
  return { url, token, close };
}
