import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { packageRoot } from '../../../config/package-root.ts';
import { shellQuote } from '../../../config/shell-quote.ts';

/** The built command. */
export const BIN = join(packageRoot(), 'dist', 'cli', 'bin.js');

/** How a process ended and what it said. */
export interface Finished {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process under way. */
export interface Running {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /**
   * Resolves with the match as soon as standard output or standard error matches; rejects when the process ends before
   * that.
   */
  said(pattern: RegExp): Promise<RegExpExecArray>;
}

export interface CliOptions {
  /** All of the environment beside PATH, so that nothing of the machine plays a part. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** Runs `scim-conformance <args>` to its end. */
export function cli(args: readonly string[], options: CliOptions = {}): Promise<Finished> {
  return start(process.execPath, [BIN, ...args], options).finished;
}

/** Loaded before the command: says at its end how much memory it took at most, all its threads together. */
const TELL_PEAK = `data:text/javascript,${encodeURIComponent(
  "import { isMainThread } from 'node:worker_threads';" +
    "const tell = () => process.stderr.write('peak ' + process.resourceUsage().maxRSS + ' KiB\\n');" +
    "if (isMainThread) process.on('exit', tell);",
)}`;

/** Runs `scim-conformance <args>` to its end and measures the most memory it took, in MiB. */
export async function measuredCli(
  args: readonly string[],
  { env = {}, ...options }: CliOptions = {},
): Promise<Finished & { readonly peak: number }> {
  const measured = { ...env, NODE_OPTIONS: `--import=${TELL_PEAK}` };
  const finished = await cli(args, { ...options, env: measured });
  return { ...finished, peak: Number(/^peak (\d+) KiB$/m.exec(finished.stderr)?.[1]) / 1024 };
}

/** Starts `scim-conformance <args>`. */
export function startCli(args: readonly string[], options: CliOptions = {}): Running {
  return start(process.execPath, [BIN, ...args], options);
}

/** Processes under way; a test that fails half-way leaves none behind. */
const children = new Set<ChildProcess>();

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** Starts `scim-conformance <args>` in a terminal, which `child.stdin` types into; all that is said is standard output. */
export function startInTerminal(
  args: readonly string[],
  { width = 100, ...options }: CliOptions & { readonly width?: number } = {},
): Running {
  const command = `stty cols ${width}; exec ${[process.execPath, BIN, ...args].map(shellQuote).join(' ')}`;
  return start(
    'script',
    ['-qfec', command, '/dev/null'],
    { ...options, env: { TERM: 'xterm', ...options.env } },
    'pipe',
  );
}

/** Starts any command. */
export function start(
  command: string,
  args: readonly string[],
  { env = {}, cwd }: CliOptions,
  stdin: 'ignore' | 'pipe' = 'ignore',
): Running {
  const child = spawn(command, args, {
    cwd: cwd ?? tmpdir(),
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: [stdin, 'pipe', 'pipe'],
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      said[name] += text;
      child.emit('said');
    });
  }
  const finished = new Promise<Finished>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...said }));
  });
  return {
    child,
    finished,
    said: (pattern) =>
      firstMatch(child, finished, () => pattern.exec(said.stdout) ?? pattern.exec(said.stderr)),
  };
}

async function firstMatch(
  child: ChildProcess,
  finished: Promise<Finished>,
  match: () => RegExpExecArray | null,
): Promise<RegExpExecArray> {
  const seen = new Promise<RegExpExecArray>((resolve) => {
    const look = (): void => {
      const found = match();
      if (found !== null) resolve(found);
    };
    child.on('said', look);
    look();
  });
  const ended = finished.then(({ stdout, stderr }) => {
    const found = match();
    if (found === null) throw new Error(`the process ended without saying it:\n${stdout}\n${stderr}`);
    return found;
  });
  return Promise.race([seen, ended]);
}

/** Waits until something holds beside a process; throws when the process ends before that. */
export async function until(holds: () => boolean, { finished }: Running): Promise<void> {
  let ended: Finished | null = null;
  void finished.then((result) => {
    ended = result;
  });
  while (!holds()) {
    if (ended !== null) throw new Error(`the process ended too early: ${JSON.stringify(ended)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Starts `scim-conformance serve <args>` and gives its base URL once it listens. */
export async function serve(
  args: readonly string[],
): Promise<{ readonly url: string; close(): Promise<Finished> }> {
  const { child, said, finished } = startCli(['serve', ...args]);
  const url = (await said(/^listening (\S+)$/m))[1] ?? '';
  return {
    url,
    close: () => {
      child.kill('SIGTERM');
      return finished;
    },
  };
}

/** A new empty folder. */
export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'scim-e2e-'));
}

export function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}
