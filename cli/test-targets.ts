import { againstBaseline } from '../report/baseline.ts';
import type { RunReport } from '../report/report.ts';
import { type Measured, measured, type Ways } from './measured.ts';
import { HOUR, type RunOptions } from './options.ts';
import { settingsOf } from './run-settings.ts';
import { scoped, scopeOf } from './scope.ts';
import { selection } from './selection.ts';
import type { ResolvedTargets } from './targets.ts';
import { waive, waiversOf } from './waivers.ts';

/** What a run does in its own way. */
export interface TestWays extends Ways {
  /** The report that says what is known to fail. */
  readonly baseline?: RunReport | null;
}

/**
 * Tests the targets as the options of `run` say and hands the reports on as they are to be written: with their scope, what
 * is waived, and what the baseline knows. The command and the local page both run by this.
 * @returns what `use` returns
 * @throws UsageError before anything is sent
 */
export async function testTargets<T>(
  options: RunOptions,
  { config, targets }: ResolvedTargets,
  use: (measured: Measured) => Promise<T>,
  { baseline = null, ...ways }: TestWays = {},
): Promise<T> {
  const checks = selection(options, config?.suites, baseline).map(({ check }) => check.id);
  const scope = scopeOf(options, config?.suites);
  const waivers = waiversOf(options.waivers, config, targets);
  const failOn = options.failOn ?? config?.failOn ?? 'must';
  return measured(
    targets,
    settingsOf(options, config, checks),
    options.maxDuration ?? HOUR,
    async (found) => {
      const waived = waive(scoped(found.reports, scope), waivers, new Date());
      const reports =
        baseline === null ? waived : waived.map((report) => againstBaseline(report, baseline, failOn));
      return use({ ...found, reports });
    },
    ways,
  );
}
