import { expect, test } from 'vitest';
import { CHECKS } from '../suites/registry.ts';
import { scopeOf } from './scope.ts';
import { listing, selection } from './selection.ts';
import { SMOKE } from './smoke.ts';

const ids = (options: Parameters<typeof selection>[0], configured?: readonly string[]) =>
  selection(options, configured).map(({ check }) => check.id);

test('smoke tries the most telling checks of every default suite', () => {
  expect(ids({ effort: 'smoke' })).toEqual(SMOKE.map(({ check }) => check.id));
  expect(SMOKE.length).toBeGreaterThan(50);
  expect(SMOKE.length).toBeLessThan(70);
  expect(new Set(SMOKE.map(({ suite }) => suite.name))).toEqual(
    new Set([
      'required-attributes',
      'filtering',
      'soft-delete',
      'group-members',
      'entra-client',
      'every-answer',
    ]),
  );
  expect(listing(selection({ effort: 'smoke' }))).toContain(`${SMOKE.length} checks\n`);
});

test('and those that are named, where some are', () => {
  expect(ids({ effort: 'smoke', check: ['filtering/urn-names'] })).toEqual(['filtering/urn-names']);
  expect(ids({ effort: 'smoke', suite: ['all'] })).toHaveLength(CHECKS.length);
  expect(ids({ effort: 'smoke' }, ['filtering'])).toEqual(ids({ suite: ['filtering'] }));
});

test('and is no run of the default set', () => {
  expect(scopeOf({ effort: 'smoke' })).toMatchObject({ suites: [], checks: [], whole: false });
  expect(scopeOf({ effort: 'quick' }).whole).toBe(true);
});
