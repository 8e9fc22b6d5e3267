import { attributeReader } from './causes/attributes.ts';
import { type Group, group } from './causes/group.ts';
import { has, symptomOf } from './causes/symptom.ts';
import { wording } from './causes/wording.ts';
import type { Cause, CheckResult, RunReport } from './report.ts';

/** What causes are found in; a whole run report will do. */
export type Findings = Pick<RunReport, 'target' | 'checks' | 'attributes' | 'requirements'>;

/** The gravest first. */
const GATES: readonly Cause['gate'][] = ['fail', 'error', 'warn'];

/**
 * What the findings of a run most likely come from: failures that share a cause are one entry, with the checks that could
 * not judge because of it. Judged by what can be seen alone: the answers, the values that are missing or changed, the form of
 * a PATCH, the requirement. Waived findings are left out. Gravest first, then what explains and blocks most.
 */
export function causesOf(findings: Findings): readonly Cause[] {
  const { target, checks, attributes } = findings;
  const attributesIn = attributeReader(attributes.map(({ path }) => path));
  const symptoms = checks
    .filter(({ verdict, waived }) => !waived && verdict !== 'pass' && verdict !== 'skip')
    .map((check) => symptomOf(check, target.url, attributesIn));
  const order = new Map(checks.map(({ id }, index) => [id, index]));
  const place = ({ explains, blocks }: Omit<Cause, 'id'>): number =>
    order.get(explains[0] ?? blocks[0] ?? '') ?? 0;
  const causes = group(symptoms).map((own) => describe(own, findings, order));
  return withIds(
    causes.toSorted(
      (a, b) => GATES.indexOf(a.gate) - GATES.indexOf(b.gate) || reach(b) - reach(a) || place(a) - place(b),
    ),
  );
}

/** The report with its causes; those it has are replaced. */
export function withCauses(report: RunReport): RunReport {
  return { ...report, causes: causesOf(report) };
}

/** How many checks a cause takes away. */
function reach({ explains, blocks }: Omit<Cause, 'id'>): number {
  return explains.length + blocks.length;
}

function describe(
  own: Group,
  { target, requirements }: Findings,
  order: ReadonlyMap<string, number>,
): Omit<Cause, 'id'> {
  const checks = own.symptoms.map(({ check }) => check).toSorted((a, b) => rank(order, a) - rank(order, b));
  const judged = checks.filter(({ verdict }) => verdict !== 'error');
  const gravest = GATES.flatMap((gate) => checks.filter(({ verdict }) => verdict === gate));
  const typical = typicalOf(own, gravest);
  const requirement = typical?.violated ?? null;
  const known =
    requirement !== null && Object.hasOwn(requirements, requirement) ? requirements[requirement] : undefined;
  return {
    ...wording(own, typical, target.url),
    requirement,
    citation: known?.citation ?? null,
    level: known?.level ?? null,
    gate: GATES.find((gate) => gravest[0]?.verdict === gate) ?? 'error',
    explains: idsOf(judged, typical),
    blocks: idsOf(
      checks.filter(({ verdict }) => verdict === 'error'),
      typical,
    ),
  };
}

/** The ids of checks, that of the typical one first. */
function idsOf(checks: readonly CheckResult[], typical: CheckResult | undefined): readonly string[] {
  return [...checks.filter((check) => check === typical), ...checks.filter((check) => check !== typical)].map(
    ({ id }) => id,
  );
}

function rank(order: ReadonlyMap<string, number>, { id }: CheckResult): number {
  return order.get(id) ?? 0;
}

/** The first of the gravest checks that shows the common trait: simple checks come before those that build on them. */
function typicalOf({ trait, symptoms }: Group, gravest: readonly CheckResult[]): CheckResult | undefined {
  const shows = new Set(symptoms.filter((symptom) => has(symptom, trait)).map(({ check }) => check));
  return gravest.find((check) => shows.has(check));
}

/** Numbers the second and later causes of one requirement. */
function withIds(causes: readonly Omit<Cause, 'id'>[]): readonly Cause[] {
  const seen = new Map<string, number>();
  return causes.map((cause) => {
    const name = cause.requirement ?? 'unjudged';
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    return { id: number === 1 ? name : `${name}~${number}`, ...cause };
  });
}
