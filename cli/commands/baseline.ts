import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { shellQuote } from '../../config/shell-quote.ts';
import { UsageError } from '../../config/usage-error.ts';
import {
  type BaselineChange,
  baselineOf,
  failingIn,
  prunedBaseline,
  updatedBaseline,
} from '../../report/baseline.ts';
import type { RunReport } from '../../report/report.ts';
import { count, someOf } from '../../reporters/text.ts';
import { writeFiles } from '../../reporters/write.ts';
import { EXIT } from '../exit-code.ts';
import { REPORT_FOLDER } from '../options.ts';
import { readReport } from '../read-report.ts';
import { runAgain } from '../run-again.ts';

/** The options of `baseline create`, `update` and `prune`. */
export interface BaselineOptions {
  readonly baseline: string;
}

/** What the later reports change about a baseline. */
const CHANGES: Readonly<
  Record<'update' | 'prune', (baseline: RunReport, report: RunReport) => BaselineChange>
> = { update: updatedBaseline, prune: prunedBaseline };

/**
 * Makes a baseline of a report: what fails in it fails no later run.
 * @param report a report or its folder; by default the latest
 * @throws UsageError for a report that cannot be read or judged nothing, and where the baseline is there already
 */
export async function createBaseline(
  report: string | undefined,
  { baseline: file }: BaselineOptions,
): Promise<number> {
  if (existsSync(file))
    throw new UsageError(
      `${file} is there already; "baseline update" takes what is new into it, "baseline prune" takes out what is mended`,
    );
  const found = await judgedReport(report);
  const baseline = baselineOf(found);
  await write(file, baseline);
  const compared = ['--baseline', file];
  const next = runAgain(found, compared) ?? ['scim-conformance run', ...compared.map(shellQuote)].join(' ');
  const failing = failingIn(baseline);
  process.stdout.write(
    `${file} written: ${count(failing.length, 'known failure')}${failing.length === 0 ? '' : ` (${someOf(failing)})`}\n` +
      `Compare with it: ${next}\n`,
  );
  return EXIT.conformant;
}

/**
 * Changes a baseline by a later report: `update` takes what that one judged, failures too; `prune` only takes out what is
 * mended. What the report did not judge stays as it is.
 * @throws UsageError for what cannot be read, and a report of another application
 */
export async function changeBaseline(
  how: keyof typeof CHANGES,
  report: string | undefined,
  { baseline: file }: BaselineOptions,
): Promise<number> {
  const before = await readReport(file, 'the baseline', { advice: '; "baseline create" makes it' });
  const now = await judgedReport(report);
  if (before.target.application !== now.target.application)
    throw new UsageError(
      `the baseline ${file} is about ${before.target.application}, but the report is about ${now.target.application}`,
    );
  const { baseline, added, removed } = CHANGES[how](before, now);
  await write(file, baseline);
  process.stdout.write(
    `${file}: ${listed('added', added)}, ${listed('mended and taken out', removed)}, ${failingIn(baseline).length} known\n`,
  );
  return EXIT.conformant;
}

function listed(what: string, ids: readonly string[]): string {
  return `${ids.length} ${what}${ids.length === 0 ? '' : ` (${someOf(ids)})`}`;
}

/** The report that a baseline is made of. @throws UsageError for one that judged nothing: all would be new against it */
async function judgedReport(path = REPORT_FOLDER): Promise<RunReport> {
  const report = await readReport(path, 'the report', { advice: '; "scim-conformance run" writes one' });
  if (report.checks.some(({ verdict }) => verdict === 'pass' || verdict === 'fail')) return report;
  throw new UsageError(`the report ${path} judged nothing: ${report.run.reason ?? 'it has no checks'}`);
}

async function write(file: string, baseline: RunReport): Promise<void> {
  await writeFiles(dirname(file), [[file, `${JSON.stringify(baseline, null, 1)}\n`]]);
}
