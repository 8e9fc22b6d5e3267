import type { CheckResult, RunReport } from '../report/report.ts';
import { oneLine } from '../reporters/text.ts';
import { EXIT } from './exit-code.ts';

/** What became of a finding. */
export type Fate = 'FIXED' | 'STILL FAILS' | 'NOT JUDGED';

/** A finding that was replayed. */
export interface Replayed {
  readonly id: string;
  readonly fate: Fate;
  /** What is wrong still, or why nothing can be said; the title of what is fixed. */
  readonly words: string;
}

/** What became of each finding in the report of its replay. */
export function fatesOf(findings: readonly CheckResult[], { checks }: RunReport): readonly Replayed[] {
  const now = new Map(checks.map((check) => [check.id, check]));
  return findings.map(({ id, title }) => {
    const check = now.get(id);
    if (check?.verdict === 'pass') return { id, fate: 'FIXED', words: title };
    const said = check?.message ?? check?.reason ?? 'it did not run';
    const fails = check?.verdict === 'fail' || check?.verdict === 'warn';
    return { id, fate: fails ? 'STILL FAILS' : 'NOT JUDGED', words: said };
  });
}

/** The fates as lines for a terminal, one each. */
export function fateLines(replayed: readonly Replayed[]): string {
  return replayed
    .map(({ id, fate, words }) => `${fate.padEnd('STILL FAILS'.length)}  ${oneLine(id)}  ${oneLine(words)}\n`)
    .join('');
}

/** What fails still decides; without it, what could not be judged. */
export function exitCodeOf(replayed: readonly Replayed[]): number {
  const fates = replayed.map(({ fate }) => fate);
  if (fates.includes('STILL FAILS')) return EXIT.notConformant;
  return fates.includes('NOT JUDGED') ? EXIT.unjudged : EXIT.conformant;
}
