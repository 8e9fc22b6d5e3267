import { formatProfile } from '../../config/tutorial/format-profile.ts';
import { UsageError } from '../../config/usage-error.ts';
import { learnTarget } from '../learn-target.ts';
import { learntProfile } from '../learnt-profile.ts';
import type { TargetOptions } from '../options.ts';
import { resolveTargets } from '../targets.ts';
import { writeProfile } from '../write-profile.ts';
import { inWords } from './learn.ts';

/** The options of `applications import` for a target. */
export interface ImportTargetOptions extends TargetOptions {
  readonly out?: string;
  readonly force?: boolean;
}

/**
 * Makes a profile of what a target declares in its /Schemas and of what was learnt of it, as `learn` does, and writes it to
 * `out`, else to the standard output; what was learnt goes to standard error.
 * @throws UsageError before anything is sent, and where the profile cannot be written
 */
export async function importTarget({ out, force = false, ...options }: ImportTargetOptions): Promise<number> {
  const { targets } = resolveTargets(options);
  const [target, ...others] = targets.filter(({ url }) => url !== null);
  if (target === undefined)
    throw new UsageError('import needs a tutorial, or a target: give a file, or --url');
  if (others.length > 0) throw new UsageError('one profile is made of one target; name it with --target');
  return learnTarget(target, (found) => {
    const text = formatProfile(learntProfile(found.session, found.learnt));
    writeProfile(text, out ?? null, force);
    if (out === undefined) process.stdout.write(text);
    const written = out === undefined ? '' : `  written to ${out}; use it with --application ${out}\n`;
    process.stderr.write(`${inWords(target, found)}${written}`);
  });
}
