import { toolVersion } from '../../config/package-root.ts';
import { UsageError } from '../../config/usage-error.ts';
import { type Swept, sweep, sweepRecorded } from '../../engine/sweep.ts';
import { count } from '../../reporters/text.ts';
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
    const deleted = sweeps.reduce((total, swept) => total + swept.deleted, 0);
    // What one way could not delete the other could not either: it is counted once.
    const left = Math.max(...sweeps.map((swept) => swept.left));
    process.stdout.write(`${target.name}: ${count(deleted, 'resource')} deleted, ${left} left\n`);
    const refusal = sweeps.find((swept) => swept.refusal !== null)?.refusal ?? null;
    for (const trouble of [refusal, ...sweeps.map((swept) => swept.trouble)]) {
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
  // What was created by a request that looked like none is in no journal; it carries the marker all the same.
  const found = await sweep(connection, run, toolVersion());
  // Where the journal of the run is done with, lists that cannot be read are no trouble.
  const done =
    run !== null && sweeps.length > 0 && sweeps.every(({ trouble, left }) => trouble === null && left === 0);
  return [...sweeps, done ? { ...found, trouble: null } : found];
}
