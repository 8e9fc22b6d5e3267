import type { Constraints } from '../config/application.ts';
import type { Learnt } from '../report/report.ts';

/** All that was learnt and that a configuration can say: what is respected already, and what is not taken or not kept. */
export function learntConstraints({ resources, constraints }: Learnt): Constraints {
  const all = new Map(Object.entries(constraints));
  for (const { refused, forgotten } of resources) {
    const denied = [
      ...refused.map((path) => [path, { taken: false }] as const),
      ...forgotten.map((path) => [path, { kept: false }] as const),
    ];
    for (const [path, constraint] of denied) {
      const known = all.get(path);
      // What is required is always sent, and judged.
      if (known?.required !== true) all.set(path, { ...known, ...constraint });
    }
  }
  return Object.fromEntries(all);
}
