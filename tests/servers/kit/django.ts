import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answers, freePort, launch } from './process.ts';
import { pythonEnvironment } from './python.ts';
import type { ForeignServer } from './server.ts';
import { runTool } from './tool.ts';

/**
 * Starts a Django project on a new SQLite database. Its settings find in the environment `SCIM_SERVER_ADDRESS` (host
 * and port), `SCIM_SERVER_DATABASE` (a file) and `SCIM_SERVER_TOKEN`.
 *
 * @param path where its SCIM endpoint is, such as `/scim/v2`
 */
export async function startDjango(options: {
  readonly name: string;
  readonly requirements: string;
  readonly project: string;
  readonly path: string;
}): Promise<ForeignServer> {
  const python = join(await pythonEnvironment(options.name, options.requirements), 'python');
  const folder = await mkdtemp(join(tmpdir(), `scim-conformance-${options.name}-`));
  const address = `127.0.0.1:${await freePort()}`;
  const token = randomUUID();
  const url = `http://${address}${options.path}`;
  const env = {
    PYTHONDONTWRITEBYTECODE: '1',
    SCIM_SERVER_ADDRESS: address,
    SCIM_SERVER_DATABASE: join(folder, 'directory.sqlite3'),
    SCIM_SERVER_TOKEN: token,
  };
  const where = { cwd: options.project, env };
  const forget = () => rm(folder, { recursive: true, force: true });
  try {
    await runTool(python, ['manage.py', 'migrate', '--run-syncdb', '--verbosity=0'], where);
    const { close } = await launch({
      command: python,
      words: ['manage.py', 'runserver', '--noreload', address],
      ...where,
      ready: () => answers(`${url}/ServiceProviderConfig`, token),
    });
    return { url, token, close: () => close().finally(forget) };
  } catch (error) {
    await forget();
    throw error;
  }
}
