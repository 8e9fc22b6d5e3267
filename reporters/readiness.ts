import type { ReadinessList, RunReport } from '../report/report.ts';
import { count } from './text.ts';

/** The lists of a report in which a test was judged. */
export function readinessLists({ readiness }: RunReport): readonly ReadinessList[] {
  return readiness ?? [];
}

/** A list in one line: "Entra SCIM Validator 31/32: V11 fails", with how many tests did not apply. */
export function readinessLine({ title, rows }: ReadinessList): string {
  const failing = rows.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);
  const passing = rows.filter(({ verdict }) => verdict === 'pass').length;
  const judged = passing + failing.length;
  const rest = rows.length - judged;
  const failures =
    failing.length === 0 ? '' : `: ${failing.join(', ')} ${failing.length === 1 ? 'fails' : 'fail'}`;
  return `${title} ${passing}/${judged}${failures}${rest === 0 ? '' : ` (${count(rest, 'test')} not applicable)`}`;
}
