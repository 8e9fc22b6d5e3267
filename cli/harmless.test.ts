import { expect, test } from 'vitest';
import { harmless } from './harmless.ts';

const SECRETS = {
  credentials: { kind: 'bearer', token: 's3cret-token' } as const,
  headers: { 'x-key': 'an-api-key', 'x-short': '1' },
};

test('words of a target lose secrets, line breaks and escape sequences', () => {
  const text = 'no:\r\n s3cret-token \u001b[31mor an-api-key\u202e 1';
  expect(harmless(text, SECRETS)).toBe('no: [redacted] \\u001b[31mor [redacted]\\u202e 1');
});

test('without a token, headers are secrets all the same', () => {
  expect(harmless('an-api-key s3cret-token', { ...SECRETS, credentials: { kind: 'none' } })).toBe(
    '[redacted] s3cret-token',
  );
});
