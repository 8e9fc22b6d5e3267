import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BIN, type Finished, type Running, start } from '../tests/e2e/support/cli.ts';

/** What one process used. */
export interface Usage {
  readonly wallMs: number;
  /** Of all its threads, user and system. */
  readonly cpuMs: number;
  /** The most that was resident, in MB. */
  readonly memoryMB: number;
  readonly finished: Finished;
}

const PRELOAD = fileURLToPath(new URL('usage.mjs', import.meta.url));

/** Runs a Node.js process to its end and measures it. */
export async function measured(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Usage> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const usage = join(folder, 'usage.json');
  try {
    const begin = performance.now();
    const finished = await start(process.execPath, ['--import', PRELOAD, ...words], {
      env: { BENCH_USAGE: usage, ...env },
      cwd: folder,
    }).finished;
    const wallMs = performance.now() - begin;
    return { wallMs, finished, ...JSON.parse(readFileSync(usage, 'utf8')) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A service provider in a process of its own, so that its work does not count as the harness's. */
export async function provider(
  application: string,
  more: readonly string[] = [],
): Promise<{ readonly url: string; stop(): void }> {
  const running: Running = start(
    process.execPath,
    [BIN, 'serve', '--application', application, '--token', TOKEN, ...more],
    {},
  );
  const [, url = ''] = await running.said(/^listening (\S+)/m);
  return { url, stop: () => running.child.kill() };
}

export const TOKEN = 'bench-token';

/** A run of the command against a URL, and how many requests it sent. */
export async function harness(
  url: string,
  application: string,
  more: readonly string[] = [],
): Promise<Usage & { readonly requests: number }> {
  const out = mkdtempSync(join(tmpdir(), 'bench-out-'));
  try {
    const words = [BIN, 'run', '--application', application, '--url', url, '--out', out, ...more];
    const usage = await measured(words, { SCIM_TOKEN: TOKEN });
    if (usage.finished.code !== 0)
      throw new Error(`the run ended with ${usage.finished.code}: ${usage.finished.stdout.slice(-2000)}`);
    const { run } = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
    return { ...usage, requests: run.requests };
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** The middle one of some measurements: noise makes single ones worthless. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
