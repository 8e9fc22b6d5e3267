import type { RunReport } from '../report/report.ts';
import { STATES, type State, stateOf } from './conclusion.ts';

/**
 * The gravest state of every requirement over the checks that judge it. A finding that names the requirement it
 * violates says nothing about the check's other requirements: their judgement was cut short.
 */
export function requirementStates(report: RunReport): ReadonlyMap<string, State> {
  const states = new Map<string, State>();
  for (const check of report.checks) {
    const state = stateOf(check);
    const judged = check.violated === null ? check.requirements : [check.violated];
    for (const id of judged) {
      const known = states.get(id);
      if (known === undefined || gravity(state) < gravity(known)) states.set(id, state);
    }
  }
  return states;
}

/** A pass outweighs a skip: the requirement was judged. */
function gravity(state: State): number {
  const order: readonly State[] = [...STATES.filter((other) => other !== 'skip'), 'skip'];
  return order.indexOf(state);
}
