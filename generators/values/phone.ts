import fc from 'fast-check';
import type { Flavours } from './flavours.ts';
import { simplestFirst } from './realistic.ts';

const AREA_CODES = ['202', '212', '303', '415', '512', '617', '702', '808', '907'] as const;

type Format = (area: string, line: string) => string;
const REALISTIC: readonly Format[] = [
  (area, line) => `+1${area}555${line}`,
  (area, line) => `+1 ${area}-555-${line}`,
  (area, line) => `+1 (${area}) 555-${line}`,
];
/** RFC 3966 allows visual separators and parameters in a `tel` URI (RFC 7643 §4.1.2). */
const HARD: readonly Format[] = [
  (area, line) => `tel:+1-${area}-555-${line}`,
  (area, line) => `tel:+1-${area}-555-${line};ext=0042`,
  (area, line) => `+1.${area}.555.${line}`,
];

/** Phone numbers that reach nobody: 555-0100 to 555-0199 of an area are kept for fiction. Shrink to +12025550100. */
export const phone: Flavours = { realistic: numbers(REALISTIC), hard: numbers(HARD) };

function numbers(formats: readonly Format[]): fc.Arbitrary<string> {
  const drawn = fc
    .tuple(fc.constantFrom(...formats), fc.constantFrom(...AREA_CODES), fc.integer({ min: 100, max: 199 }))
    .map(([format, area, line]) => format(area, `0${line}`));
  return simplestFirst(fc.constant('+12025550100'), drawn);
}
