import { loadApplication } from '../../config/load-application.ts';
import type { EffortName } from '../../engine/effort.ts';
import type { FaultArea } from '../../provider/faults/fault.ts';
import type { KnownFault } from '../../provider/faults.ts';
import type { CheckResult } from '../../report/report.ts';
import { CHECKS, type SuiteName } from '../../suites/registry.ts';
import { runInProcess } from '../support/in-process.ts';

/** How one fault fared. */
export interface Catch {
  readonly fault: string;
  readonly area: string;
  readonly violates: string;
  readonly title: string;
  /** The least effort that caught it, or null when none did. */
  readonly effort: EffortName | null;
  /** The application whose table showed it. */
  readonly application: string | null;
  /** Whether a check failed, and not only warned because the requirement is a recommendation or a client's habit. */
  readonly failed: boolean;
  /** Whether a finding names a requirement of the section or rule that the fault violates. */
  readonly named: boolean;
  /** Ids of the checks that did not pass. */
  readonly checks: readonly string[];
  /** Of the quickest finding: requests of its check, its milliseconds, and the characters of its counterexample, null without one. */
  readonly requests: number | null;
  readonly durationMs: number | null;
  readonly counterexample: number | null;
}

/** Applications whose tables have what an area's faults are about: roles and extensions of one's own are not in ALVAO's. */
export const APPLICATIONS = ['alvao', 'documo', 'github-enterprise-managed-user', 'airbase', 'starmind'];

/** The suites that look at an area's requirements: those of the same name, or of the same chapters of the RFCs. */
export const SUITES_OF: Readonly<Record<FaultArea, readonly SuiteName[]>> = {
  'required-attributes': ['required-attributes'],
  filtering: ['filtering'],
  'soft-delete': ['soft-delete'],
  'group-members': ['group-members'],
  'entra-client': ['entra-client'],
  'provisioning-cycle': ['provisioning-cycle'],
  query: ['filter-language', 'sorting', 'pagination', 'projection', 'search'],
  modification: ['create', 'replace', 'modify', 'delete', 'bulk', 'versions'],
  description: ['discovery', 'agreement', 'me', 'authentication'],
  representation: ['attributes', 'common-attributes', 'errors', 'media-types', 'endpoints', 'every-answer'],
};

/**
 * Looks for a fault with rising effort: with the suites of its area, then with all others, on one application after the
 * other.
 * @param efforts the efforts to try, in their order
 */
export async function catchFault(fault: KnownFault, efforts: readonly EffortName[]): Promise<Catch> {
  const own = SUITES_OF[fault.area];
  const inArea = CHECKS.filter(({ suite }) => own.includes(suite.name));
  const others = CHECKS.filter(({ suite }) => !own.includes(suite.name));
  for (const effort of efforts) {
    for (const checks of [inArea, others]) {
      if (checks.length === 0) continue;
      for (const application of APPLICATIONS) {
        const { results } = await runInProcess({
          application: loadApplication(application),
          effort,
          faults: [fault.id],
          checks: checks.map(({ check }) => check.id),
        });
        const findings = results.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn');
        if (findings.length > 0) return caught(fault, effort, application, findings);
      }
    }
  }
  const { id, area, violates, title } = fault;
  const nothing = { effort: null, application: null, failed: false, named: false, checks: [] };
  return {
    fault: id,
    area,
    violates,
    title,
    ...nothing,
    requests: null,
    durationMs: null,
    counterexample: null,
  };
}

function caught(
  { id, area, violates, title }: KnownFault,
  effort: EffortName,
  application: string,
  findings: readonly CheckResult[],
): Catch {
  const naming = findings.filter(({ violated }) => violated !== null && isOf(violated, violates));
  const [quickest] = [...(naming.length > 0 ? naming : findings)].sort((a, b) => a.requests - b.requests);
  return {
    fault: id,
    area,
    violates,
    title,
    effort,
    application,
    failed: findings.some(({ verdict }) => verdict === 'fail'),
    named: naming.length > 0,
    checks: findings.map((finding) => finding.id),
    requests: quickest?.requests ?? null,
    durationMs: quickest?.durationMs ?? null,
    counterexample: quickest?.counterexample ? JSON.stringify(quickest.counterexample.value).length : null,
  };
}

/** Whether a requirement belongs to a section, below it or to the same rule; `APP` is the application's table. */
function isOf(requirement: string, violates: string): boolean {
  return (
    requirement === violates ||
    requirement.startsWith(`${violates}-`) ||
    requirement.startsWith(`${violates}.`)
  );
}
