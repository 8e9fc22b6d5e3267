import { type Group, group } from './causes/group.ts';
import { headline, plainestOf } from './causes/headline.ts';
import { has, type Symptom, symptomsOf } from './causes/symptom.ts';
import type { Cause, CheckResult, RunReport } from './report.ts';

/** What causes are found in; a whole run report will do. */
export type Findings = Pick<RunReport, 'checks' | 'requirements'>;

/** The gravest first. */
const GATES: readonly Cause['gate'][] = ['fail', 'error', 'warn'];

/** So many checks must be kept from judging before that comes before everything else. */
const BLOCKING = 3;

/**
 * What the findings of a run most likely come from: findings that share a cause are one entry, with the checks that could
 * not judge because of it. Judged by the fields of findings alone. Waived findings and checks that never ran are left out. First comes what made
 * the target worse during the run, then what keeps others from being judged, then the gravest, then what explains most.
 */
export function causesOf({ checks, requirements }: Findings): readonly Cause[] {
  const symptoms = checks.filter(({ waived, notRun }) => !waived && notRun !== true).flatMap(symptomsOf);
  const order = new Map(checks.map(({ id }, index) => [id, index]));
  const place = ({ explains, blocks }: Omit<Cause, 'id'>): number =>
    order.get(explains[0] ?? blocks[0] ?? '') ?? 0;
  const blocking = ({ blocks }: Omit<Cause, 'id'>): number => (blocks.length < BLOCKING ? 0 : blocks.length);
  const groups = group(symptoms);
  const causes = groups.map((own) => describe(own, requirements, order));
  const worsening = new Set(causes.filter((_, index) => groups[index]?.symptoms.some(tellsOfWorse)));
  return withIds(
    causes.toSorted(
      (a, b) =>
        Number(worsening.has(b)) - Number(worsening.has(a)) ||
        blocking(b) - blocking(a) ||
        GATES.indexOf(a.gate) - GATES.indexOf(b.gate) ||
        b.explains.length - a.explains.length ||
        place(a) - place(b),
    ),
  );
}

function tellsOfWorse({ finding }: Symptom): boolean {
  return finding?.deviation === 'worsened';
}

/** The report with its causes; those it has are replaced. */
export function withCauses(report: RunReport): RunReport {
  return { ...report, causes: causesOf(report) };
}

function describe(
  own: Group,
  requirements: Findings['requirements'],
  order: ReadonlyMap<string, number>,
): Omit<Cause, 'id'> {
  const { trait, symptoms } = own;
  const showing = symptoms.filter((symptom) => has(symptom, trait));
  const plainest = plainestOf(showing);
  const requirement = plainest?.requirement ?? null;
  const known =
    requirement !== null && Object.hasOwn(requirements, requirement) ? requirements[requirement] : undefined;
  const ids = (judged: boolean): readonly string[] =>
    idsOf(
      symptoms.filter(({ verdict }) => (verdict !== 'error') === judged).map(({ check }) => check),
      plainest?.check,
      order,
    );
  return {
    ...headline(own),
    requirement,
    citation: known?.citation ?? null,
    level: known?.level ?? null,
    gate: GATES.find((gate) => symptoms.some(({ verdict }) => verdict === gate)) ?? 'error',
    explains: ids(true),
    blocks: ids(false),
  };
}

/** The ids of checks in their order, each once, that of the plainest finding first. */
function idsOf(
  checks: readonly CheckResult[],
  first: CheckResult | undefined,
  order: ReadonlyMap<string, number>,
): readonly string[] {
  const rank = ({ id }: CheckResult): number => (id === first?.id ? -1 : (order.get(id) ?? 0));
  return [...new Set(checks.toSorted((a, b) => rank(a) - rank(b)).map(({ id }) => id))];
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
