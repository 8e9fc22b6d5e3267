import type { Check } from '../engine/check.ts';
import type { Plan } from '../engine/plan.ts';
import { replayCommand } from '../engine/replay.ts';
import type { RunOutcome } from '../engine/run.ts';
import type { CheckResult, RunReport } from '../report/report.ts';
import { summarise } from '../report/summary.ts';
import { reportRequirements, requirement } from '../requirements/index.ts';
import { readiness } from './readiness.ts';
import { selectChecks } from './registry.ts';

/** What every report of a run with --insecure says first. */
const INSECURE =
  'INSECURE: TLS certificates were not verified (--insecure), so that these answers may be anybody’s.';

/** Makes the run report of one target from what its run left. Checks that were not reached are errors, never passes. */
export function assembleReport(outcome: RunOutcome, startedAt: Date): RunReport {
  const { plan, results, summary } = outcome;
  const reason = incompleteReason(outcome);
  const checks = selectChecks(['all'], plan.checks).flatMap(({ suite, check }) => {
    if (!plan.checks.includes(check.id)) return [];
    return [results.get(check.id) ?? notReached(plan, suite.name, check, reason ?? 'it was not reached')];
  });
  return {
    schemaVersion: 1,
    tool: { name: 'scim-conformance', version: plan.toolVersion },
    run: {
      id: plan.runId,
      seed: plan.seed,
      effort: plan.effort,
      startedAt: startedAt.toISOString(),
      durationMs: outcome.durationMs,
      requests: summary?.requests ?? 0,
      complete: reason === null,
      reason,
      leftBehind: summary?.leftBehind ?? [],
    },
    target: {
      name: plan.target.name,
      url: plan.target.url,
      application: plan.application.id,
      applicationName: plan.application.name,
      source: plan.application.source && `${plan.application.source.title} (${plan.application.source.date})`,
      notes: [...(plan.target.tls?.insecure === true ? [INSECURE] : []), ...(summary?.notes ?? [])],
      documentation: plan.application.notes,
      ...(summary?.learnt ? { learnt: summary.learnt } : {}),
    },
    summary: summarise(checks),
    checks,
    attributes: summary?.attributes ?? [],
    requirements: requirementsOf(checks, plan.application.name),
    observations: summary?.observations ?? {},
    ...(summary?.latency === undefined ? {} : { latency: summary.latency }),
    ...(summary?.transcript === undefined ? {} : { transcript: summary.transcript }),
    ...readinessOf(checks),
  };
}

function incompleteReason({ plan, results, summary, stopped }: RunOutcome): string | null {
  if (summary === null) return stopped ?? 'the run ended before it could sum up';
  if (summary.lost !== null) return summary.lost;
  return results.size < plan.checks.length ? (stopped ?? 'the run was interrupted') : null;
}

function notReached(
  plan: Plan,
  suite: string,
  check: Pick<Check, 'id' | 'title' | 'requirements'>,
  reason: string,
): CheckResult {
  return {
    id: check.id,
    suite,
    title: check.title,
    level: requirement(check.requirements[0]).level,
    requirements: check.requirements,
    violated: null,
    verdict: 'error',
    waived: false,
    reason,
    message: `not run: ${reason}`,
    expected: null,
    actual: null,
    hint: null,
    counterexample: null,
    replay: replayCommand(plan, check.id, plan.seed, null),
    runs: 0,
    durationMs: 0,
    requests: 0,
    exchanges: [],
  };
}

function requirementsOf(checks: readonly CheckResult[], applicationName: string): RunReport['requirements'] {
  const ids = [...new Set(checks.flatMap((check) => check.requirements))].sort();
  return reportRequirements(ids, applicationName);
}

function readinessOf(checks: readonly CheckResult[]): Pick<RunReport, 'readiness'> {
  const lists = readiness(checks);
  return lists.length === 0 ? {} : { readiness: lists };
}
