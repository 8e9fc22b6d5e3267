import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BIN } from '../../e2e/support/cli.ts';

/** Few checks, one of which finds {@link FAULT} and one that cannot judge it, and enough for four parts: what is tested here are the recipes. */
const CHECKS = ['eq-finds-exactly', 'no-match', 'list-response', 'unknown-operator'];

/** A fault of what {@link CHECKS} are about. */
export const FAULT = 'filter-ignored';

/** Where a global installation goes, below the home folder of a job. */
export const GLOBAL = '.npm-global';

/** The command of this checkout; `run` in its shortest form, since the last of equal options counts. */
const COMMAND = `#!/usr/bin/env bash
command=("${process.execPath}" "${BIN}" "$@")
[ "$1" != run ] || command+=(--effort quick ${CHECKS.map((name) => `--check filtering/${name}`).join(' ')})
exec "\${command[@]}"
`;

/**
 * `npm` that installs a packed file: one that is there, is of this package, and is installed where no token is in sight. What it
 * puts into place is the command of this checkout; that the packed file itself works, package.examples.ts shows.
 */
const NPM = `#!/usr/bin/env bash
prefix="$HOME/${GLOBAL}"
[ "$1 $2" = "install --global" ] || { echo "npm: not played here: $*" >&2; exit 127; }
shift 2
[ "$1" != --prefix ] || { prefix="$2"; shift 2; }
[ -z "\${SCIM_TOKEN+x}" ] || { echo "npm: the token is in its environment" >&2; exit 1; }
tar -xzOf "$1" package/package.json | grep -q '"name": "scim-conformance"' || { echo "npm: no such package: $1" >&2; exit 1; }
mkdir -p "$prefix/bin"
cp "$(dirname "$0")/installed/scim-conformance" "$prefix/bin/"
`;

/** Makes the command as an image has it, installed, and gives the PATH that finds it. */
export async function installShims(folder: string): Promise<string> {
  await writeCommand(folder, 'scim-conformance', COMMAND);
  return `${folder}:${process.env.PATH ?? ''}`;
}

/** Makes the package manager that installs the command, and gives the PATH that finds it, and the command only then. */
export async function installPackageManager(folder: string): Promise<string> {
  await writeCommand(join(folder, 'installed'), 'scim-conformance', COMMAND);
  await writeCommand(folder, 'npm', NPM);
  return `${folder}:${process.env.PATH ?? ''}`;
}

async function writeCommand(folder: string, name: string, script: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), script);
  await chmod(join(folder, name), 0o755);
}
