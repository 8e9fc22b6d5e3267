import { resolve } from 'node:path';
import type { Config } from '../config/target-config.ts';
import { DIALECT_NAMES } from '../engine/plan.ts';
import type { RunSettings } from './candidates.ts';
import type { RunOptions } from './options.ts';

/** What all targets of a run have in common, from its options and the configuration; `checks` are the ids of the chosen checks. */
export function settingsOf(
  options: Pick<
    RunOptions,
    'seed' | 'effort' | 'path' | 'clientFlag' | 'probeUnadvertised' | 'cleanup' | 'readOnly' | 'out'
  >,
  config: Config | null,
  checks: readonly string[],
): Omit<RunSettings, 'runId'> {
  return {
    seed: options.seed ?? config?.seed ?? 1,
    effort: options.effort ?? config?.effort ?? 'standard',
    checks,
    path: options.path ?? null,
    dialects: options.clientFlag === undefined ? DIALECT_NAMES : [options.clientFlag],
    probeUnadvertised: options.probeUnadvertised === true,
    cleanup: options.cleanup,
    readOnly: options.readOnly === true,
    folder: resolve(options.out),
  };
}
