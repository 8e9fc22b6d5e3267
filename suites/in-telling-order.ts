import { EVERY_ANSWER_SUITE } from './every-answer/rules.ts';
import type { KnownCheck } from './registry.ts';
import { TELLING } from './telling.ts';

const RANKS = new Map<string, number>(TELLING.map((id, index) => [id, index]));

/**
 * The checks in the order in which they are to begin: what reveals most for each request first, so that nobody waits for a
 * finding. Those that wait for all others are last. What a check draws does not depend on when it begins.
 */
export function inTellingOrder(checks: readonly KnownCheck[]): readonly KnownCheck[] {
  return checks.toSorted((a, b) => rank(a) - rank(b));
}

function rank({ suite, check }: KnownCheck): number {
  if (suite.name === EVERY_ANSWER_SUITE) return TELLING.length + 1;
  return RANKS.get(check.id) ?? TELLING.length;
}
