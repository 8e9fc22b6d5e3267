import { realpathSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { shellQuote } from '../config/shell-quote.ts';

/** What this depends on. */
interface Surroundings {
  readonly script?: string | undefined;
  readonly path?: string | undefined;
  readonly cwd?: string;
}

/**
 * How this program is called from here: by its name where the shell finds this very program under it, else by its file, as
 * in a checkout after `npm start`, so that what is printed runs as it stands.
 */
export function invocation({
  script = process.argv[1],
  path = process.env.PATH,
  cwd = process.cwd(),
}: Surroundings = {}): string {
  const own = script === undefined ? null : real(script);
  if (own === null) return 'scim-conformance';
  const found = (path ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => real(join(folder, 'scim-conformance')))
    .find((file) => file !== null);
  return found === own ? 'scim-conformance' : `node ${shellQuote(relative(cwd, own))}`;
}

function real(file: string): string | null {
  try {
    return realpathSync(file);
  } catch {
    return null;
  }
}
