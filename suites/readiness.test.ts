import { describe, expect, it } from 'vitest';
import type { CheckId } from './check-ids.ts';
import { READINESS } from './readiness/tests.ts';
import { readiness } from './readiness.ts';
import { CHECKS } from './registry.ts';

const rows = READINESS.flatMap(({ tests }) => tests);

type Result = Parameters<typeof readiness>[0][number] & { readonly id: CheckId };

const ALL: readonly Result[] = CHECKS.map(({ check }) => ({ id: check.id, verdict: 'pass', violated: null }));

/** All checks pass but the ones given. */
const except = (...changed: readonly Result[]): readonly Result[] =>
  ALL.map((result) => changed.find(({ id }) => id === result.id) ?? result);

/** The verdict on one test. */
function verdict(id: string, results: readonly Result[]): string | undefined {
  return readiness(results)
    .flatMap((list) => list.rows)
    .find((row) => row.id === id)?.verdict;
}

describe('READINESS', () => {
  it('has every test of the lists once', () => {
    expect(READINESS.map(({ list, tests }) => [list, tests.length])).toEqual([
      ['entra-validator', 32],
      ['entra-logic-app', 11],
      ['okta-spec-test', 12],
    ]);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });
});

describe('readiness', () => {
  it('passes what every check passes, and leaves out what no check covers', () => {
    const left = readiness(ALL).flatMap((list) => list.rows.filter((row) => row.verdict !== 'pass'));
    expect(left.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['L22', 'notApplicable'],
      ['L23', 'notApplicable'],
      ['L24', 'notApplicable'],
    ]);
  });

  it('fails the tests that a violated rule belongs to, and no others of the check', () => {
    const results = except({ id: 'entra-client/manager-as-string', verdict: 'warn', violated: 'E-094' });
    expect(['V10', 'V11', 'V12', 'L25'].map((id) => verdict(id, results))).toEqual([
      'pass',
      'fail',
      'pass',
      'fail',
    ]);
  });

  it('fails for what no test of the list is about, and judges nothing by what could not be judged', () => {
    const id = 'entra-client/manager-as-string';
    expect(verdict('V10', except({ id, verdict: 'fail', violated: 'E-096' }))).toBe('fail');
    expect(verdict('V10', except({ id, verdict: 'error', violated: null }))).toBe('notJudged');
  });

  it('passes over what a list does not look at, and over warnings about other rules', () => {
    const id = 'group-members/delete';
    expect(verdict('V25', except({ id, verdict: 'fail', violated: 'RFC7644-3.3-location' }))).toBe('pass');
    expect(verdict('V25', except({ id, verdict: 'warn', violated: 'E-136' }))).toBe('pass');
  });

  it('does not judge groups where there are none, nor by half of the checks', () => {
    const results = except({ id: 'group-members/groups-offered', verdict: 'skip', violated: null });
    expect(['V17', 'V4'].map((id) => verdict(id, results))).toEqual(['notApplicable', 'pass']);
    expect(
      verdict(
        'V4',
        ALL.filter(({ id }) => id !== 'filtering/no-match'),
      ),
    ).toBe('notJudged');
    expect(readiness([])).toEqual([]);
    expect(readiness(ALL.map(({ id }) => ({ id, verdict: 'error', violated: null })))).toEqual([]);
  });
});
