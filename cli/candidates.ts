import { join } from 'node:path';
import { toolVersion } from '../config/package-root.ts';
import { NO_FACTS, withProfile } from '../engine/discovery.ts';
import { journalName } from '../engine/journal.ts';
import type { Plan } from '../engine/plan.ts';
import { type Probe, probeTarget, type Trouble } from '../engine/probe.ts';
import type { Access } from '../report/access.ts';
import { harmless } from './harmless.ts';
import { connectionOf, type TargetSpec } from './targets.ts';

/** A target on its way through the run, with what the connection test said. */
export interface Candidate {
  readonly plan: Plan;
  /** Why it cannot be judged, fit for a terminal and without secrets; null when it can. */
  readonly trouble: Trouble | null;
  /** Requests of the connection test, and how long they took. */
  readonly requests: number;
  readonly durationMs: number;
  /** How its requests are sent again. */
  readonly access: Access;
}

/** What the targets of one run have in common. */
export type RunSettings = Pick<
  Plan,
  'runId' | 'seed' | 'effort' | 'checks' | 'path' | 'dialects' | 'probeUnadvertised' | 'cleanup' | 'readOnly'
> & {
  /** Where the journals go. */
  readonly folder: string;
};

/** Milliseconds after which it is said who is waited for. */
const SILENCE = 2_000;

/** Tests the connection to one target and plans its run. An interruption is not kept waiting. */
export async function prepare(
  spec: TargetSpec,
  url: string,
  settings: RunSettings,
  signal: AbortSignal,
): Promise<Candidate> {
  const { application, constraints, replay, name } = spec;
  const { folder, ...shared } = settings;
  const connection = { ...connectionOf(spec), url };
  const words = `${name}: waiting for ${harmless(url, spec)} to answer\n`;
  const waiting = setTimeout(() => process.stderr.write(words), SILENCE);
  const probe = await Promise.race([probeTarget(connection, toolVersion()), interrupted(signal)]);
  clearTimeout(waiting);
  return {
    plan: {
      ...shared,
      // What the embedded provider holds ends with it.
      journal: spec.url === null ? null : join(folder, journalName(shared.runId)),
      toolVersion: toolVersion(),
      application,
      target: {
        ...connection,
        name,
        constraints,
        replay,
        facts: withProfile(probe.facts ?? NO_FACTS, application),
      },
    },
    trouble: probe.trouble && { ...probe.trouble, seen: harmless(probe.trouble.seen, spec) },
    access: spec.access,
    requests: probe.exchanges.length,
    durationMs: Math.round(probe.exchanges.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  };
}

/** What a connection test comes to that is cut short, as soon as it is. */
function interrupted(signal: AbortSignal): Promise<Probe> {
  return new Promise((resolve) => {
    const stop = (): void => {
      const seen = `${signal.reason}, and the target had not answered`;
      const advice = 'Start the run again, or look for what keeps the target from answering.';
      resolve({ exchanges: [], facts: null, trouble: { seen, advice } });
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
}
