import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BIN, removeFolder, start, temporaryFolder } from './support/cli.ts';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  // What is built is made executable by who installs it.
  const script = `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`;
  await writeFile(join(folder, 'scim-conformance'), script, { mode: 0o755 });
});
afterAll(() => removeFolder(folder));

/** For each shell: what is typed into it, with the words in place of TYPED, to print what it would offer. */
const ASK = {
  bash: `source <(scim-conformance completion bash)
COMP_WORDS=(scim-conformance TYPED); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
_scim_conformance; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: `compdef() { :; }; source <(scim-conformance completion zsh)
_describe() { for each in "\${(@P)2}"; do print -r -- "\${each%%:*}"; done }
words=(scim-conformance TYPED); CURRENT=\${#words}; _scim_conformance`,
  fish: `scim-conformance completion fish | source
complete -C "scim-conformance TYPED" | string replace -r '\\t.*' ''`,
};

const isThere = (shell: string) => spawnSync(shell, ['--version']).status === 0;

test.each(Object.entries(ASK))('%s offers commands, options and names', async (shell, script) => {
  // Bash is wherever these tests are; the others where somebody uses them.
  if (shell !== 'bash' && !isThere(shell)) return;
  const offered = async (words: string) => {
    const env = { PATH: `${folder}:${process.env.PATH ?? ''}`, HOME: folder };
    const { stdout } = await start(shell, ['-c', script.replace('TYPED', words)], { env }).finished;
    return stdout.trim().split('\n');
  };
  expect(await offered('conn')).toEqual(['connect']);
  expect(await offered('run --effort s')).toEqual(['smoke', 'standard']);
  expect(await offered('run --check filtering/no-ma')).toEqual(['filtering/no-match']);
});
