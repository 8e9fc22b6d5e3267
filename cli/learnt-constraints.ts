import type { Constraints } from '../config/application.ts';
import type { Learnt } from '../report/report.ts';

/** All that was learnt and that a configuration can say: what is respected already, and what is not taken or not kept. */
export function learntConstraints({ resources, constraints }: Learnt): Constraints {
  const denied = resources.flatMap(({ refused, forgotten }) => [
    ...refused.map((path) => [path, { taken: false }] as const),
    ...forgotten.map((path) => [path, { kept: false }] as const),
  ]);
  return denied.reduce<Constraints>(
    (known, [path, constraint]) =>
      // What is required is always sent, and judged.
      known[path]?.required === true ? known : { ...known, [path]: { ...known[path], ...constraint } },
    constraints,
  );
}
