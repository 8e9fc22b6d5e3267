import { shellQuote } from '../config/shell-quote.ts';
import type { Plan } from './plan.ts';

/**
 * The command line that repeats one check on the same inputs; with a path it goes straight to the counterexample.
 * @param source id of another check that has to run as well, for it asks for the answers that this one judges
 */
export function replayCommand(
  plan: Plan,
  checkId: string,
  seed: number,
  path: string | null,
  source: string | null = null,
): string {
  const words = [
    'scim-conformance',
    'run',
    ...plan.target.replay,
    '--effort',
    plan.effort,
    '--seed',
    String(seed),
    ...(source === null ? [] : ['--check', source]),
    '--check',
    checkId,
    ...(path === null ? [] : ['--path', path]),
    ...(plan.probeUnadvertised ? ['--probe-unadvertised'] : []),
    ...(plan.dialects.length === 1 ? ['--client-flag', ...plan.dialects] : []),
  ];
  return words.map(shellQuote).join(' ');
}
