import { describe, expect, test } from 'vitest';
import { CHECKS, DEFAULT_GROUPS, SUITES, selectChecks, suiteNames } from './registry.ts';

const ids = CHECKS.map(({ check }) => check.id);

describe('the checks', () => {
  test('have unique ids: a suite and a name in lower case', () => {
    expect(new Set(ids).size).toBe(ids.length);
    for (const { suite, check } of CHECKS) expect(check.id).toMatch(new RegExp(`^${suite.name}/[a-z0-9-]+$`));
  });

  test('have titles that tell them apart within their suite, as JUnit needs it', () => {
    for (const { name, checks } of SUITES) {
      const titles = checks.map(({ title }) => title);
      expect(
        titles.filter((title, index) => titles.indexOf(title) !== index),
        name,
      ).toEqual([]);
    }
  });

  test('name requirements, each once', () => {
    for (const { check } of CHECKS) {
      expect(check.requirements.length, check.id).toBeGreaterThan(0);
      expect(new Set(check.requirements).size, check.id).toBe(check.requirements.length);
    }
  });

  test('no suite is named like a group', () => {
    const groups = new Set([...SUITES.flatMap((suite) => suite.groups), 'all']);
    expect(SUITES.filter(({ name }) => groups.has(name))).toEqual([]);
    expect(suiteNames()).toEqual(expect.arrayContaining([...groups, ...SUITES.map(({ name }) => name)]));
  });
});

describe('a selection', () => {
  const selected = (suites: readonly string[], checks: readonly string[] = []): string[] =>
    selectChecks(suites, checks).map(({ check }) => check.id);

  test('of nothing is the default groups', () => {
    expect(selected([])).toEqual(selected(DEFAULT_GROUPS));
  });

  test('of all is everything, in the order of reports', () => {
    expect(selected(['all'])).toEqual(ids);
  });

  test('of a suite is its checks', () => {
    expect(selected(['filtering'])).toEqual(ids.filter((id) => id.startsWith('filtering/')));
  });

  test('of several suites keeps the order of reports, whatever theirs', () => {
    expect(selected(['soft-delete', 'filtering'])).toEqual(selected(['filtering', 'soft-delete']));
  });

  test('of a check needs no suite, in any letter case', () => {
    const id = ids.at(-1) ?? '';
    expect(selected([], [id.toUpperCase()])).toContain(id);
  });

  test('of a requirement is the checks that judge it', () => {
    const [{ check } = { check: undefined }] = CHECKS;
    const requirement = check?.requirements[0] ?? '';
    const judging = CHECKS.filter((entry) =>
      entry.check.requirements.some((id) => id.startsWith(requirement)),
    );
    expect(selected([], [requirement])).toEqual(judging.map((entry) => entry.check.id));
  });

  test('of suites and checks is what both name', () => {
    expect(selected(['filtering'], ['soft-delete'])).toEqual([]);
    expect(selected(['filtering'], ['filtering'])).toEqual(selected(['filtering']));
  });

  test('of what there is not is empty', () => {
    expect(selected(['nope'])).toEqual([]);
    expect(selected([], ['nope'])).toEqual([]);
  });
});
