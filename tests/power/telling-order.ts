import type { Catch } from './measure.ts';

/** What is known of a check: the requests it takes on a conformant target. */
export type Costs = ReadonlyMap<string, number>;

/** What a fault counts that only makes a check warn: nobody waits for that. */
const WARNED = 0.25;

/**
 * The checks in the order in which they reveal most for each request: again and again the one that catches most of the
 * faults that none before it does, by the root of what it costs: checks run beside each other, and a finding is told when it
 * is seen, which in a long check is long before its end. What adds nothing follows in the order of the costs' map.
 */
export function tellingOrder(caught: readonly Catch[], costs: Costs): readonly string[] {
  const open = new Map(caught.map((one) => [one.fault, one]));
  const left = new Set(costs.keys());
  const order: string[] = [];
  while (left.size > 0) {
    const gains = gainsOf([...open.values()]);
    const worth = (check: string): number =>
      (gains.get(check) ?? 0) / Math.sqrt(Math.max(1, costs.get(check) ?? 1));
    const best = [...left].reduce((a, b) => (worth(b) > worth(a) ? b : a));
    order.push(best);
    left.delete(best);
    for (const { fault, checks } of open.values()) if (checks.includes(best)) open.delete(fault);
  }
  return order;
}

/** What each check catches of these faults. */
function gainsOf(faults: readonly Catch[]): ReadonlyMap<string, number> {
  const gains = new Map<string, number>();
  for (const { checks, failed } of faults) {
    for (const check of checks) gains.set(check, (gains.get(check) ?? 0) + (failed ? 1 : WARNED));
  }
  return gains;
}
