import { join } from 'node:path';
import { toolVersion } from '../../config/package-root.ts';
import { UsageError } from '../../config/usage-error.ts';
import { compareReports, MOST_TARGETS } from '../../report/compare.ts';
import type { Comparison } from '../../report/comparison.ts';
import type { RunReport } from '../../report/report.ts';
import { consoleComparison } from '../../reporters/comparison/console.ts';
import { writeComparison } from '../../reporters/comparison/write.ts';
import { targetFolder, writeReports } from '../../reporters/write.ts';
import { EXIT } from '../exit-code.ts';
import { complain, measured } from '../measured.ts';
import { type CompareOptions, HOUR } from '../options.ts';
import { openFolder, wantsColor } from '../output.ts';
import { pageLink } from '../page-link.ts';
import { readReport } from '../read-report.ts';
import { settingsOf } from '../run-settings.ts';
import { scoped, scopeOf } from '../scope.ts';
import { selection } from '../selection.ts';
import { type ResolvedTargets, resolveTargets } from '../targets.ts';

const NOTHING =
  'nothing to compare: give two run reports (report.json), or a configuration file with at least two targets (--config)';

/**
 * Compares targets by saved reports, or by testing them now, or both; writes the comparison and gives the exit code.
 * @throws UsageError before anything is sent or written
 */
export async function compare(files: readonly string[], options: CompareOptions): Promise<number> {
  const saved = await Promise.all(files.map((file) => readReport(file)));
  const live = liveTargets(files, options);
  const amount = saved.length + live.targets.length;
  if (amount < 2) throw new UsageError(amount === 0 ? NOTHING : `${NOTHING}; there is only one`);
  if (amount > MOST_TARGETS) {
    throw new UsageError(`${amount} targets are too many to compare; at most ${MOST_TARGETS} are`);
  }
  await openFolder(options.out);
  const linked = saved.map((report, index) => ({ report, file: files[index] ?? '' }));
  if (live.targets.length === 0) return conclude(linked, options, options.failOn ?? 'must');
  return compareLive(linked, live, options);
}

/** The targets to test: none where saved reports are all that is named. */
function liveTargets(files: readonly string[], options: CompareOptions): ResolvedTargets {
  const named = [options.config, options.target, options.url, options.application].some(
    (option) => option !== undefined,
  );
  if (files.length > 0 && !named) return { config: null, targets: [] };
  const resolved = resolveTargets(options);
  // Without a configuration file `run` tests the embedded provider, which is nobody's tenant.
  return named || resolved.config !== null ? resolved : { config: null, targets: [] };
}

/** A report and its file or folder. */
interface Linked {
  readonly report: RunReport;
  readonly file: string;
}

/** Tests the live targets with the seed and the effort of the saved reports, if there are any, for the same input. */
async function compareLive(
  saved: readonly Linked[],
  { config, targets }: ResolvedTargets,
  options: CompareOptions,
): Promise<number> {
  const { seed, effort } = saved[0]?.report.run ?? {};
  const wanted = {
    ...options,
    ...(options.seed === undefined && seed !== undefined ? { seed } : {}),
    ...(options.effort === undefined && effort !== undefined ? { effort } : {}),
  };
  const chosenEffort = wanted.effort ?? config?.effort;
  const choice = chosenEffort === undefined ? wanted : { ...wanted, effort: chosenEffort };
  const scope = scopeOf(choice, config?.suites);
  const checks = selection(choice, config?.suites).map(({ check }) => check.id);
  return measured(
    targets,
    settingsOf(wanted, config, checks),
    options.maxDuration ?? HOUR,
    async ({ reports: plain, candidates, signal }) => {
      const reports = scoped(plain, scope);
      const tested = reports.map((report) => ({
        report,
        file: join(options.out, targetFolder(report.target.name)),
      }));
      for (const { report, file } of tested) await writeReports(report, file);
      const code = await conclude([...saved, ...tested], options, options.failOn ?? config?.failOn ?? 'must');
      complain(candidates);
      if (signal.aborted) return EXIT.interrupted;
      const unjudged = reports.some(({ run }) => !run.complete);
      return code === EXIT.conformant && unjudged ? EXIT.unjudged : code;
    },
  );
}

/** Compares, writes, prints, and gives the exit code. */
async function conclude(
  linked: readonly Linked[],
  { out }: CompareOptions,
  failOn: Comparison['failOn'],
): Promise<number> {
  const comparison = compareReports(
    linked.map(({ report }) => report),
    {
      failOn,
      toolVersion: toolVersion(),
      comparedAt: new Date(),
      pages: linked.map(({ file }) => pageLink(file, out)),
    },
  );
  const paths = await writeComparison(comparison, out);
  process.stdout.write(
    consoleComparison(comparison, {
      color: wantsColor(process.stdout),
      width: Math.min(process.stdout.columns ?? 100, 120),
      paths: Object.values(paths),
    }),
  );
  return comparison.verdict === 'different' ? EXIT.notConformant : EXIT.conformant;
}
