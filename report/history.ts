import type { RunReport, Verdict } from './report.ts';
import type { RunScope } from './scope.ts';

/** A report and where it was read from. */
export interface HistorySource {
  /** Relative to the folder that was searched. */
  readonly file: string;
  readonly report: RunReport;
  /** The link to its page from the history; left out where there is none. */
  readonly page?: string;
}

/** One run of a history. */
export interface HistoryRun {
  readonly file: string;
  readonly id: string;
  readonly startedAt: string;
  readonly toolVersion: string;
  readonly seed: number;
  readonly effort: RunReport['run']['effort'];
  readonly complete: boolean;
  readonly summary: RunReport['summary'];
  readonly scope?: RunScope;
  readonly page?: string;
}

/** One check over the runs of a target, oldest first; null where a run does not have it or did not get to it. */
export interface CheckHistory {
  readonly id: string;
  readonly title: string;
  readonly verdicts: readonly (Verdict | null)[];
  /** When the present verdict came first, as the start of that run. */
  readonly since: string;
}

/** What happened to one target. A check can be in two lists: what became new can be flaky as well. */
export interface TargetHistory {
  readonly name: string;
  readonly url: string;
  readonly application: string;
  readonly applicationName: string;
  readonly runs: readonly HistoryRun[];
  /** Fails in the latest run that judged it, and did not in the one before. */
  readonly fresh: readonly CheckHistory[];
  /** Does not fail any more in the latest run that judged it, and did in the one before. */
  readonly fixed: readonly CheckHistory[];
  /** Changed between failing and not failing at least twice. */
  readonly flaky: readonly CheckHistory[];
  /** Fails, and did before. */
  readonly standing: readonly CheckHistory[];
  /** Fails in the only run that judged it. */
  readonly first: readonly CheckHistory[];
}

/** Past reports, by target. */
export interface History {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'scim-conformance'; readonly version: string };
  readonly targets: readonly TargetHistory[];
}

/** Changes between failing and not failing from which a check is flaky. */
const FLAKY_CHANGES = 2;

/** Orders reports by target and time, and says which checks became new, fixed and flaky. */
export function historyOf(sources: readonly HistorySource[], toolVersion: string): History {
  const targets = new Map<string, Sources>();
  for (const source of sources) {
    const { name, application } = source.report.target;
    const key = JSON.stringify([name, application]);
    targets.set(key, [source, ...(targets.get(key) ?? [])]);
  }
  return {
    schemaVersion: 1,
    tool: { name: 'scim-conformance', version: toolVersion },
    targets: [...targets.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => targetHistory(own)),
  };
}

/** The reports of one target; there is one at least. */
type Sources = readonly [HistorySource, ...HistorySource[]];

function targetHistory(sources: Sources): TargetHistory {
  const ordered = [...sources].sort(
    (a, b) => Date.parse(a.report.run.startedAt) - Date.parse(b.report.run.startedAt),
  );
  const reports = ordered.map(({ report }) => report);
  const { name, url, application, applicationName } = (reports.at(-1) ?? sources[0].report).target;
  const checks = checkHistories(reports);
  return {
    name,
    url,
    application,
    applicationName,
    runs: ordered.map(runOf),
    fresh: checks.filter((check) => ends(check, [false, true])),
    fixed: checks.filter((check) => ends(check, [true, false])),
    flaky: checks.filter((check) => changes(check) >= FLAKY_CHANGES),
    standing: checks.filter((check) => ends(check, [true, true])),
    first: checks.filter((check) => failings(check).join() === 'true'),
  };
}

function runOf({ file, page, report: { run, tool, summary } }: HistorySource): HistoryRun {
  const { id, startedAt, seed, effort, complete, scope } = run;
  const own = { file, id, startedAt, toolVersion: tool.version, seed, effort, complete, summary };
  return { ...own, ...(scope && { scope }), ...(page !== undefined && { page }) };
}

function checkHistories(reports: readonly RunReport[]): CheckHistory[] {
  const results = reports.map(({ checks }) => new Map(checks.map((check) => [check.id, check])));
  const titles = new Map(reports.flatMap(({ checks }) => checks.map(({ id, title }) => [id, title])));
  return [...titles].map(([id, title]) => {
    const verdicts = results.map((byId) => {
      const check = byId.get(id);
      return check === undefined || check.notRun === true ? null : check.verdict;
    });
    const started = reports.map(({ run }) => run.startedAt);
    return { id, title, verdicts, since: sinceOf(verdicts, started) };
  });
}

/** The start of the first run with the last verdict, runs without the check left out. */
function sinceOf(verdicts: readonly (Verdict | null)[], started: readonly string[]): string {
  const last = verdicts.findLast((verdict) => verdict !== null);
  let since = '';
  for (const [index, verdict] of verdicts.entries()) {
    if (verdict === null) continue;
    if (verdict !== last) since = '';
    else if (since === '') since = started[index] ?? '';
  }
  return since;
}

/** Whether it failed, in the runs that judged it: what was skipped or could not be carried out says nothing. */
function failings({ verdicts }: CheckHistory): readonly boolean[] {
  return verdicts.flatMap((verdict) =>
    verdict === null || verdict === 'skip' || verdict === 'error' ? [] : [verdict === 'fail'],
  );
}

function ends(check: CheckHistory, [before, now]: readonly [boolean, boolean]): boolean {
  const [previous, last] = failings(check).slice(-2);
  return previous === before && last === now;
}

function changes(check: CheckHistory): number {
  const seen = failings(check);
  return seen.filter((failing, index) => index > 0 && failing !== seen[index - 1]).length;
}
