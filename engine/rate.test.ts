import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { summarise } from './define.ts';
import { OK, type Respond, sessionFor } from './fixtures/session.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const TOO_MANY = { status: 429, headers: { 'retry-after': '1' }, text: '' };

/** What a session knows after reading users all at once from a target that answers in turn. */
async function readingUsers(respond: Respond, times = 40) {
  const { session, sent } = sessionFor(respond);
  const read = () => session.send({ method: 'GET', path: '/Users' }, () => {});
  const all = Promise.all(Array.from({ length: times }, read));
  await vi.advanceTimersByTimeAsync(120_000);
  const statuses = (await all).map(({ status }) => status);
  return { statuses: new Set(statuses), sent, summary: summarise(session) };
}

test('a limit of the rate is learnt, told, and offered to be written down', async () => {
  let [tokens, at] = [5, performance.now()];
  const { statuses, sent, summary } = await readingUsers(() => {
    const now = performance.now();
    tokens = Math.min(5, tokens + ((now - at) / 1000) * 5);
    at = now;
    if (tokens < 1) return TOO_MANY;
    tokens--;
    return OK;
  }, 200);
  expect(statuses).toEqual(new Set([200]));
  expect(summary.requests).toBe(sent.length);
  const learnt = summary.observations['rate.perSecond'];
  expect(learnt).toBeGreaterThan(2);
  expect(learnt).toBeLessThan(7);
  expect(summary.notes).toEqual([expect.stringContaining(`With rate: ${learnt} in the configuration`)]);
});

test('a target that is busy once has no limit', async () => {
  const { statuses, summary } = await readingUsers((_, index) => (index === 3 ? TOO_MANY : OK));
  expect(statuses).toEqual(new Set([200]));
  expect(summary.observations).toMatchObject({ 'rate.throttled': 1 });
  expect(summary.observations).not.toHaveProperty('rate.perSecond');
  expect(summary.notes).toEqual([]);
});
