import { randomInt } from 'node:crypto';
import type { Plan } from '../engine/plan.ts';
import type { RunReport } from '../report/report.ts';
import { duration } from '../reporters/text.ts';
import { announcement } from './announcement.ts';
import { type Candidate, prepare, type RunSettings } from './candidates.ts';
import { earlierRuns } from './earlier-runs.ts';
import { startProviders } from './embedded.ts';
import { optimiseLate } from './engine.ts';
import { interruptible } from './interruption.ts';
import { type Bounds, judge } from './judge.ts';
import { requireMarkerRoom } from './marker-room.ts';
import { readJournals } from './read-journals.ts';
import { cleanupCommand, type TargetSpec } from './targets.ts';

/** What came of testing the targets. */
export interface Measured {
  /** One per target, in their order; one that was not judged has no checks and says why. */
  readonly reports: readonly RunReport[];
  readonly candidates: readonly Candidate[];
  /** Aborted when the run was interrupted. */
  readonly signal: AbortSignal;
}

/** What a run does in its own way. */
export interface Ways extends Pick<Bounds, 'stopAt' | 'progress'> {
  /** Stops the run as Ctrl-C does, its reason says why. */
  readonly signal?: AbortSignal;
}

/** A bound in time. */
interface Deadline {
  readonly signal: AbortSignal;
  dispose(): void;
}

/**
 * Tests the targets, all of them at the same time and each within its own limits, and hands the reports on while an
 * interruption is still taken care of.
 * @param limit milliseconds after which judging ends and what is there is reported
 * @returns what `use` returns
 * @throws UsageError, before anything is sent, when constraints leave no room for the run's marker
 */
export async function measured<T>(
  targets: readonly TargetSpec[],
  settings: Omit<RunSettings, 'runId'>,
  limit: number,
  use: (measured: Measured) => Promise<T>,
  { signal: given, ...ways }: Ways = {},
): Promise<T> {
  targets.forEach(requireMarkerRoom);
  if (settings.effort === 'quick' || settings.effort === 'smoke') optimiseLate();
  // Two targets may be one server under two names: what one run creates must not look like the other's.
  const runs = targets.map((spec) => ({ spec, runId: randomRunId() }));
  const remote = runs.filter(({ spec }) => spec.url !== null);
  const interruption = interruptible(
    remote.map(({ spec, runId }) => cleanupCommand(spec, runId, settings.folder)),
  );
  await warnOfEarlierRuns(remote, settings.folder);
  const deadline = deadlineIn(limit);
  const stopped = given === undefined ? interruption.signal : AbortSignal.any([interruption.signal, given]);
  const signal = AbortSignal.any([stopped, deadline.signal]);
  const startedAt = new Date();
  // Loading the suites and testing the connections take about as long as each other.
  const providing = startProviders(targets);
  const preparing = providing.then(({ urls }) =>
    Promise.all(
      runs.map(({ spec, runId }, index) => prepare(spec, urls[index] ?? '', { ...settings, runId }, signal)),
    ),
  );
  const loading = import('../suites/start.ts').then(({ startWorkers }) => startWorkers(targets));
  try {
    const [suites, candidates] = await Promise.all([loading, preparing]);
    for (const { plan } of candidates.filter(({ trouble }) => trouble === null)) announce(plan);
    const reports = await judge(candidates, startedAt, { signal, limit, ...ways }, suites);
    const outcome = await use({ reports, candidates, signal: stopped });
    await adviseCleanup(runs, settings.folder);
    return outcome;
  } finally {
    interruption.dispose();
    deadline.dispose();
    const [suites, providers] = await Promise.allSettled([loading, providing]);
    if (suites.status === 'fulfilled') await suites.value.close();
    if (providers.status === 'fulfilled') await providers.value.close();
  }
}

function announce(plan: Plan): void {
  const line = announcement(plan);
  if (line !== null) process.stderr.write(`${line}\n`);
}

/** Says which earlier runs against the same targets left a journal, because they ended before they had cleaned up. */
async function warnOfEarlierRuns(
  runs: readonly { readonly spec: TargetSpec }[],
  folder: string,
): Promise<void> {
  const journals = await readJournals(folder, null);
  for (const { spec } of runs) {
    const said = earlierRuns(spec, journals, folder);
    if (said !== null) process.stderr.write(said);
  }
}

/** Says which journals are left of these runs, because not everything could be deleted or should be. */
async function adviseCleanup(
  runs: readonly { readonly spec: TargetSpec; readonly runId: string }[],
  folder: string,
): Promise<void> {
  const left = new Set((await readJournals(folder, null)).map(({ head }) => head.run));
  for (const { spec, runId } of runs.filter((run) => left.has(run.runId))) {
    process.stderr.write(
      `to delete what is left on ${spec.name}:\n  ${cleanupCommand(spec, runId, folder)}\n`,
    );
  }
}

/** Six characters of [a-z0-9] that tell the resources of this run from those of others. */
export function randomRunId(): string {
  return Array.from({ length: 6 }, () => randomInt(36).toString(36)).join('');
}

function deadlineIn(limit: number): Deadline {
  const controller = new AbortController();
  const reason = `the time that --max-duration allows, ${duration(limit)}, is over`;
  const timer = setTimeout(() => controller.abort(reason), limit);
  return { signal: controller.signal, dispose: () => clearTimeout(timer) };
}

/** Says on standard error which targets cannot be judged, and what to do about it. */
export function complain(candidates: readonly Candidate[]): void {
  for (const { plan, trouble } of candidates) {
    if (trouble === null) continue;
    const { name, url } = plan.target;
    process.stderr.write(
      `scim-conformance: ${name} (${url}) cannot be judged: ${trouble.seen}\n  ${trouble.advice}\n`,
    );
  }
}
