import type { EffortName } from '../engine/effort.ts';
import { runPrefix } from '../engine/marker.ts';
import type { Plan } from '../engine/plan.ts';

/** Resources created per check, as measured on the embedded provider: the most among the first applications. */
const PER_CHECK: Readonly<Record<EffortName, { readonly groups: number; readonly users: number }>> = {
  smoke: { groups: 6, users: 3 },
  quick: { groups: 4, users: 2 },
  standard: { groups: 11, users: 5 },
  thorough: { groups: 48, users: 25 },
};

/** A single check may create more than its share. */
const LEAST = 50;

/** Whether a URL points at the machine itself. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** How many resources a plan creates at most, roughly. */
export function creationsExpected({
  checks,
  effort,
  application,
}: Pick<Plan, 'checks' | 'effort' | 'application'>): number {
  const kind = application.groups === null ? 'users' : 'groups';
  const expected = Math.max(LEAST, checks.length * PER_CHECK[effort][kind]);
  const step = 10 ** Math.floor(Math.log10(expected));
  return Math.ceil(expected / step) * step;
}

/**
 * What a run is about to do to a target that is not this machine, in one line; null where it writes nothing or the
 * target is this machine's.
 */
export function announcement(plan: Plan): string | null {
  const { target, readOnly, cleanup, runId } = plan;
  if (readOnly || plan.checks.length === 0 || isLoopback(target.url)) return null;
  const what = plan.application.groups === null ? 'users' : 'users and groups';
  const then = cleanup ? 'each is deleted when it is no longer needed' : 'they stay (--no-cleanup)';
  return (
    `${target.name} (${target.url}): up to about ${creationsExpected(plan)} ${what} will be created, ` +
    `with ${runPrefix(runId)} in their names; ${then}. With --read-only nothing is written.`
  );
}
