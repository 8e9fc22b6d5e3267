import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellQuote } from './shell-quote.ts';

test('a shell reads any argument back unchanged', () => {
  const texts = fc.sample(
    fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '')),
    { numRuns: 50, seed: 3 },
  );
  const script = `printf '%s\\0' ${texts.map(shellQuote).join(' ')}`;
  const read = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
  expect(read).toEqual(texts);
});

test('a plain word stays as it is', () => {
  expect(shellQuote('--url=https://scim.example.com/v2')).toBe('--url=https://scim.example.com/v2');
  expect(shellQuote('')).toBe("''");
});
