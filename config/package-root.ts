import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Json, stringMember } from '../scim/json.ts';

const PACKAGE = 'scim-conformance';

/** The manifest in `directory`, or null where there is none. */
function readManifest(directory: string): Json {
  try {
    return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  } catch {
    return null;
  }
}

/** Walks up from this file: it lies one level deeper in `dist/` than in the source. */
function findPackage(): { root: string; version: string } {
  let directory = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    const manifest = readManifest(directory);
    if (stringMember(manifest, 'name') === PACKAGE) {
      return { root: directory, version: stringMember(manifest, 'version') ?? '0.0.0' };
    }
    const parent = dirname(directory);
    if (parent === directory) throw new Error(`the package.json of ${PACKAGE} was not found`);
    directory = parent;
  }
}

/** Absolute path of the directory that holds this package's package.json, run from source or from `dist/`. */
export function packageRoot(): string {
  return findPackage().root;
}

/** The version of this package, as its package.json states it. */
export function toolVersion(): string {
  return findPackage().version;
}
