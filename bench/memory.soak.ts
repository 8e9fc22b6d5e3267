import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { BIN, start } from '../tests/e2e/support/cli.ts';
import { provider, TOKEN } from './measure.ts';
import type { Soak } from './page.ts';
import { writeSoak } from './results.ts';

const APPLICATION = 'alvao';
/** Requests of a thorough run with the default suites; the rate spreads them over the time. */
const REQUESTS = 43_000;
const MINUTES = Number(process.env.SOAK_MINUTES ?? 30);
const SAMPLE_SECONDS = 5;
/** How much the most in the last third may exceed the most in the one before: garbage is not collected on the minute. */
const FLAT = 1.1;

test('a long thorough run holds no more memory in the end than in the middle', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'soak-'));
  const samples = join(folder, 'samples');
  const target = await provider(APPLICATION);
  try {
    const preload = fileURLToPath(new URL('rss.mjs', import.meta.url));
    const rate = String(Math.max(1, Math.round(REQUESTS / MINUTES / 60)));
    const words = ['run', '--application', APPLICATION, '--url', target.url, '--effort', 'thorough'];
    const limits = ['--rate', rate, '--max-duration', `${Math.ceil(MINUTES * 2)}m`, '--out', folder];
    const env = { SCIM_TOKEN: TOKEN, SOAK_FILE: samples, SOAK_SECONDS: String(SAMPLE_SECONDS) };
    const { code, stderr } = await start(process.execPath, ['--import', preload, BIN, ...words, ...limits], {
      env,
    }).finished;
    expect(code, stderr).toBe(0);
    const { run } = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
    const memoryMB = readFileSync(samples, 'utf8').trim().split('\n').map(Number);
    const soak: Soak = {
      date: new Date().toISOString().slice(0, 10),
      minutes: run.durationMs / 60_000,
      requests: run.requests,
      memoryMB: memoryMB.map(Math.round),
    };
    if (process.env.SOAK_MINUTES === undefined) writeSoak(soak);
    const third = Math.floor(memoryMB.length / 3);
    const middle = Math.max(...memoryMB.slice(third, 2 * third));
    const last = Math.max(...memoryMB.slice(2 * third));
    process.stdout.write(`${run.requests} requests, ${middle.toFixed(0)} MB, then ${last.toFixed(0)} MB\n`);
    expect(run.leftBehind).toEqual([]);
    expect(last).toBeLessThan(middle * FLAT);
  } finally {
    target.stop();
    rmSync(folder, { recursive: true });
  }
});
