import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ForeignServer } from './server.ts';

const SECRET_FILE = 'secret';

/**
 * Writes a configuration of the command line for a server into a folder, with its secret in a file beside it.
 *
 * @param application an id, the path of a profile, or null for what the server declares
 * @returns the configuration's path, for `--config`
 */
export async function writeConfiguration(
  { url, token }: ForeignServer,
  application: string | null,
  folder: string,
): Promise<string> {
  const secret = typeof token === 'object' ? token.clientSecret : token;
  if (secret !== undefined) await writeFile(join(folder, SECRET_FILE), secret, { mode: 0o600 });
  const named = application === null ? {} : { application };
  const target = { ...named, url, auth: authentication(token) };
  const file = join(folder, 'scim-conformance.config.json');
  await writeFile(file, `${JSON.stringify({ targets: { server: target } }, null, 2)}\n`);
  return file;
}

function authentication(token: ForeignServer['token']): object {
  const secret = { file: SECRET_FILE };
  if (token === undefined) return { type: 'none' };
  if (typeof token === 'string') return { type: 'bearer', token: secret };
  return { type: 'oauth', tokenUrl: token.tokenUrl, clientId: token.clientId, clientSecret: secret };
}
