import type { AgainstBaseline } from './against-baseline.ts';
import { type GateOptions, gate } from './gate.ts';
import type { CheckResult, RunReport } from './report.ts';
import { summarise } from './summary.ts';

/** The report with what it has in common with its baseline; what is known is marked, so that no reporter takes it for new. */
export function againstBaseline(
  report: RunReport,
  baseline: RunReport,
  failOn: GateOptions['failOn'],
): RunReport {
  const { regressions, known, fixed } = gate(report, { failOn, baseline });
  const marked = new Set(known);
  return {
    ...report,
    checks: report.checks.map((check) => (marked.has(check.id) ? { ...check, known: true as const } : check)),
    baseline: {
      run: baseline.run.id,
      startedAt: baseline.run.startedAt,
      new: regressions,
      known,
      mended: fixed,
    },
  };
}

/** The baselines of the parts of one run as that of the whole. */
export function joinedBaseline(parts: readonly RunReport[]): AgainstBaseline | undefined {
  const own = parts.flatMap(({ baseline }) => baseline ?? []);
  const [first] = own;
  if (first === undefined) return undefined;
  const all = (key: 'new' | 'known' | 'mended'): readonly string[] => [
    ...new Set(own.flatMap((part) => part[key])),
  ];
  return { ...first, new: all('new'), known: all('known'), mended: all('mended') };
}

/** What became of a baseline: ids of checks whose failure it has now, and of those it has no more. */
export interface BaselineChange {
  readonly baseline: RunReport;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** A baseline of a report: what a later run is compared with, and how long each check takes. Exchanges are no part of it. */
export function baselineOf(report: RunReport): RunReport {
  const {
    transcript: _,
    causes: __,
    readiness: ___,
    latency: ____,
    baseline: _____,
    requirements,
    ...rest
  } = report;
  const violated = new Set(report.checks.flatMap((check) => check.violated ?? []));
  return {
    ...rest,
    checks: report.checks.map(bare),
    attributes: [],
    observations: {},
    requirements: Object.fromEntries(Object.entries(requirements).filter(([id]) => violated.has(id))),
  };
}

function bare({ known: _, others: __, finding: ___, obstacle: ____, ...check }: CheckResult): CheckResult {
  return { ...check, expected: null, actual: null, hint: null, counterexample: null, exchanges: [] };
}

/** The baseline as a later report has it: what that one judged replaces what was known, everything else stays. */
export function updatedBaseline(baseline: RunReport, report: RunReport): BaselineChange {
  const now = new Map(baselineOf(report).checks.map((check) => [check.id, check]));
  const checks = baseline.checks.map((check) => judgedIn(now, check.id) ?? check);
  const before = new Set(baseline.checks.map(({ id }) => id));
  const further = [...now.values()].filter(({ id }) => !before.has(id));
  const next = { ...baselineOf(report), checks: [...checks, ...further] };
  return changed(baseline, { ...next, requirements: { ...baseline.requirements, ...next.requirements } });
}

/** The baseline without the failures that pass in a later report; nothing is added to it. */
export function prunedBaseline(baseline: RunReport, report: RunReport): BaselineChange {
  const now = new Map(baselineOf(report).checks.map((check) => [check.id, check]));
  const checks = baseline.checks.map((check) => {
    const later = now.get(check.id);
    return later?.verdict === 'pass' ? later : check;
  });
  return changed(baseline, { ...baseline, checks });
}

function judgedIn(now: ReadonlyMap<string, CheckResult>, id: string): CheckResult | undefined {
  const check = now.get(id);
  return check?.notRun === true ? undefined : check;
}

function changed(before: RunReport, after: RunReport): BaselineChange {
  const [had, has] = [failingIn(before), failingIn(after)];
  return {
    baseline: { ...after, summary: summarise(after.checks) },
    added: has.filter((id) => !had.includes(id)),
    removed: had.filter((id) => !has.includes(id)),
  };
}

/** Ids of the checks whose failure a baseline excuses. */
export function failingIn({ checks }: RunReport): readonly string[] {
  return checks
    .filter(({ verdict, notRun }) => (verdict === 'fail' || verdict === 'error') && notRun !== true)
    .map(({ id }) => id);
}
