import { UsageError } from '../../config/usage-error.ts';
import { type GateOptions, gate } from '../../report/gate.ts';
import type { CheckResult, RunReport } from '../../report/report.ts';
import { EXIT } from '../exit-code.ts';
import { findReports } from '../find-reports.ts';
import { complain } from '../measured.ts';
import type { RunOptions } from '../options.ts';
import { openFolder, writeAll } from '../output.ts';
import { listing, selection } from '../selection.ts';
import type { ResolvedTargets } from '../targets.ts';
import { testTargets } from '../test-targets.ts';

/**
 * Tests the targets, writes the reports and gives the exit code.
 * @throws UsageError before anything is sent
 */
export async function run(given: RunOptions, { config, targets }: ResolvedTargets): Promise<number> {
  const effort = given.effort ?? config?.effort;
  const options: RunOptions = {
    ...given,
    ...(effort && { effort }),
    ...(given.lastFailed === true && { check: await lastFailed(given) }),
  };
  const baseline = await baselineOf(options, targets);
  const selected = selection(options, config?.suites, baseline);
  if (options.list === true) {
    process.stdout.write(listing(selected));
    return EXIT.conformant;
  }
  await openFolder(options.out);
  const failOn = options.failOn ?? config?.failOn ?? 'must';
  return testTargets(
    options,
    { config, targets },
    async ({ reports, candidates, signal }) => {
      await writeAll(reports, options.out, { har: options.har === true, named: options.outNamed === true });
      complain(candidates);
      if (signal.aborted) return EXIT.interrupted;
      return exitCode(reports, failOn);
    },
    {
      baseline,
      ...(options.failFast === true && { stopAt: (result: CheckResult) => isNewFailure(result, baseline) }),
    },
  );
}

function isNewFailure({ id, verdict }: CheckResult, baseline: RunReport | null): boolean {
  const known = baseline?.checks.some((check) => check.id === id && check.verdict === 'fail') ?? false;
  return verdict === 'fail' && !known;
}

/** Ids of the checks that fail or could not be judged in the reports of the last run. @throws UsageError when there is none */
async function lastFailed({ out, suite, check }: RunOptions): Promise<readonly string[]> {
  if (suite !== undefined || check !== undefined)
    throw new UsageError('--last-failed names the checks itself, so --suite and --check do not go with it');
  const reports = await findReports(out);
  const failing = reports.flatMap(({ report }) =>
    report.checks.filter(({ verdict, waived }) => (verdict === 'fail' || verdict === 'error') && !waived),
  );
  if (failing.length === 0) throw new UsageError(`nothing fails in the report in ${out}`);
  return [...new Set(failing.map(({ id }) => id))];
}

/** The report of --baseline, if there is one. */
async function baselineOf(
  { baseline }: RunOptions,
  targets: ResolvedTargets['targets'],
): Promise<RunReport | null> {
  if (baseline === undefined) return null;
  const { readBaseline } = await import('../baseline.ts');
  return readBaseline(baseline, targets);
}

/** Gates every report, in which what the baseline has is marked, and says what the summaries do not: that warnings count. */
function exitCode(reports: readonly RunReport[], failOn: GateOptions['failOn']): number {
  const gates = reports.map((report) => ({
    name: report.target.name,
    ...gate(report, { failOn, baseline: null }),
  }));
  for (const { name, regressions, verdict } of gates) {
    if (failOn === 'should' && verdict === 'not conformant')
      process.stdout.write(`${name}, with --fail-on should: ${listed('failing', regressions)}\n`);
  }
  const verdicts = gates.map(({ verdict }) => verdict);
  if (verdicts.includes('not conformant')) return EXIT.notConformant;
  return verdicts.includes('unjudged') ? EXIT.unjudged : EXIT.conformant;
}

function listed(what: string, ids: readonly string[]): string {
  return `${ids.length} ${what}${ids.length === 0 ? '' : ` (${ids.join(', ')})`}`;
}
