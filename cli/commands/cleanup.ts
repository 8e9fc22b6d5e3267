import { toolVersion } from '../../config/package-root.ts';
import { UsageError } from '../../config/usage-error.ts';
import { type Swept, sweep, sweepRecorded } from '../../engine/sweep.ts';
import { EXIT } from '../exit-code.ts';
import { harmless } from '../harmless.ts';
import type { TargetOptions } from '../options.ts';
import { type FoundJournal, readJournals } from '../read-journals.ts';
import { connectionOf, resolveTargets, type TargetSpec } from '../targets.ts';

/** The options of `cleanup`. */
export interface CleanupOptions extends TargetOptions {
  readonly run?: string;
  /** Where the run wrote its journal. */
  readonly out: string;
}

/**
 * Deletes what earlier runs left on the targets, and says how much: first what their journals name, then what carries a
 * marker. A journal that names nothing any more is removed.
 */
export async function cleanup(options: CleanupOptions): Promise<number> {
  const { run = null } = options;
  if (run !== null && !/^[a-z0-9]{6}$/.test(run)) {
    throw new UsageError(`"${run}" is no run id; a report has it under run.id, six letters and digits`);
  }
  const { targets } = resolveTargets(options);
  if (targets.some((target) => target.url === null))
    throw new UsageError('cleanup needs a target: give --url, or a configuration file');
  const journals = await readJournals(options.out, run);
  let code: number = EXIT.conformant;
  for (const target of targets) {
    const own = journals.filter(({ head }) => head.url === target.url);
    const sweeps = await sweepAll(target, own, run);
    const sum = (key: 'deleted' | 'left'): number => sweeps.reduce((total, swept) => total + swept[key], 0);
    process.stdout.write(`${target.name}: ${sum('deleted')} resources deleted, ${sum('left')} left\n`);
    for (const { trouble } of sweeps) {
      if (trouble !== null) process.stderr.write(`${target.name}: ${harmless(trouble, target)}\n`);
    }
    if (sweeps.some(({ trouble, left }) => trouble !== null || left > 0)) code = EXIT.unjudged;
  }
  return code;
}

async function sweepAll(
  target: TargetSpec,
  journals: readonly FoundJournal[],
  run: string | null,
): Promise<readonly Swept[]> {
  const connection = connectionOf(target);
  const sweeps: Swept[] = [];
  for (const { head, open, unsettled, remove } of journals) {
    const swept = await sweepRecorded(connection, { run: head.run, open, unsettled }, toolVersion());
    if (swept.left === 0 && swept.trouble === null) await remove();
    sweeps.push(swept);
  }
  // The journal of the one run that is asked for knows it all: then nobody's lists have to be read.
  const known = run !== null && sweeps.length > 0 && sweeps.every(({ trouble }) => trouble === null);
  return known ? sweeps : [...sweeps, await sweep(connection, run, toolVersion())];
}
