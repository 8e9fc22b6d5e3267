import { expect, test } from 'vitest';
import type { CheckResult } from '../report/report.ts';
import { harmless, redactorOf, withoutSecrets } from './harmless.ts';

const SECRETS = {
  credentials: { kind: 'bearer', token: 's3cret-token' } as const,
  headers: { 'x-key': 'an-api-key', 'x-short': '1' },
};

test('words of a target lose secrets, line breaks and escape sequences', () => {
  const text = 'no:\r\n s3cret-token \u001b[31mor an-api-key\u202e 1';
  expect(harmless(text, SECRETS)).toBe('no: [redacted] \\u001b[31mor [redacted]\\u202e 1');
});

test('without a token, headers are secrets all the same', () => {
  expect(redactorOf({ ...SECRETS, credentials: { kind: 'none' } })('an-api-key s3cret-token')).toBe(
    '[redacted] s3cret-token',
  );
});

test('the sentences of a result lose secrets, what identifies it stays', () => {
  const result: CheckResult = {
    id: 'unit/s3cret-token',
    suite: 'unit',
    title: 'x',
    level: 'MUST',
    requirements: [],
    violated: null,
    verdict: 'fail',
    waived: false,
    reason: 'a s3cret-token',
    message: 'b s3cret-token',
    expected: 'c an-api-key',
    actual: 'd s3cret-token',
    hint: null,
    counterexample: null,
    replay: '--check unit/s3cret-token',
    runs: 1,
    durationMs: 1,
    requests: 1,
    exchanges: [],
  };
  expect(withoutSecrets(result, redactorOf(SECRETS))).toEqual({
    ...result,
    reason: 'a [redacted]',
    message: 'b [redacted]',
    expected: 'c [redacted]',
    actual: 'd [redacted]',
  });
});
