import { spawn } from 'node:child_process';

/** A program of a language's toolchain is not installed. */
export class MissingTool extends Error {
  constructor(tool: string) {
    super(`${tool} is not installed`);
    this.name = 'MissingTool';
  }
}

/** What a start gives, or locally, where its toolchain is missing, why there is nothing. In CI that is an error. */
export async function unlessMissing<T>(start: () => Promise<T>): Promise<T | string> {
  try {
    return await start();
  } catch (error) {
    if (error instanceof MissingTool && process.env.CI === undefined) return error.message;
    throw error;
  }
}

/**
 * Runs a program of a toolchain to its end and returns what it printed.
 *
 * @throws MissingTool when there is no such program, and Error with its output when it fails
 */
export function runTool(
  tool: string,
  words: readonly string[],
  { cwd, env = {} }: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(tool, words, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ENOENT' ? new MissingTool(tool) : error);
    });
    child.on('close', (status) => {
      if (status === 0) resolve(output);
      else reject(new Error(`${tool} ${words.join(' ')} ended with ${status}:\n${output}`));
    });
  });
}
