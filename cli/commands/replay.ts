import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { nearest, suggest } from '../../config/nearest.ts';
import { UsageError } from '../../config/usage-error.ts';
import type { CheckResult, RunReport } from '../../report/report.ts';
import { someOf } from '../../reporters/text.ts';
import { EXIT } from '../exit-code.ts';
import { complain, measured } from '../measured.ts';
import { HOUR, REPORT_FOLDER, type TargetOptions } from '../options.ts';
import { readReport } from '../read-report.ts';
import { replayOptions } from '../replay-options.ts';
import { exitCodeOf, fateLines, fatesOf } from '../replayed.ts';
import { settingsOf } from '../run-settings.ts';
import { selection } from '../selection.ts';
import { resolveTargets } from '../targets.ts';

/** The options of `replay`: the target, where it is to be another one than the report's. */
export interface ReplayOptions extends TargetOptions {
  /** Replay warnings and what could not be judged too. */
  readonly all?: boolean;
}

/**
 * Runs findings of a report again on the same inputs and says what became of each. Writes no report.
 * @param words the report, if it is another one than the latest, and ids of checks or prefixes of them
 * @returns 0 when all are fixed, 1 when one fails still, 3 when one could not be judged
 * @throws UsageError for a report that cannot be read, and where nothing is to be replayed
 */
export async function replay(words: readonly string[], { all, ...given }: ReplayOptions): Promise<number> {
  const [first] = words;
  const named = first !== undefined && (existsSync(first) || first.endsWith('.json'));
  const file = named ? first : REPORT_FOLDER;
  const report = await readReport(file);
  const findings = chosen(report, named ? words.slice(1) : words, all === true);
  const wanted = replayOptions(findings, report, given);
  const { config, targets } = resolveTargets(wanted);
  const settings = settingsOf(
    { ...wanted, out: file.endsWith('.json') ? dirname(file) : file },
    config,
    selection(wanted).map(({ check }) => check.id),
  );
  return measured(
    targets.slice(0, 1),
    settings,
    wanted.maxDuration ?? HOUR,
    async ({ reports, candidates, signal }) => {
      complain(candidates);
      const [now] = reports;
      if (now === undefined) return EXIT.unjudged;
      const replayed = fatesOf(findings, now);
      process.stdout.write(fateLines(replayed));
      return signal.aborted ? EXIT.interrupted : exitCodeOf(replayed);
    },
  );
}

/** The findings to replay: those that are named, all of them, or what fails. @throws UsageError when there is none */
function chosen(report: RunReport, ids: readonly string[], all: boolean): readonly CheckResult[] {
  const findings = report.checks.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip');
  const known = findings.map(({ id }) => id);
  for (const wanted of ids) {
    if (!known.some((id) => id.startsWith(wanted)))
      throw new UsageError(
        `the report has no finding "${wanted}"; ${known.length === 0 ? 'it has none at all' : suggested(wanted, known)}`,
      );
  }
  const found = findings.filter(({ id, verdict, waived }) =>
    ids.length > 0
      ? ids.some((wanted) => (known.includes(wanted) ? id === wanted : id.startsWith(wanted)))
      : all || (verdict === 'fail' && !waived),
  );
  if (found.length === 0)
    throw new UsageError(
      'nothing in the report fails; --all replays warnings and what could not be judged too',
    );
  return found;
}

/** What may have been meant; a few of what there is where nothing is like it. */
function suggested(wanted: string, known: readonly string[]): string {
  return nearest(wanted, known).length > 0 ? suggest(wanted, known) : `its findings are ${someOf(known, 5)}`;
}
