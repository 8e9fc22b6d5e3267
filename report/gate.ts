import type { CheckResult, RunReport } from './report.ts';

/** What decides whether a run passes. */
export interface GateOptions {
  /** The lowest level that fails: `must` for failures alone, `should` for warnings too. */
  readonly failOn: 'must' | 'should';
  /** An earlier report: what failed there already does not fail again. */
  readonly baseline: RunReport | null;
}

/** The judgement on a whole run. */
export interface GateResult {
  readonly verdict: 'conformant' | 'not conformant' | 'unjudged';
  /** Ids of the checks that do not pass and, with a baseline, did not fail there. */
  readonly regressions: readonly string[];
  /** Ids of the checks that do not pass, and did not there either. */
  readonly known: readonly string[];
  /** Ids of the checks that failed in the baseline and pass now. */
  readonly fixed: readonly string[];
}

/**
 * Judges a run report. A violation decides. Without one, a check that could not judge leaves the target unjudged, for
 * nothing is proven, and so does a run that is incomplete or had nothing to judge.
 */
export function gate(report: RunReport, { failOn, baseline }: GateOptions): GateResult {
  const failing = report.checks.filter((check) => isFailing(check, failOn));
  const before = new Map(baseline?.checks.map((check) => [check.id, check]));
  const isKnown = (check: CheckResult): boolean => {
    const earlier = before.get(check.id);
    return earlier !== undefined && covers(earlier, check, failOn);
  };
  const regressions = failing.filter((check) => !isKnown(check));
  const fixed = report.checks.filter((check) => {
    const earlier = before.get(check.id);
    return check.verdict === 'pass' && earlier !== undefined && failed(earlier, failOn);
  });
  return {
    verdict: verdictOf(report, regressions),
    regressions: regressions.map(({ id }) => id),
    known: failing.filter(isKnown).map(({ id }) => id),
    fixed: fixed.map(({ id }) => id),
  };
}

/** Whether a check's earlier result excuses it now: it failed there too, waived or not. What could not be judged there excuses no failure. */
function covers(earlier: CheckResult, check: CheckResult, failOn: GateOptions['failOn']): boolean {
  return failed(earlier, failOn) && (earlier.verdict !== 'error' || check.verdict === 'error');
}

/** Whether a check failed in an earlier report, whatever was known or accepted then. */
function failed({ known: _, ...earlier }: CheckResult, failOn: GateOptions['failOn']): boolean {
  return isFailing({ ...earlier, waived: false }, failOn);
}

function isFailing(check: CheckResult, failOn: GateOptions['failOn']): boolean {
  // What never ran leaves the run incomplete, and is nobody's failure; what the baseline has was judged against it.
  if (check.waived || check.notRun === true || check.known === true) return false;
  return (
    check.verdict === 'fail' || check.verdict === 'error' || (failOn === 'should' && check.verdict === 'warn')
  );
}

function verdictOf(report: RunReport, regressions: readonly CheckResult[]): GateResult['verdict'] {
  const judged = report.checks.some(
    ({ verdict }) => verdict === 'pass' || verdict === 'fail' || verdict === 'warn',
  );
  const violated = regressions.some(({ verdict }) => verdict !== 'error');
  if (violated) return 'not conformant';
  return !judged || !report.run.complete || regressions.length > 0 ? 'unjudged' : 'conformant';
}
