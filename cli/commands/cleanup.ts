import { toolVersion } from '../../config/package-root.ts';
import { UsageError } from '../../config/usage-error.ts';
import { sweep } from '../../suites/sweep.ts';
import { EXIT } from '../exit-code.ts';
import { harmless } from '../harmless.ts';
import type { TargetOptions } from '../options.ts';
import { connectionOf, resolveTargets } from '../targets.ts';

/** Deletes what earlier runs left on the targets and says how much. */
export async function cleanup(options: TargetOptions & { readonly run?: string }): Promise<number> {
  if (options.run !== undefined && !/^[a-z0-9]{6}$/.test(options.run)) {
    throw new UsageError(
      `"${options.run}" is no run id; a report has it under run.id, six letters and digits`,
    );
  }
  const { targets } = resolveTargets(options);
  if (targets.some((target) => target.url === null))
    throw new UsageError('cleanup needs a target: give --application and --url, or a configuration file');
  let code: number = EXIT.conformant;
  for (const target of targets) {
    const { name } = target;
    const { deleted, left, trouble } = await sweep(connectionOf(target), options.run ?? null, toolVersion());
    process.stdout.write(`${name}: ${deleted} resources deleted, ${left} left\n`);
    if (trouble === null && left === 0) continue;
    if (trouble !== null) process.stderr.write(`${name}: ${harmless(trouble, target)}\n`);
    code = EXIT.unjudged;
  }
  return code;
}
