import { type GateResult, gate } from '../report/gate.ts';
import type { CheckResult, Level, RunReport, Verdict } from '../report/report.ts';
import { isNarrow } from '../report/scope.ts';
import { scopeWords } from './scope.ts';
import { count } from './text.ts';

/**
 * A check's verdict, `waived` for a finding that its owner accepted, `known` for a failure that the baseline has, or `unrun`
 * where the run ended before the check began.
 */
export type State = Verdict | 'waived' | 'known' | 'unrun';

/** What of a check tells its state. */
type Tallied = Pick<CheckResult, 'verdict' | 'waived' | 'notRun' | 'known'>;

/** All states, gravest first. */
export const STATES: readonly State[] = ['fail', 'error', 'warn', 'known', 'waived', 'unrun', 'skip', 'pass'];

/** All levels, the most binding first. */
export const LEVELS: readonly Level[] = ['MUST', 'APPLICATION', 'ENTRA', 'SHOULD', 'MAY'];

/** States that most runs have nothing in: few are cut short, and not all are compared with a baseline. */
const RARE: readonly State[] = ['unrun', 'known'];

/** The states that are worth a column. */
export function statesIn(counts: readonly Readonly<Record<State, number>>[]): readonly State[] {
  return STATES.filter((state) => !RARE.includes(state) || counts.some((own) => own[state] > 0));
}

/** A state in words. */
export function wordOf(state: State): string {
  return state === 'unrun' ? 'not run' : state;
}

/** The state of one check: a waived or known fail, warn or error counts as that and as nothing else. */
export function stateOf(check: Tallied): State {
  if (check.notRun === true) return 'unrun';
  if (check.verdict === 'pass' || check.verdict === 'skip') return check.verdict;
  if (check.waived) return 'waived';
  return check.known === true ? 'known' : check.verdict;
}

/** How many checks are in each state; every check counts once. */
export function tally(checks: readonly Tallied[]): Record<State, number> {
  const counts = { pass: 0, fail: 0, warn: 0, skip: 0, error: 0, waived: 0, known: 0, unrun: 0 };
  for (const check of checks) counts[stateOf(check)] += 1;
  return counts;
}

/**
 * The judgement on a run; where less than the default set was looked at, nothing wrong is not yet conformance, and neither
 * is a run whose failures are all known.
 */
export type Outcome = GateResult['verdict'] | 'nothing wrong' | 'nothing new';

/** What a run as a whole says about its target, by the rule that decides the exit code: a failure decides. */
export function outcomeOf(report: RunReport): Outcome {
  const { verdict } = gate(report, { failOn: 'must', baseline: null });
  if (verdict !== 'conformant') return verdict;
  if (report.checks.some((check) => stateOf(check) === 'known')) return 'nothing new';
  return isNarrow(report.run.scope) ? 'nothing wrong' : verdict;
}

/** The verdict on the target in one sentence: "Not conformant: 3 of 41 checks fail". */
export function headline(report: RunReport): string {
  const counts = tally(report.checks);
  const total = report.checks.length;
  const unfinished = report.run.complete ? '' : ', and the run is incomplete';
  switch (outcomeOf(report)) {
    case 'not conformant':
      return `Not conformant: ${failing(counts, report)}${unfinished}`;
    case 'conformant':
      return `Conformant: ${passing(counts, total)}`;
    case 'nothing new':
      return `Nothing new fails: ${[`${counts.pass} of ${count(total, 'check')} pass`, ...besides(counts)].join(', ')}`;
    case 'nothing wrong':
      return nothingWrong(counts, report);
    case 'unjudged':
      return `Not judged: ${unjudgedReason(counts, report)}`;
  }
}

function failing(counts: Record<State, number>, { checks, baseline }: RunReport): string {
  const verb = counts.fail === 1 ? 'fails' : 'fail';
  if (baseline === undefined) return `${counts.fail} of ${count(checks.length, 'check')} ${verb}`;
  const known = counts.known === 0 ? '' : `, beside ${counts.known} known`;
  return `${counts.fail} of ${count(checks.length, 'check')} newly ${verb}${known}`;
}

/** What a narrow run may say: how many checks were carried out, and of what. */
function nothingWrong(counts: Record<State, number>, { run }: RunReport): string {
  const looked = counts.pass + counts.warn + counts.waived;
  const what = looked === 1 ? 'the only check' : `the ${count(looked, 'check')}`;
  const others = besides(counts);
  const sentence = `Nothing ${counts.warn + counts.waived > 0 ? 'fails' : 'wrong'} in ${what}${scopeWords(run.scope)}`;
  return others.length === 0 ? sentence : `${sentence}: ${others.join(', ')}`;
}

function passing(counts: Record<State, number>, total: number): string {
  const others = besides(counts);
  if (others.length === 0) return total === 1 ? 'the only check passes' : `all ${count(total, 'check')} pass`;
  return `${counts.pass} of ${count(total, 'check')} pass, ${others.join(', ')}`;
}

/** What there is beside passes and failures, in words. */
function besides(counts: Record<State, number>): readonly string[] {
  return [
    counts.known > 0 ? `${count(counts.known, 'known failure')}` : null,
    counts.warn > 0 ? `${count(counts.warn, 'warning')}` : null,
    counts.waived > 0 ? `${counts.waived} waived` : null,
    counts.skip > 0 ? `${counts.skip} skipped` : null,
  ].filter((part) => part !== null);
}

function unjudgedReason(counts: Record<State, number>, report: RunReport): string {
  const of = `of ${count(report.checks.length, 'check')}`;
  if (counts.error > 0 && counts.unrun > 0)
    return `${counts.error} ${of} could not be carried out, and ${counts.unrun} did not run`;
  if (counts.error > 0) return `${counts.error} ${of} could not be carried out`;
  if (counts.unrun > 0) return `the run is incomplete, ${counts.unrun} ${of} did not run`;
  if (!report.run.complete) return 'the run is incomplete';
  return 'no check could be applied';
}

/** The checks with a finding (fail, error, warn), gravest state and most binding level first, otherwise in order. */
export function findings(report: RunReport): readonly CheckResult[] {
  const rank = (check: CheckResult) => STATES.indexOf(stateOf(check)) * 10 + LEVELS.indexOf(check.level);
  return report.checks
    .filter(({ verdict, notRun }) => verdict !== 'pass' && verdict !== 'skip' && notRun !== true)
    .toSorted((a, b) => rank(a) - rank(b));
}

/** Checks by suite, both in the order of the report. */
export function bySuite(checks: readonly CheckResult[]): ReadonlyMap<string, readonly CheckResult[]> {
  const suites = new Map<string, CheckResult[]>();
  for (const check of checks) {
    const members = suites.get(check.suite);
    if (members === undefined) suites.set(check.suite, [check]);
    else members.push(check);
  }
  return suites;
}
