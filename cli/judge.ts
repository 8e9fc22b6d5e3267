import type { RunOutcome, Suites } from '../engine/run.ts';
import type { CheckResult, RunReport } from '../report/report.ts';
import { withUnjudged } from '../report/unjudged.ts';
import { createProgress } from '../reporters/console/progress.ts';
import type { Progress } from '../reporters/console/running.ts';
import { assembleReport } from '../suites/assemble.ts';
import { EVERY_ANSWER_SUITE } from '../suites/every-answer/rules.ts';
import type { Candidate } from './candidates.ts';
import { harmless } from './harmless.ts';
import { reportWriters, wantsColor } from './output.ts';

/** What ends a run before its checks do. */
export interface Bounds {
  readonly signal: AbortSignal;
  /** Milliseconds after which the signal is aborted at the latest. */
  readonly limit: number;
  /** Whether a result ends the run; by default none does. */
  readonly stopAt?: ((result: CheckResult) => boolean) | undefined;
  /** What shows how far the run is; by default the terminal does. */
  readonly progress?: (() => Promise<Progress>) | undefined;
}

/**
 * Runs the suites against the candidates that can be judged, telling the progress as it goes on.
 * @returns a report for each candidate, in their order; one that was not judged has no checks and says why
 */
export async function judge(
  candidates: readonly Candidate[],
  startedAt: Date,
  bounds: Bounds,
  suites: Suites,
): Promise<RunReport[]> {
  const { signal } = bounds;
  const judged = candidates.filter(({ trouble }) => trouble === null);
  const outcomes = judged.length === 0 || signal.aborted ? [] : await runWithProgress(judged, bounds, suites);
  return candidates.map((candidate) => {
    const outcome = outcomes.find(({ plan }) => plan === candidate.plan);
    const report = withUnjudged(assembleReport(outcome ?? unjudged(candidate, signal), startedAt));
    const { reason, requests } = report.run;
    return {
      ...report,
      target: { ...report.target, access: candidate.access },
      run: {
        ...report.run,
        requests: requests + candidate.requests,
        reason: reason && harmless(reason, candidate.plan.target),
      },
    };
  });
}

async function runWithProgress(
  candidates: readonly Candidate[],
  { signal, limit, stopAt, progress: shown = onTerminal }: Bounds,
  suites: Suites,
): Promise<RunOutcome[]> {
  const plans = candidates.map(({ plan }) => plan);
  const ended = new AbortController();
  const progress = await shown();
  const remaining = new Map<string, number>();
  for (const { checks } of plans) {
    for (const id of checks) remaining.set(suiteOf(id), (remaining.get(suiteOf(id)) ?? 0) + 1);
  }
  const stopIf = (result: CheckResult): void => {
    if (stopAt?.(result) === true) ended.abort(`${result.id} fails, and --fail-fast ends the run there`);
  };
  const onResult = (target: string, result: CheckResult): void => {
    progress.check(result, plans.length === 1 ? '' : target);
    const left = (remaining.get(result.suite) ?? 0) - 1;
    remaining.set(result.suite, left);
    if (left === 0) progress.suiteEnd(result.suite);
    stopIf(result);
  };
  const asked = candidates.reduce((sum, { requests }) => sum + requests, 0);
  const onFinding = (target: string, result: CheckResult): void => {
    progress.finding(result, plans.length === 1 ? '' : target);
    // A check that has begun ends with what it has found; one that has not would be left out.
    if (result.suite !== EVERY_ANSWER_SUITE) stopIf(result);
  };
  const requests = new Map<string, number>();
  const [only] = plans.length === 1 ? plans : [];
  progress.start({
    target: only?.target.url ?? `${plans.length} targets`,
    application: [...new Set(plans.map((plan) => plan.application.id))].join(', '),
    total: plans.reduce((sum, plan) => sum + plan.checks.length, 0),
    limit,
  });
  const onRequests = (target: string, sent: number): void => {
    requests.set(target, sent);
    progress.requests([...requests.values()].reduce((sum, n) => sum + n, asked));
  };
  try {
    const judging = suites.judge(plans, { onResult, onRequests, onFinding }, signal, ended.signal);
    void reportWriters();
    return await judging;
  } finally {
    progress.stop();
  }
}

/** The progress on standard error. */
function onTerminal(): Promise<Progress> {
  return createProgress(process.stderr, {
    isTTY: process.stderr.isTTY === true && !process.env.CI && process.env.TERM !== 'dumb',
    columns: process.stderr.columns,
    color: wantsColor(process.stderr),
  });
}

/** The suite of a check id, `<suite>/<name>`. */
function suiteOf(checkId: string): string {
  return checkId.slice(0, checkId.indexOf('/'));
}

/** The outcome of a run that could not begin: nothing was judged, and the reason says what was seen. */
function unjudged({ plan, trouble, durationMs }: Candidate, { reason }: AbortSignal): RunOutcome {
  const lost = trouble === null ? String(reason) : `${trouble.seen}. ${trouble.advice}`;
  return {
    plan: { ...plan, checks: [] },
    results: new Map(),
    summary: { attributes: [], observations: {}, requests: 0, leftBehind: [], lost, notes: [], learnt: null },
    stopped: lost,
    durationMs,
  };
}
