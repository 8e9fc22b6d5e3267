import type { CompareOperator } from '../syntax.ts';

/** What the operators on texts ask of a value, both sides brought to one letter case where that does not count (RFC 7644 §3.4.2.2, Table 3). */
export const TEXT_TESTS: Partial<Record<CompareOperator, (value: string, part: string) => boolean>> = {
  co: (value, part) => value.includes(part),
  sw: (value, part) => value.startsWith(part),
  ew: (value, part) => value.endsWith(part),
};

/** What the operators of order ask of how a value compares with the operand: negative, zero or positive (Table 3). */
export const ORDER_TESTS: Partial<Record<CompareOperator, (order: number) => boolean>> = {
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0,
};
