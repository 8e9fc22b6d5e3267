import type { CheckRow, Gated, RequirementRow } from './comparison.ts';
import type { CheckResult, RequirementReport, RunReport, Verdict } from './report.ts';

/** The gravest first; a pass outweighs a skip, for the requirement was judged. */
const GRAVEST: readonly Verdict[] = ['fail', 'error', 'warn', 'pass', 'skip'];

/** Every check of any report, in the order of the first report that has it. */
export function checkRows(reports: readonly RunReport[]): CheckRow[] {
  const results = reports.map(({ checks }) => new Map(checks.map((check) => [check.id, check])));
  const ids = new Set(reports.flatMap(({ checks }) => checks.map(({ id }) => id)));
  return [...ids].flatMap((id) => {
    const found = results.map((byId) => byId.get(id) ?? null);
    const known = found.find((check) => check !== null);
    return known === undefined || known === null ? [] : [checkRow(known, found)];
  });
}

function checkRow(known: CheckResult, found: readonly (CheckResult | null)[]): CheckRow {
  const verdicts = found.map((check) => check?.verdict ?? null);
  const violated = found.map((check) => check?.violated ?? null);
  return {
    id: known.id,
    suite: known.suite,
    title: known.title,
    level: known.level,
    requirements: [...new Set(found.flatMap((check) => check?.requirements ?? []))],
    verdicts,
    violated,
    messages: found.map((check) => check?.message ?? check?.reason ?? null),
    ...judged(
      verdicts,
      found.map((check) => check?.waived === true),
      violated,
    ),
  };
}

/**
 * Every requirement of any report with its gravest verdict. Only checks that all reports with this requirement have
 * take part, so that an older report without some of them does not look like another target.
 */
export function requirementRows(reports: readonly RunReport[]): RequirementRow[] {
  const results = reports.map(({ checks }) => byRequirement(checks));
  const requirements = new Map(reports.flatMap((report) => Object.entries(report.requirements)));
  return [...requirements].sort(byKey).map(([id, requirement]) => {
    const found = results.map((byId) => byId.get(id) ?? []);
    return requirementRow(id, requirement, found);
  });
}

function requirementRow(
  id: string,
  requirement: RequirementReport,
  found: readonly (readonly CheckResult[])[],
): RequirementRow {
  const common = commonIds(found.filter((checks) => checks.length > 0));
  const judging = found.map((checks) => checks.filter((check) => common.has(check.id) && says(check, id)));
  const verdicts = judging.map((checks) => GRAVEST.find((verdict) => hasVerdict(checks, verdict)) ?? null);
  return {
    id,
    title: requirement.statement,
    level: requirement.level,
    citation: requirement.citation,
    url: requirement.url,
    checks: [...common],
    verdicts,
    ...judged(
      verdicts,
      judging.map((checks, at) => checks.every(({ verdict, waived }) => waived || verdict !== verdicts[at])),
    ),
  };
}

/** A finding that names the requirement it violates says nothing about the check's other requirements. */
function says({ violated }: CheckResult, id: string): boolean {
  return violated === null || violated === id;
}

function hasVerdict(checks: readonly CheckResult[], verdict: Verdict): boolean {
  return checks.some((check) => check.verdict === verdict);
}

function byRequirement(checks: readonly CheckResult[]): Map<string, CheckResult[]> {
  const found = new Map<string, CheckResult[]>();
  for (const check of checks) {
    for (const id of check.requirements) {
      const known = found.get(id);
      if (known === undefined) found.set(id, [check]);
      else known.push(check);
    }
  }
  return found;
}

function commonIds(lists: readonly (readonly CheckResult[])[]): ReadonlySet<string> {
  const [first = [], ...others] = lists.map((checks) => checks.map(({ id }) => id));
  return new Set(first.filter((id) => others.every((ids) => ids.includes(id))));
}

/**
 * Whether verdicts differ, and from which level on that counts: where one side fails it is a MUST that only some targets
 * keep, where one side warns a SHOULD. A finding that its owner has waived does not count.
 */
function judged(
  verdicts: readonly (Verdict | null)[],
  waived: readonly boolean[],
  violated: readonly (string | null)[] = [],
): { readonly differs: boolean; readonly gated: Gated } {
  // Two checks that fail on different requirements differ as well.
  const known = new Set(
    verdicts.flatMap((verdict, at) => (verdict === null ? [] : `${verdict} ${violated[at] ?? ''}`)),
  );
  if (known.size < 2) return { differs: false, gated: 'never' };
  const counts = (wanted: Verdict): boolean =>
    verdicts.some((verdict, at) => verdict === wanted && waived[at] !== true);
  return { differs: true, gated: counts('fail') ? 'must' : counts('warn') ? 'should' : 'never' };
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
