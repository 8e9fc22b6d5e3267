import { replayOptions } from '../cli/replay-options.ts';
import { fatesOf } from '../cli/replayed.ts';
import type { TargetSpec } from '../cli/targets.ts';
import { testTargets } from '../cli/test-targets.ts';
import { UsageError } from '../config/usage-error.ts';
import { decidingExchange } from '../report/deciding.ts';
import type { CheckResult, RunReport } from '../report/report.ts';
import { stateOf } from '../reporters/conclusion.ts';
import type { ReplayOutcome } from './answers.ts';
import { exchangeText } from './exchange-text.ts';

/** The findings to replay: those named, or all that fail. @throws UsageError where there is none */
function wanted(report: RunReport, ids: readonly string[]): readonly CheckResult[] {
  const found = report.checks.filter((check) =>
    ids.length > 0
      ? ids.includes(check.id) && !['pass', 'skip'].includes(check.verdict)
      : stateOf(check) === 'fail',
  );
  if (found.length === 0) throw new UsageError('nothing in this report is to be replayed');
  return found;
}

/** Runs findings of a report again on the same inputs, as the command `replay` does. Writes no report. */
export function replayFindings(
  report: RunReport,
  ids: readonly string[],
  spec: TargetSpec,
  out: string,
  signal: AbortSignal,
): Promise<readonly ReplayOutcome[]> {
  const findings = wanted(report, ids);
  const { suite: _, ...options } = replayOptions(findings, report, {});
  return testTargets(
    { ...options, out },
    { config: null, targets: [spec] },
    async ({ reports: [now] }) => {
      if (now === undefined) throw new Error('a target that is tested has a report');
      return fatesOf(findings, now).map((fate, index) => {
        const before = findings[index];
        const after = now.checks.find(({ id }) => id === fate.id);
        return { ...fate, before: shown(before), now: shown(after) };
      });
    },
    { progress: async () => SILENT, signal },
  );
}

const SILENT = { start() {}, check() {}, finding() {}, requests() {}, suiteEnd() {}, stop() {} };

function shown(check: CheckResult | undefined): string | null {
  const deciding = check === undefined ? undefined : decidingExchange(check);
  return deciding === undefined ? null : exchangeText(deciding);
}
