import { expect, test } from 'vitest';
import { sampleExchange } from '../reporters/fixtures/sample-report.ts';
import { Latency } from './latency.ts';

const BASE = 'https://scim.example.com/v2';

function answered(path: string, durationMs: number) {
  return sampleExchange({
    durationMs,
    request: { method: 'GET', url: BASE + path, headers: {}, body: null },
  });
}

test('sums up each kind of request, the slowest first', () => {
  const latency = new Latency();
  for (let ms = 1; ms <= 100; ms++) latency.note(answered(`/Users/${ms}`, ms / 10 + 0.004), BASE);
  latency.note(answered('/Users?filter=a', 40), BASE);
  latency.note(answered('/Users?filter=b', 20), BASE);
  latency.note({ ...answered('/Users?filter=c', 9000), response: null }, BASE);
  expect(latency.report()).toEqual([
    { operation: 'GET /Users?filter', count: 2, median: 20, p95: 40, max: 40 },
    { operation: 'GET /Users/{id}', count: 100, median: 5, p95: 9.5, max: 10 },
  ]);
});

test('nothing was measured', () => {
  expect(new Latency().report()).toEqual([]);
});
