import type { ReadinessList, RunReport } from '../report/report.ts';
import { count } from './text.ts';

const WORDS = { notJudged: 'not judged', notApplicable: 'not applicable' } as const;

/** The lists of a report in which a test was judged. */
export function readinessLists({ readiness }: RunReport): readonly ReadinessList[] {
  return readiness ?? [];
}

/** A list in one line: "Entra SCIM Validator 31/32: V11 fails", with how many tests were not judged or did not apply. */
export function readinessLine({ title, rows }: ReadinessList): string {
  const failing = rows.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id);
  const passing = rows.filter(({ verdict }) => verdict === 'pass').length;
  const judged = passing + failing.length;
  const left = (['notJudged', 'notApplicable'] as const)
    .map((kind) => [rows.filter(({ verdict }) => verdict === kind).length, WORDS[kind]] as const)
    .filter(([amount]) => amount > 0);
  const rest = left.map(([amount, word], index) => `${index === 0 ? count(amount, 'test') : amount} ${word}`);
  const failures =
    failing.length === 0 ? '' : `: ${failing.join(', ')} ${failing.length === 1 ? 'fails' : 'fail'}`;
  return `${title} ${passing}/${judged}${failures}${rest.length === 0 ? '' : ` (${rest.join(', ')})`}`;
}
