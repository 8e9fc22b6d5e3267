import { expect, test } from 'vitest';
import { loadApplication } from '../../config/load-application.ts';

import { type KnownFault, knownFaults } from '../../provider/faults.ts';
import { causesOf } from '../../report/causes.ts';
import type { Cause, CheckResult } from '../../report/report.ts';
import { reworded } from '../../reporters/fixtures/reworded.ts';
import { reportRequirements } from '../../requirements/index.ts';
import { CHECKS } from '../../suites/registry.ts';
import { runInProcess } from '../support/in-process.ts';
import { SUITES_OF } from './measure.ts';

/** Faults of different areas; with SCIM_FAULTS=all, or every n-th with SCIM_FAULTS=n, those of the catalogue that show on this application. */
const FEW: readonly string[] = [
  'drops-given-name',
  'filter-no-match-404',
  'disabled-get-404',
  'members-add-first-only',
];
const CHOSEN = process.env.SCIM_FAULTS;
const STRIDE = CHOSEN === undefined ? null : CHOSEN === 'all' ? 1 : Number(CHOSEN);
const FAULTS = knownFaults().filter(({ id }, index) =>
  STRIDE === null ? FEW.includes(id) : index % STRIDE === 0,
);

/** Defects that a target has at once. */
const TOGETHER = 3;

/** The findings that one fault gives. */
interface Shown {
  readonly id: string;
  readonly area: string;
  readonly findings: readonly CheckResult[];
}

async function show({ id, area }: KnownFault): Promise<Shown> {
  const suites: readonly string[] = [
    ...SUITES_OF[area],
    'required-attributes',
    'filtering',
    'soft-delete',
    'group-members',
  ];
  const { results } = await runInProcess({
    application: loadApplication('alvao'),
    effort: 'quick',
    faults: [id],
    checks: CHECKS.filter(({ suite }) => suites.includes(suite.name)).map(({ check }) => check.id),
  });
  const findings = results.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip');
  return { id, area, findings };
}

function causes(findings: readonly CheckResult[]): readonly Cause[] {
  const ids = findings.flatMap(({ requirements }) => requirements);
  return causesOf({ checks: findings, requirements: reportRequirements(ids, 'ALVAO') });
}

/** Faults of different areas that show in different checks, so many at once as a target may well have. */
function targets(found: readonly Shown[]): readonly (readonly Shown[])[] {
  return found.map((first, index) => {
    const chosen = [first];
    const taken = new Set(first.findings.map(({ id }) => id));
    // Steps that have no divisor in common with most numbers of faults, so that partners differ from target to target.
    for (let step = 1; chosen.length < TOGETHER && step < found.length; step++) {
      const next = found[(index + 37 * step) % found.length];
      if (next === undefined || chosen.some(({ area }) => area === next.area)) continue;
      if (next.findings.some(({ id }) => taken.has(id))) continue;
      for (const { id } of next.findings) taken.add(id);
      chosen.push(next);
    }
    return chosen;
  });
}

test('a fault is one cause, and several faults at once are several', { timeout: 900_000 }, async () => {
  const shown: Shown[] = [];
  for (const fault of FAULTS) shown.push(await show(fault));
  const found = shown.filter(({ findings }) =>
    findings.some(({ verdict }) => verdict === 'fail' || verdict === 'warn'),
  );
  if (STRIDE === null) expect(found.map(({ id }) => id).sort()).toEqual([...FEW].sort());
  const structure = (checks: readonly CheckResult[]) =>
    causes(checks).map(({ title: _, hint: __, ...rest }) => rest);
  for (const { findings } of found) expect(structure(findings.map(reworded))).toEqual(structure(findings));

  const counts = found.map(({ id, findings }) => ({ id, count: causes(findings).length }));
  const single = counts.filter(({ count }) => count === 1).length;
  const many = counts.filter(({ count }) => count > 2).map(({ id, count }) => `${id} ${count}`);
  console.info(`one cause: ${single} of ${counts.length} faults; more than two: ${many.join(', ')}`);
  expect(single).toBeGreaterThanOrEqual(0.75 * counts.length);

  const mixed: string[] = [];
  let total = 0;
  let defects = 0;
  for (const target of targets(found)) {
    const owner = new Map(target.flatMap(({ id, findings }) => findings.map((check) => [check.id, id])));
    const all = causes(target.flatMap(({ findings }) => findings));
    defects += target.length;
    total += all.length;
    for (const cause of all) {
      const owners = new Set([...cause.explains, ...cause.blocks].map((id) => owner.get(id)));
      if (owners.size > 1) mixed.push(`${[...owners].join('+')} (${cause.title})`);
    }
  }
  const purity = 1 - mixed.length / total;
  console.info(
    `purity ${(100 * purity).toFixed(1)} %, ${(total / defects).toFixed(2)} causes a defect\n${mixed.join('\n')}`,
  );
  expect(purity).toBeGreaterThanOrEqual(STRIDE === null ? 1 : 0.95);
  expect(total / defects).toBeLessThanOrEqual(1.3);
});
