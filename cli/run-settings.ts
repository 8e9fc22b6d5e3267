import { randomInt } from 'node:crypto';
import type { Config } from '../config/target-config.ts';
import { DIALECT_NAMES } from '../suites/plan.ts';
import type { RunSettings } from './candidates.ts';
import type { RunOptions } from './options.ts';

/** The settings of a run from its options and the configuration; `checks` are the ids of the chosen checks. */
export function settingsOf(
  options: Pick<RunOptions, 'seed' | 'effort' | 'path' | 'clientFlag' | 'probeUnadvertised' | 'cleanup'>,
  config: Config | null,
  checks: readonly string[],
): RunSettings {
  return {
    runId: randomRunId(),
    seed: options.seed ?? config?.seed ?? 1,
    effort: options.effort ?? config?.effort ?? 'standard',
    checks,
    path: options.path ?? null,
    dialects: options.clientFlag === undefined ? DIALECT_NAMES : [options.clientFlag],
    probeUnadvertised: options.probeUnadvertised === true,
    cleanup: options.cleanup,
  };
}

/** Six characters of [a-z0-9] that tell the resources of this run from those of others. */
function randomRunId(): string {
  return Array.from({ length: 6 }, () => randomInt(36).toString(36)).join('');
}
