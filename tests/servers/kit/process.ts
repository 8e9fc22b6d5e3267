import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { MissingTool } from './tool.ts';

/** How a server's process is started. */
export interface Launch {
  readonly command: string;
  readonly words: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it answers yet. A rejected promise means no. */
  readonly ready: () => Promise<boolean>;
  /** Longest wait until it is ready, in milliseconds. */
  readonly patience?: number;
}

/** A server's process with all that it started. `SCIM_SERVERS_LOG`, when set, copies what it prints to stderr. */
export interface Launched {
  /** The end of what it printed. */
  log(): string;
  /** Ends the whole process group. */
  close(): Promise<void>;
}

const LOG_LENGTH = 20_000;
const POLL = 100;
const GRACE = 5_000;

/**
 * Starts a server as a process group of its own and waits until it is ready.
 *
 * @throws MissingTool when there is no such program, and Error with the server's log when it ends, or is not ready in
 * time; nothing of it runs then
 */
export async function launch({
  command,
  words,
  cwd,
  env,
  ready,
  patience = 60_000,
}: Launch): Promise<Launched> {
  const child = spawn(command, words, {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      log = (log + text).slice(-LOG_LENGTH);
      if (process.env.SCIM_SERVERS_LOG !== undefined) process.stderr.write(text);
    });
  }
  await once(child, 'spawn').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new MissingTool(command) : error;
  });
  const atExit = () => signal(child, 'SIGKILL');
  process.on('exit', atExit);
  const close = async () => {
    await end(child);
    process.off('exit', atExit);
  };
  const problem = await wait(child, ready, patience);
  if (problem === null) return { log: () => log, close };
  await close();
  throw new Error(`${command} ${words.join(' ')}: ${problem}\n${log}`);
}

/** Null once it is ready, else why it never will be. */
async function wait(
  child: ChildProcess,
  ready: () => Promise<boolean>,
  patience: number,
): Promise<string | null> {
  const deadline = performance.now() + patience;
  while (performance.now() < deadline) {
    if (hasEnded(child)) return `it ended with ${child.exitCode ?? child.signalCode}`;
    if (await ready().catch(() => false)) return null;
    await sleep(POLL);
  }
  return `it is not ready after ${patience / 1000} s`;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function end(child: ChildProcess): Promise<void> {
  if (!hasEnded(child)) {
    const exit = once(child, 'exit');
    signal(child, 'SIGTERM');
    const late = setTimeout(() => signal(child, 'SIGKILL'), GRACE);
    await exit;
    clearTimeout(late);
  }
  // What it started may outlive it.
  signal(child, 'SIGKILL');
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // The group is gone.
  }
}

/** A loopback port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new TypeError('the server listens on no port');
  return address.port;
}

/** Whether GET answers 200. */
export async function answers(url: string, token?: string): Promise<boolean> {
  const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(5_000) });
  await response.arrayBuffer();
  return response.status === 200;
}
