import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where prepared servers are kept between runs; `SCIM_SERVERS_CACHE` names another folder. */
const CACHE =
  process.env.SCIM_SERVERS_CACHE ??
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'scim-conformance-servers');

/** Written last, so that a preparation that was interrupted is begun again. */
const COMPLETE = '.complete';

/**
 * The folder where a server's packages are installed or built. It is made on first use and kept for as long as the
 * files that describe it stay the same.
 *
 * @param name the server's name
 * @param sources files and folders that the result is made of, such as a lock file: the key of the cache
 * @param build fills the folder, which exists and is empty. Its path is final
 */
export async function prepared(
  name: string,
  sources: readonly string[],
  build: (folder: string) => Promise<void>,
): Promise<string> {
  const folder = join(CACHE, `${name}-${digest(sources)}`);
  const complete = join(folder, COMPLETE);
  if (existsSync(complete)) return folder;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await build(folder);
  await writeFile(complete, '');
  return folder;
}

function digest(sources: readonly string[]): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesOf(source)) hash.update(file.slice(source.length)).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 12);
}

function filesOf(source: string): readonly string[] {
  if (statSync(source).isFile()) return [source];
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((name) => join(source, name))
    .filter((path) => statSync(path).isFile())
    .sort();
}
