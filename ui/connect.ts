import { harmless } from '../cli/harmless.ts';
import { connectionOf } from '../cli/targets.ts';
import { toolVersion } from '../config/package-root.ts';
import { probeTarget } from '../engine/probe.ts';
import type { Connected } from './answers.ts';
import type { Chosen } from './choose.ts';

/** Tests the connection to a target, as the command `connect` does; the embedded provider is there by itself. */
export async function testConnection({ spec }: Chosen): Promise<Connected> {
  if (spec.url === null)
    return { connected: true, words: 'The built-in service provider starts with the run.', advice: null };
  const { trouble, exchanges } = await probeTarget(connectionOf(spec), toolVersion());
  if (trouble !== null)
    return { connected: false, words: harmless(trouble.seen, spec), advice: harmless(trouble.advice, spec) };
  const ms = Math.round(exchanges[0]?.durationMs ?? 0);
  return { connected: true, words: `Connected: it answered in ${ms} ms.`, advice: null };
}
