import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../config/package-root.ts';
import { UsageError } from '../../config/usage-error.ts';
import { REQUIREMENTS } from '../../requirements/index.ts';
import { SAME_AS } from '../../requirements/same-as.ts';
import { CHECKS } from '../../suites/registry.ts';
import { coverage, coveredRequirements, requirementsCommand } from './requirements.ts';

test('every requirement that a check names is in the catalogue, and can be judged', () => {
  const judgeable = new Set(REQUIREMENTS.flatMap(({ id, untestable }) => (untestable === null ? [id] : [])));
  const wrong = CHECKS.flatMap(({ check }) =>
    check.requirements.filter((id) => !judgeable.has(id)).map((id) => `${check.id}: ${id}`),
  );
  expect(wrong).toEqual([]);
});

test('every requirement that can be judged has a check, but for permissions', () => {
  const uncovered = coveredRequirements().filter(
    ({ level, untestable, checks }) => level !== 'MAY' && untestable === null && checks.length === 0,
  );
  expect(uncovered.map(({ id }) => id)).toEqual([]);
});

test('a rule that is judged by the checks of another requirement has none of its own', () => {
  const named = new Set<string>(CHECKS.flatMap(({ check }) => check.requirements));
  expect(Object.keys(SAME_AS).filter((rule) => named.has(rule))).toEqual([]);
});

test('coverage counts what can be judged and what has a check', () => {
  const row = coveredRequirements().find(({ id }) => id === 'RFC7644-3.3-created');
  if (row === undefined) throw new Error('the catalogue has no RFC7644-3.3-created');
  const rows = [
    { ...row, checks: ['suite/a', 'suite/b'] },
    { ...row, checks: [] },
    { ...row, checks: [], untestable: 'No answer shows it.' },
    { ...row, id: 'E-001', level: 'ENTRA' as const, checks: [] },
  ];
  expect(coverage(rows)).toEqual([
    { source: 'RFC 7644: protocol', level: 'MUST', requirements: 3, judgeable: 2, checked: 1 },
    {
      source: 'Microsoft Entra ID provisioning client',
      level: 'ENTRA',
      requirements: 1,
      judgeable: 1,
      checked: 0,
    },
  ]);
});

test('the sources account for the whole catalogue', () => {
  const counted = coverage(coveredRequirements()).reduce((sum, { requirements }) => sum + requirements, 0);
  expect(counted).toBe(REQUIREMENTS.length);
});

test('json holds every requirement with its checks', () => {
  const rows: unknown = JSON.parse(requirementsCommand('json'));
  expect(rows).toHaveLength(REQUIREMENTS.length);
  expect(rows).toContainEqual(
    expect.objectContaining({
      id: 'RFC7644-3.3-created',
      level: 'MUST',
      lines: [601, 602],
      feature: null,
      untestable: null,
      checks: expect.arrayContaining([expect.any(String)]),
    }),
  );
});

test('the table has a line for each requirement and the coverage below', () => {
  const lines = requirementsCommand('table').trimEnd().split('\n');
  expect(
    lines.filter((line) => /^(RFC|E-|O-|APP-)\S+ +(MUST|SHOULD|MAY|ENTRA|APPLICATION) /.test(line)),
  ).toHaveLength(REQUIREMENTS.length);
  expect(lines.at(-1)).toMatch(
    /^Application profile +APPLICATION +5 requirements, 5 can be judged, \d have a check/,
  );
});

test('an unknown format is a mistake in the call', () => {
  expect(() => requirementsCommand('jsno')).toThrow(UsageError);
  expect(() => requirementsCommand('toString')).toThrow(UsageError);
});

test('docs/requirements.md is up to date: npm run docs', () => {
  const written = readFileSync(join(packageRoot(), 'docs', 'requirements.md'), 'utf8');
  expect(written === requirementsCommand('markdown')).toBe(true);
});
