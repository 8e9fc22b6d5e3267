import { expect, test } from 'vitest';
import { loadApplication } from '../../config/load-application.ts';
import { knownFaults } from '../../provider/faults.ts';
import { causesOf } from '../../report/causes.ts';
import type { AttributeReport, Cause, CheckResult } from '../../report/report.ts';
import { reportRequirements } from '../../requirements/index.ts';
import { selectChecks } from '../../suites/registry.ts';
import { runInProcess } from '../support/in-process.ts';

/** Faults of different areas; with SCIM_FAULTS=all, all of the catalogue that shows on this application. */
const FEW: readonly string[] = [
  'drops-given-name',
  'filter-no-match-404',
  'disabled-get-404',
  'members-add-first-only',
];
const ALL = process.env.SCIM_FAULTS === 'all';

/** The findings that one fault gives. */
interface Shown {
  readonly id: string;
  readonly area: string;
  readonly findings: readonly CheckResult[];
  readonly attributes: readonly AttributeReport[];
}

async function show(id: (typeof FAULTS)[number]['id'], area: string): Promise<Shown> {
  const { results, summary } = await runInProcess({
    application: loadApplication('alvao'),
    effort: 'quick',
    faults: [id],
    checks: selectChecks(['application', area], []).map(({ check }) => check.id),
  });
  const findings = results.filter(({ verdict }) => verdict !== 'pass' && verdict !== 'skip');
  return { id, area, findings, attributes: summary.attributes };
}

const FAULTS = knownFaults().filter(({ id }) => ALL || FEW.includes(id));

function causes(findings: readonly CheckResult[], attributes: readonly AttributeReport[]): readonly Cause[] {
  const ids = new Set(findings.flatMap(({ requirements }) => requirements));
  return causesOf({
    checks: findings,
    attributes,
    requirements: reportRequirements(ids, 'ALVAO'),
  });
}

test('a fault is one cause, two faults of different areas are several', { timeout: 900_000 }, async () => {
  const shown: Shown[] = [];
  for (const { id, area } of FAULTS) shown.push(await show(id, area));
  const found = shown.filter(({ findings }) =>
    findings.some(({ verdict }) => verdict === 'fail' || verdict === 'warn'),
  );
  if (!ALL) expect(found.map(({ id }) => id).sort()).toEqual([...FEW].sort());
  const counts = found
    .map(({ findings, attributes }) => causes(findings, attributes).length)
    .sort((a, b) => a - b);
  console.info(`causes per fault: ${counts.join(' ')}`);
  expect(counts[Math.floor(counts.length / 2)]).toBe(1);
  expect(counts.filter((count) => count === 1).length).toBeGreaterThanOrEqual(0.75 * counts.length);

  const pairs = found.flatMap((a, index) =>
    found.slice(index + 1).flatMap((b) => {
      // What only one of the faults gives away; where one hides the other, there is nothing to tell apart.
      const ids = new Set(a.findings.map(({ id }) => id));
      const others = b.findings.filter(({ id }) => !ids.has(id));
      if (a.area === b.area || others.length === 0) return [];
      return [{ faults: `${a.id} ${b.id}`, count: causes([...a.findings, ...others], a.attributes).length }];
    }),
  );
  const merged = pairs.filter(({ count }) => count < 2).map(({ faults }) => faults);
  console.info(`pairs with one cause: ${merged.length} of ${pairs.length} ${merged.join(', ')}`);
  expect(merged.length).toBeLessThanOrEqual((ALL ? 0.05 : 0) * pairs.length);
});
