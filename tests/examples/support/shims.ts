import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BIN } from '../../e2e/support/cli.ts';

/** Few checks, one of which finds {@link FAULT} and one that cannot judge it, and enough for four parts: what is tested here are the recipes. */
const CHECKS = ['eq-finds-exactly', 'no-match', 'list-response', 'unknown-operator'];

/** A fault of what {@link CHECKS} are about. */
export const FAULT = 'filter-ignored';

/** The command of this checkout; `run` in its shortest form, since the last of equal options counts. */
const COMMAND = `#!/usr/bin/env bash
command=("${process.execPath}" "${BIN}" "$@")
[ "$1" != run ] || command+=(--effort quick ${CHECKS.map((name) => `--check filtering/${name}`).join(' ')})
exec "\${command[@]}"
`;

/** \`npx\` that knows one package, and has it already. */
const NPX = `#!/usr/bin/env bash
[ "$1 $2" = "--yes scim-conformance" ] || { echo "npx: cannot install: $*" >&2; exit 127; }
shift 2
exec scim-conformance "$@"
`;

/** Makes the commands that a package manager would install, and gives the PATH that finds them. */
export async function installShims(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [name, script] of [
    ['scim-conformance', COMMAND],
    ['npx', NPX],
  ] as const) {
    await writeFile(join(folder, name), script);
    await chmod(join(folder, name), 0o755);
  }
  return `${folder}:${process.env.PATH ?? ''}`;
}
