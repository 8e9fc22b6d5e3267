import type { CheckResult, RunReport } from './report.ts';
import { summarise } from './summary.ts';

/** A known deviation that somebody answers for until a day. It names a check or a requirement. */
export interface Waiver {
  /** Id of the check, or the beginning of one. */
  readonly check?: string;
  /** What the file calls the check, where that is the id of a removed one. */
  readonly written?: string;
  /** Id of the violated requirement, or the beginning of one. */
  readonly requirement?: string;
  /** Id of the application; without it the waiver is for every one. */
  readonly application?: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day on which it waives, YYYY-MM-DD in UTC. */
  readonly expires: string;
}

/** A report and the waivers that were given for its target. */
export interface Waivable {
  readonly report: RunReport;
  readonly waivers: readonly Waiver[];
}

/** The reports with their findings waived, and what is to be said about the waivers themselves. */
export interface WaivedReports {
  readonly reports: readonly RunReport[];
  /** One sentence each: waivers that have expired, and those that match no finding. They are among the reports' notes too. */
  readonly remarks: readonly string[];
}

/**
 * Marks the failures and warnings that a waiver accepts as waived. What could not be judged is never waived: nobody knows
 * what it would accept. An expired waiver waives nothing.
 * @param today YYYY-MM-DD in UTC
 */
export function applyWaivers(given: readonly Waivable[], today: string): WaivedReports {
  const concerned = given.map(({ report, waivers }) => ({
    report,
    waivers: waivers.filter(({ application }) =>
      [undefined, report.target.application].includes(application),
    ),
  }));
  const all = [...new Set(concerned.flatMap(({ waivers }) => waivers))];
  const remarks = new Map(
    all.flatMap((waiver) => {
      const reports = concerned.filter(({ waivers }) => waivers.includes(waiver)).map(({ report }) => report);
      const text = remark(waiver, reports, today);
      return text === null ? [] : [[waiver, text] as const];
    }),
  );
  return {
    reports: concerned.map(({ report, waivers }) =>
      waive(
        report,
        waivers.filter((waiver) => !isExpired(waiver, today)),
        waivers.flatMap((waiver) => remarks.get(waiver) ?? []),
      ),
    ),
    remarks: [...remarks.values()],
  };
}

/** What a waiver is good for: only one that has expired, or that nothing needs, can go. */
export type WaiverUse = 'used' | 'expired' | 'not run' | 'unjudged' | 'needless';

/** What a waiver is good for in some reports. */
export function useOf(waiver: Waiver, reports: readonly RunReport[], today: string): WaiverUse {
  if (isExpired(waiver, today)) return 'expired';
  if (reports.some((report) => report.checks.some((check) => accepts(waiver, check, report)))) return 'used';
  const verdicts = reports.flatMap((report) =>
    report.checks.filter((check) => isAbout(waiver, check, report)).map(({ verdict }) => verdict),
  );
  if (verdicts.length === 0) return 'not run';
  return verdicts.includes('error') ? 'unjudged' : 'needless';
}

const USE_WORDS: Readonly<Record<Exclude<WaiverUse, 'used' | 'expired'>, string>> = {
  'not run': 'matches no finding: none of its checks was run',
  unjudged: 'matches no finding: not all of its checks could judge',
  needless: 'matches no finding: it can go',
};

function remark(waiver: Waiver, reports: readonly RunReport[], today: string): string | null {
  const use = useOf(waiver, reports, today);
  if (use === 'used') return null;
  const words =
    use === 'expired' ? `expired on ${waiver.expires} and waives nothing any more` : USE_WORDS[use];
  return `The waiver for ${nameOfWaiver(waiver)} ${words}.`;
}

/** What a waiver is for, and whose it is. */
export function nameOfWaiver({ written, check, requirement, owner }: Waiver): string {
  return `${written ?? check ?? requirement} (${owner})`;
}

function isExpired({ expires }: Waiver, today: string): boolean {
  return expires < today;
}

function waive(report: RunReport, waivers: readonly Waiver[], remarks: readonly string[]): RunReport {
  const checks = report.checks.map((check) => {
    const waiver = waivers.find((each) => accepts(each, check, report));
    if (waiver === undefined) return check;
    return { ...check, waived: true, reason: `${waiver.reason} (${waiver.owner}, until ${waiver.expires})` };
  });
  const notes = [...report.target.notes, ...remarks];
  return { ...report, target: { ...report.target, notes }, summary: summarise(checks), checks };
}

/** Whether a waiver accepts the finding of a check; one for a requirement, that it is the violated one. */
function accepts(waiver: Waiver, check: CheckResult, report: RunReport): boolean {
  if (check.verdict !== 'fail' && check.verdict !== 'warn') return false;
  if (waiver.requirement === undefined) return isAbout(waiver, check, report);
  return check.violated !== null && requirementsOf(waiver, report).includes(check.violated);
}

/** Whether a waiver is about a check, whatever came of it. */
function isAbout(waiver: Waiver, { id, requirements }: CheckResult, report: RunReport): boolean {
  if (waiver.check === undefined)
    return requirementsOf(waiver, report).some((named) => requirements.includes(named));
  return meant(
    waiver.check,
    report.checks.map((check) => check.id),
  ).includes(id);
}

function requirementsOf({ requirement }: Waiver, { checks }: RunReport): readonly string[] {
  return requirement === undefined
    ? []
    : meant(
        requirement,
        checks.flatMap(({ requirements }) => requirements),
      );
}

/** The ids that a text names, as --check does: the one that it is, or else those that begin with it, in any letter case. */
export function meant(text: string, ids: readonly string[]): readonly string[] {
  const wanted = text.toLowerCase();
  const whole = ids.filter((id) => id.toLowerCase() === wanted);
  return whole.length > 0 ? whole : ids.filter((id) => id.toLowerCase().startsWith(wanted));
}
