import { Command } from 'commander';
import { OWN_SCHEMAS } from '../config/own-schemas.ts';
import { UsageError } from '../config/usage-error.ts';
import type { CheckResult, RunReport } from '../report/report.ts';
import { type RunOptions, type TargetOptions, withRunOptions } from './options.ts';
import { shellWords } from './shell-words.ts';

/** The options of the run that found these, for another target where one is given. @throws UsageError for one that is not replayed */
export function replayOptions(
  findings: readonly CheckResult[],
  { run, target }: RunReport,
  given: TargetOptions,
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
