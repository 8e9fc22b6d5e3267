import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { Command } from 'commander';
import { suggest } from '../../config/nearest.ts';
import { OWN_SCHEMAS } from '../../config/own-schemas.ts';
import { UsageError } from '../../config/usage-error.ts';
import type { CheckResult, RunReport } from '../../report/report.ts';
import { EXIT } from '../exit-code.ts';
import { complain, measured } from '../measured.ts';
import { HOUR, REPORT_FOLDER, type RunOptions, type TargetOptions, withRunOptions } from '../options.ts';
import { readReport } from '../read-report.ts';
import { exitCodeOf, fateLines, fatesOf } from '../replayed.ts';
import { settingsOf } from '../run-settings.ts';
import { selection } from '../selection.ts';
import { shellWords } from '../shell-words.ts';
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
export async function replay(words: readonly string[], options: ReplayOptions): Promise<number> {
  const [first] = words;
  const named = first !== undefined && (existsSync(first) || first.endsWith('.json'));
  const file = named ? first : REPORT_FOLDER;
  const report = await readReport(file);
  const findings = chosen(report, named ? words.slice(1) : words, options.all === true);
  const wanted = optionsOf(findings, report, options);
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
        `the report has no finding "${wanted}"; ${known.length === 0 ? 'it has none at all' : suggest(wanted, known)}`,
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

/** The options of the run that found them, for another target where one is given. */
function optionsOf(
  findings: readonly CheckResult[],
  { run, target }: RunReport,
  { all: _, ...given }: ReplayOptions,
): RunOptions {
  const lines = findings.map((finding) => parsed(finding.replay));
  const [first = parsed('')] = lines;
  const { path, url, config, target: names, application, check: __, ...shared } = first;
  const elsewhere = given.url !== undefined || given.config !== undefined || given.target !== undefined;
  const own = application ?? target.application;
  const same = { url, config, target: names, application };
  return {
    ...shared,
    ...definedOnly(elsewhere ? {} : same),
    ...(given.url === undefined || own === OWN_SCHEMAS.id ? {} : { application: own }),
    ...given,
    seed: run.seed,
    effort: run.effort,
    check: [...new Set(lines.flatMap(({ check }) => check ?? []))],
    // A path leads through one check only; the others find it again by the same seed.
    ...(path === undefined || findings.length > 1 || (first.check ?? []).length > 1 ? {} : { path }),
  };
}

/** The options in a replay command. @throws UsageError for one that is none of this program */
function parsed(line: string): RunOptions {
  const [program, command, ...words] = shellWords(line);
  if (program !== 'scim-conformance' || command !== 'run')
    throw new UsageError(`this finding is not replayed from here; repeat it with: ${line}`);
  return withRunOptions(new Command('run').exitOverride()).parse(words, { from: 'user' }).opts<RunOptions>();
}

function definedOnly<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
