import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Pace } from './pace.ts';
import { type Quota, quotaIn } from './quota.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Gateway {
  /** Requests a second, and how many at once. */
  readonly rate: number;
  readonly burst: number;
  readonly latency: number;
  readonly retryAfter?: number;
  readonly quota?: (tokens: number) => Quota;
}

/** Eight workers that send as fast as they may for some virtual seconds, against a bucket of tokens. */
async function driven({ rate, burst, latency, retryAfter = 1000, quota }: Gateway, seconds: number) {
  const pace = new Pace();
  const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const start = performance.now();
  const end = start + seconds * 1000;
  let [tokens, filledAt, taken, refused] = [burst, start, 0, 0];
  const worker = async (): Promise<void> => {
    while (performance.now() < end) {
      await pace.turn();
      const sentAt = performance.now();
      await sleep(latency / 2);
      const now = performance.now();
      tokens = Math.min(burst, tokens + ((now - filledAt) / 1000) * rate);
      filledAt = now;
      const passes = tokens >= 1;
      if (passes) tokens--;
      const left = quota?.(Math.floor(tokens)) ?? null;
      await sleep(latency / 2);
      if (passes) pace.answered(left);
      else pace.refused(retryAfter, sentAt);
      if (passes) taken++;
      else refused++;
    }
  };
  const workers = Promise.all(Array.from({ length: 8 }, worker));
  await vi.advanceTimersByTimeAsync((seconds + 40) * 1000);
  await workers;
  const used = taken / (rate * seconds + burst);
  return { used, throttled: refused / (taken + refused), learnt: pace.learnt };
}

describe('a target that limits the rate', () => {
  test.each([
    { rate: 40, burst: 10, latency: 4 },
    { rate: 40, burst: 10, latency: 50 },
    { rate: 40, burst: 40, latency: 20 },
    { rate: 100, burst: 10, latency: 20 },
    { rate: 10, burst: 10, latency: 20 },
    { rate: 40, burst: 10, latency: 20, retryAfter: 0 },
  ])('is kept busy for three thousand requests, and seldom has to refuse: %j', async (gateway) => {
    const { used, throttled, learnt } = await driven(gateway, 3000 / gateway.rate);
    expect(used).toBeGreaterThan(0.75);
    expect(throttled).toBeLessThan(0.02);
    expect(learnt).toBeGreaterThan(gateway.rate * 0.75);
    expect(learnt).toBeLessThan(gateway.rate * 1.15);
  });
});

test('a target that throttles nothing is never waited for', async () => {
  const pace = new Pace();
  const begin = performance.now();
  for (let count = 0; count < 100; count++) {
    await pace.turn();
    pace.answered(null);
  }
  expect({ waited: performance.now() - begin, learnt: pace.learnt }).toEqual({ waited: 0, learnt: null });
});

test('one refusal is waited for, and says nothing of a limit', async () => {
  const pace = new Pace();
  pace.refused(3000, performance.now());
  let sent = false;
  const turn = pace.turn().then(() => {
    sent = true;
  });
  await vi.advanceTimersByTimeAsync(2900);
  expect(sent).toBe(false);
  await vi.advanceTimersByTimeAsync(5000);
  await turn;
  expect(pace.learnt).toBeNull();
});

test('what is left of a quota is spread, so that nothing is refused', async () => {
  const gateway = { rate: 40, burst: 40, latency: 20 };
  const quota = (tokens: number) => ({ remaining: tokens, resetMs: ((40 - tokens) / 40) * 1000 });
  const { used, throttled } = await driven({ ...gateway, quota }, 75);
  expect(throttled).toBeLessThan(0.02);
  expect(used).toBeGreaterThan(0.75);
});

test('an exhausted quota is waited for', async () => {
  const pace = new Pace();
  pace.answered({ remaining: 0, resetMs: 3000 });
  let sent = false;
  const turn = pace.turn().then(() => {
    sent = true;
  });
  await vi.advanceTimersByTimeAsync(2900);
  expect(sent).toBe(false);
  await vi.advanceTimersByTimeAsync(200);
  await turn;
  expect(pace.learnt).toBeNull();
});

describe('what headers say of a quota', () => {
  const date = 'Mon, 06 May 2024 07:08:09 GMT';
  test.each([
    [
      { 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '1714979299000', date },
      { remaining: 3, resetMs: 10_000 },
    ],
    [{ ratelimit: '"default";r=50;t=30' }, { remaining: 50, resetMs: 30_000 }],
    [
      { 'ratelimit-remaining': '7', 'ratelimit-reset': '2' },
      { remaining: 7, resetMs: 2000 },
    ],
    [
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '5' },
      { remaining: 0, resetMs: 5000 },
    ],
    [
      { 'x-rate-limit-remaining': '3', 'x-rate-limit-reset': '1714979299', date },
      { remaining: 3, resetMs: 10_000 },
    ],
    [
      { 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '1', date },
      { remaining: 3, resetMs: 1000 },
    ],
    [{ 'ratelimit-remaining': 'many', 'ratelimit-reset': '2' }, null],
    [{ 'ratelimit-remaining': '3' }, null],
    [{}, null],
  ])('%j', (headers, expected) => {
    expect(quotaIn(headers as Readonly<Record<string, string>>)).toEqual(expected);
  });
});
