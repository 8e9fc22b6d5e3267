import { expect, test } from 'vitest';
import type { Exchange } from '../http/exchange.ts';
import { describe } from './answer.ts';

/** An answer as it was recorded. */
function recorded(body: string | null, truncatedFrom: number | null): { exchange: Exchange; status: number } {
  const request = { method: 'GET', url: 'http://unit.test/Users', headers: {}, body: null };
  const response = { status: 200, headers: {}, body, truncatedFrom };
  return { status: 200, exchange: { at: 0, durationMs: 0, request, response, error: null, purpose: null } };
}

test.each([
  ['{"id":"1"}', null, '200'],
  ['<html>', null, '200 with a body that is no JSON'],
  ['', null, '200 with an empty body'],
  [null, null, '200 with an empty body'],
  ['{"id":"1', 40_000, '200'],
])('the body %j, cut from %j', (body, truncatedFrom, words) => {
  expect(describe(recorded(body, truncatedFrom))).toBe(words);
});
