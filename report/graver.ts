import type { Verdict } from './report.ts';

/** The order in which one measurement outweighs another in the attribute matrix. */
const WEIGHT: Readonly<Record<Verdict, number>> = { skip: 0, pass: 1, error: 2, warn: 3, fail: 4 };

/** The graver of two measurements of the same cell; the first one when they are alike. */
export function graver(a: Verdict, b: Verdict): Verdict {
  return WEIGHT[b] > WEIGHT[a] ? b : a;
}
