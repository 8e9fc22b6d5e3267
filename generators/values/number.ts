import fc from 'fast-check';
import type { Flavours } from './flavours.ts';
import { simplestFirst } from './realistic.ts';

/** Whole numbers (RFC 7643 §2.3.4). The hard ones lie at the edges of 32 bits and of what JSON carries exactly (RFC 8259 §6). */
export const integer: Flavours<number> = {
  realistic: fc.nat(10_000),
  hard: simplestFirst(
    fc.constant(0),
    fc.constantFrom(-1, 2 ** 31 - 1, -(2 ** 31), 2 ** 32, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
  ),
};

/** Numbers with a fraction (RFC 7643 §2.3.3), all of them exact in binary, so that they read back equal. */
export const decimal: Flavours<number> = {
  realistic: fc.nat(10_000).map((whole) => whole + 0.5),
  hard: simplestFirst(
    fc.constant(0.5),
    fc.constantFrom(-0.5, 0.0009765625, 1_234_567.890625, -4_294_967_296.25),
  ),
};
