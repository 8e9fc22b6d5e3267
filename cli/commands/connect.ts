import { toolVersion } from '../../config/package-root.ts';
import { UsageError } from '../../config/usage-error.ts';
import { probeTarget } from '../../engine/probe.ts';
import { EXIT } from '../exit-code.ts';
import { harmless } from '../harmless.ts';
import type { TargetOptions } from '../options.ts';
import { connectionOf, resolveTargets } from '../targets.ts';

/** Tests the connection to each target and says what was seen. */
export async function connect(options: TargetOptions): Promise<number> {
  const { targets } = resolveTargets(options);
  if (targets.some((target) => target.url === null))
    throw new UsageError('connect needs a target: give --url, or a configuration file');
  let code: number = EXIT.conformant;
  for (const target of targets) {
    const { name, url } = target;
    const probe = await probeTarget(connectionOf(target), toolVersion());
    const first = probe.exchanges[0];
    if (probe.trouble === null) {
      const ms = Math.round(first?.durationMs ?? 0);
      process.stdout.write(
        `${name}: connected to ${url} (a query for an unknown user is answered with ${first?.response?.status ?? 'nothing'} in ${ms} ms)\n`,
      );
      continue;
    }
    process.stderr.write(`${name}: ${harmless(probe.trouble.seen, target)}\n  ${probe.trouble.advice}\n`);
    code = EXIT.unjudged;
  }
  return code;
}
