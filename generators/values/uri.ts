import fc from 'fast-check';
import type { Flavours } from './flavours.ts';
import { simplestFirst } from './realistic.ts';

const SIMPLEST = fc.constant('https://example.com/a');

const NAME = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789-'),
  minLength: 1,
  maxLength: 20,
});

/** Absolute https URIs (RFC 3986) at a reserved host, as external references have them (RFC 7643 §2.3.7). */
export const uri: Flavours = {
  realistic: simplestFirst(
    SIMPLEST,
    fc
      .tuple(NAME, fc.constantFrom('', '?size=96', '?view=card&lang=en', '#about'))
      .map(([name, rest]) => `https://example.com/users/${name}${rest}`),
  ),
  hard: simplestFirst(
    SIMPLEST,
    fc.constantFrom(
      'https://example.com:8443/a?b=c&d=%20+%2B#e',
      'https://xn--bcher-kva.example.com/%C3%A9',
      'https://example.com/a;v=1/(b)/~c/!$*,',
      "https://example.com/o'brien",
      `https://example.com/${'a'.repeat(200)}`,
    ),
  ),
};
