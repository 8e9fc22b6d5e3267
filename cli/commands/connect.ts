import { toolVersion } from '../../config/package-root.ts';
import { UsageError } from '../../config/usage-error.ts';
import { probeTarget } from '../../suites/probe.ts';
import { EXIT } from '../exit-code.ts';
import type { TargetOptions } from '../options.ts';
import { resolveTargets } from '../targets.ts';

/** Tests the connection to each target and says what was seen. */
export async function connect(options: TargetOptions): Promise<number> {
  const { targets } = resolveTargets(options);
  if (targets.some((target) => target.url === null)) throw new UsageError('connect needs a target: give --application and --url, or a configuration file');
  let code: number = EXIT.conformant;
  for (const { name, application: _, constraints: _c, replay: _r, url, ...rest } of targets) {
    const probe = await probeTarget({ ...rest, url: url ?? '' }, toolVersion());
    const first = probe.exchanges[0];
    if (probe.trouble === null) {
      const ms = Math.round(first?.durationMs ?? 0);
      process.stdout.write(`${name}: connected to ${url} (a query for an unknown user is answered with ${first?.response?.status ?? 'nothing'} in ${ms} ms)\n`);
      continue;
    }
    process.stderr.write(`${name}: ${probe.trouble.seen.replaceAll(/[\p{Cc}\p{Cf}]/gu, '�')}\n  ${probe.trouble.advice}\n`);
    code = EXIT.unjudged;
  }
  return code;
}
