import { expect, test } from 'vitest';
import type { Catch } from './measure.ts';
import { tellingOrder } from './telling-order.ts';

const fault = (name: string, checks: readonly string[], failed = true): Catch => ({
  fault: name,
  area: 'filtering',
  violates: 'APP',
  title: name,
  effort: 'quick',
  application: 'alvao',
  failed,
  named: true,
  checks,
  requests: 1,
  durationMs: 1,
  counterexample: null,
});

test('what catches most for each request comes first, then what catches what is left', () => {
  const caught = [
    fault('a', ['dear', 'cheap']),
    fault('b', ['dear', 'cheap']),
    fault('c', ['dear']),
    fault('d', ['other']),
    fault('e', ['warns'], false),
  ];
  const costs = new Map([
    ['idle', 1],
    ['dear', 90],
    ['cheap', 4],
    ['other', 4],
    ['warns', 2],
  ]);
  expect(tellingOrder(caught, costs)).toEqual(['cheap', 'other', 'warns', 'dear', 'idle']);
});
