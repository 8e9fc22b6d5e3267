import { shellQuote } from '../config/shell-quote.ts';
import { UsageError } from '../config/usage-error.ts';
import type { RunReport } from '../report/report.ts';
import { readReport } from './read-report.ts';
import type { TargetSpec } from './targets.ts';

/** The command that makes a baseline in this file. */
function baselineCreate(file: string): string {
  return ['scim-conformance', 'baseline', 'create', '--baseline', file].map(shellQuote).join(' ');
}

/**
 * Reads the report that a run is compared with.
 * @throws UsageError when it cannot be read, is no run report, or is about another application than a target's
 */
export async function readBaseline(file: string, targets: readonly TargetSpec[]): Promise<RunReport> {
  const baseline = await readReport(file, 'the baseline', {
    advice: `; to make it of the latest report: ${baselineCreate(file)}`,
  });
  const other = targets.find(({ application }) => application.id !== baseline.target.application);
  if (other === undefined) return baseline;
  throw new UsageError(
    `the baseline ${file} is about ${baseline.target.application}, but ${other.name} runs ${other.application.id}`,
  );
}
