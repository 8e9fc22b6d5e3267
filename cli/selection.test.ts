import { describe, expect, test } from 'vitest';
import { UsageError } from '../config/usage-error.ts';
import { sampleCheck, sampleReport } from '../reporters/fixtures/sample-report.ts';
import { currentIds } from '../suites/aliases.ts';
import { CHECKS, selectChecks } from '../suites/registry.ts';
import type { RunOptions } from './options.ts';
import { listing, selection } from './selection.ts';

const select = (options: Partial<RunOptions>, configured?: readonly string[]): string[] =>
  selection({ out: 'x', cleanup: true, ...options }, configured).map(({ check }) => check.id);

const all = selectChecks([], []).map(({ check }) => check.id);

describe('a selection', () => {
  test('is the default groups without options', () => {
    expect(select({})).toEqual(all);
  });

  test('is the configured suites when the options name neither suites nor checks', () => {
    expect(select({}, ['filtering'])).toEqual(select({ suite: ['filtering'] }));
    expect(select({ suite: ['soft-delete'] }, ['filtering'])).toEqual(select({ suite: ['soft-delete'] }));
    expect(select({ check: ['soft-delete/'] }, ['filtering'])).toEqual(select({ suite: ['soft-delete'] }));
  });

  test('by a whole id is that check alone, although other ids begin with it', () => {
    const longer = CHECKS.find(({ check }) =>
      CHECKS.some(
        (other) => other !== undefined && other.check.id !== check.id && check.id.startsWith(other.check.id),
      ),
    );
    const shorter = CHECKS.find(
      ({ check }) => longer?.check.id.startsWith(check.id) && check !== longer.check,
    );
    expect(shorter).toBeDefined();
    for (const id of [shorter?.check.id ?? '', (shorter?.check.id ?? '').toUpperCase()])
      expect(select({ check: [id] })).toEqual([shorter?.check.id]);
  });

  test('by every id there is holds that check alone', () => {
    for (const { check } of CHECKS) expect(select({ check: [check.id] })).toEqual([check.id]);
  });

  test('by the id of a removed check is the one that judges in its place', () => {
    const current = currentIds({ 'filtering/gone': 'filtering/and' });
    const options = { out: 'x', cleanup: true, check: ['Filtering/gone'] };
    expect(selection(options, [], null, current).map(({ check }) => check.id)).toEqual(['filtering/and']);
    expect(() => selection(options)).toThrow('no check and no requirement begins with "Filtering/gone"');
  });

  test('by several names is each check once, in the order of reports', () => {
    const [first = '', second = ''] = all;
    expect(select({ check: [second, first, second] })).toEqual([first, second]);
  });
});

describe('shards', () => {
  test.each([1, 2, 3, 7])('%i of them part the checks', (count) => {
    const parts = Array.from({ length: count }, (_, index) => select({ shard: { index: index + 1, count } }));
    expect(parts.flat().sort()).toEqual(all.toSorted());
    const sizes = parts.map((part) => part.length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });
});

test('shards are balanced by the durations of an earlier report', () => {
  const checks = sampleReport(
    all.map((id, index) => sampleCheck(id, { durationMs: index % 9 === 0 ? 900 : 10 })),
  );
  const durations = new Map(checks.checks.map(({ id, durationMs }) => [id, durationMs]));
  const parts = [1, 2, 3].map((index) =>
    selection({ out: 'x', cleanup: true, shard: { index, count: 3 } }, [], checks).map(
      ({ check }) => check.id,
    ),
  );
  expect(parts.flat().sort()).toEqual(all.toSorted());
  const loads = parts.map((ids) => ids.reduce((sum, id) => sum + (durations.get(id) ?? 0), 0));
  // No part can be further from another than the longest check.
  expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(900);
});

describe('a path', () => {
  const [id = ''] = all;

  test.each(['0/3', '0.1.0/12:0:0', '2/'])('%s of one check is taken', (path) => {
    expect(select({ check: [id], path })).toEqual([id]);
  });

  test.each(['', '0', '/', 'a/b', '0/1:', '0//1', '../1', '0/1 2'])('%j is none', (path) => {
    expect(() => select({ check: [id], path })).toThrow(UsageError);
  });

  test('leads into one check only', () => {
    expect(() => select({ suite: ['filtering'], path: '0/1' })).toThrow('--check');
  });
});

test('the list has every check below its suite, and their number', () => {
  const checks = selectChecks(['filtering', 'soft-delete'], []);
  const lines = listing(checks).trimEnd().split('\n');
  expect(lines[0]).toBe('filtering');
  expect(lines).toContain('soft-delete');
  expect(lines.at(-1)).toBe(`${checks.length} checks`);
  for (const { check } of checks)
    expect(lines).toContain(`  ${check.id}  ${check.title}  [${check.requirements.join(', ')}]`);
  expect(listing(checks.slice(0, 1))).toMatch(/\n1 check\n$/);
});
