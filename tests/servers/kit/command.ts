import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The built command line; `SCIM_COMMAND` names another build of it. */
const COMMAND =
  process.env.SCIM_COMMAND ?? fileURLToPath(new URL('../../../dist/cli/bin.js', import.meta.url));

/** Runs the built command line, while a server may answer in this process. */
export function runCommand(
  words: readonly string[],
): Promise<{ readonly status: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [COMMAND, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}
