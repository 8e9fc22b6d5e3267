import { statSync } from 'node:fs';
import { UsageError } from '../../config/usage-error.ts';
import { EXIT } from '../exit-code.ts';
import type { RunOptions } from '../options.ts';
import { listen, type Wishes } from '../wishes.ts';

/** One run with these options; gives its exit code. */
type Once = (options: RunOptions) => Promise<number>;

/**
 * Runs again and again: when a file of the folder changes, and when a key asks for it.
 * @returns the exit code of the last run, or 130 when it was interrupted
 * @throws UsageError when there is neither a folder nor a terminal, and for what is wrong with the first run
 */
export async function watchRuns(once: Once, { watch, ...options }: RunOptions): Promise<number> {
  const folder = typeof watch === 'string' ? watch : null;
  const keys = process.stdin.isTTY ? process.stdin : null;
  if (folder === null && keys === null)
    throw new UsageError(
      '--watch has no terminal whose keys it could wait for; name a folder whose changes start a run: --watch src',
    );
  if (folder !== null && statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UsageError(`--watch ${folder}: there is no such folder`);
  const wishes = listen({ folder, except: options.out, keys });
  try {
    return await repeat(once, options, wishes, promptFor(folder, keys !== null));
  } finally {
    wishes.close();
  }
}

/** What can be done now. */
function promptFor(folder: string | null, keys: boolean): string {
  const watching = folder === null ? 'waiting' : `watching ${folder}`;
  return `${watching}: ${keys ? 'r runs again, f only what fails, q ends' : 'Ctrl-C ends'}\n`;
}

/** The first run, then one for each wish. What is wrong with a later one is said, and ends nothing. */
export async function repeat(
  once: Once,
  options: RunOptions,
  wishes: Pick<Wishes, 'next'>,
  prompt: string,
): Promise<number> {
  let code = await once(options);
  while (code !== EXIT.interrupted) {
    process.stderr.write(prompt);
    const wish = await wishes.next();
    if (wish === 'quit') return code;
    if (wish === 'interrupt') return EXIT.interrupted;
    code = (await attempt(once, wish === 'again' ? options : failedOnly(options))) ?? code;
  }
  return code;
}

/** What failed in the report that stays: a run of less is written beside it. */
function failedOnly({ suite: _, check: __, ...options }: RunOptions): RunOptions {
  return { ...options, lastFailed: true, outNamed: false };
}

async function attempt(once: Once, options: RunOptions): Promise<number | null> {
  try {
    return await once(options);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`scim-conformance: ${error.message}\n`);
    return null;
  }
}
