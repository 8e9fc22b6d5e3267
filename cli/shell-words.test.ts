import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellQuote } from '../config/shell-quote.ts';
import { shellWords } from './shell-words.ts';

test('reads what was quoted', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 })), (words) => {
      expect(shellWords(words.map(shellQuote).join(' '))).toEqual(words);
    }),
  );
});
