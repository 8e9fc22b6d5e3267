import { describe, expect, test } from 'vitest';
import { gate } from './gate.ts';
import type { CheckResult, RunReport, Verdict } from './report.ts';

type Entry = Verdict | `${Verdict} waived`;

/** A report with a check for each entry, named by it. */
function reportOf(checks: Readonly<Record<string, Entry>>, complete = true): RunReport {
  return {
    schemaVersion: 1,
    tool: { name: 'scim-conformance', version: '0.0.0' },
    run: {
      id: 'unit00',
      seed: 1,
      effort: 'quick',
      startedAt: '2024-01-01T00:00:00Z',
      durationMs: 0,
      requests: 0,
      complete,
      reason: complete ? null : 'x',
      leftBehind: [],
    },
    target: {
      name: 'unit',
      url: 'http://unit.test',
      application: 'unit',
      applicationName: 'Unit',
      source: null,
      notes: [],
      documentation: [],
    },
    summary: { pass: 0, fail: 0, warn: 0, skip: 0, error: 0, waived: 0 },
    checks: Object.entries(checks).map(([id, entry]) => resultOf(id, entry)),
    attributes: [],
    requirements: {},
    observations: {},
  };
}

function resultOf(id: string, entry: Entry): CheckResult {
  const [verdict = 'pass', waived] = entry.split(' ') as [Verdict, string?];
  return {
    id,
    suite: 'unit',
    title: id,
    level: 'MUST',
    requirements: [],
    violated: null,
    verdict,
    waived: waived !== undefined,
    reason: null,
    message: null,
    expected: null,
    actual: null,
    hint: null,
    counterexample: null,
    replay: '',
    runs: 0,
    durationMs: 0,
    requests: 0,
    exchanges: [],
  };
}

const must = (report: RunReport, baseline: RunReport | null = null) =>
  gate(report, { failOn: 'must', baseline });

describe('without a baseline', () => {
  test.each<[string, Record<string, Entry>, string, string[]]>([
    ['all pass', { a: 'pass', b: 'pass' }, 'conformant', []],
    ['skips beside a pass', { a: 'pass', b: 'skip' }, 'conformant', []],
    ['a warning', { a: 'warn' }, 'conformant', []],
    ['a failure', { a: 'pass', b: 'fail' }, 'not conformant', ['b']],
    ['a waived failure', { a: 'fail waived', b: 'pass' }, 'conformant', []],
    ['only skips', { a: 'skip' }, 'unjudged', []],
    ['only errors', { a: 'error' }, 'unjudged', ['a']],
    ['nothing', {}, 'unjudged', []],
  ])('%s', (_, checks, verdict, regressions) => {
    expect(must(reportOf(checks))).toEqual({ verdict, regressions, known: [], fixed: [] });
  });

  test('an incomplete run proves nothing, unless something failed', () => {
    expect(must(reportOf({ a: 'pass', b: 'error' }, false)).verdict).toBe('unjudged');
    expect(must(reportOf({ a: 'pass' }, false)).verdict).toBe('unjudged');
    expect(must(reportOf({ a: 'pass', b: 'fail' }, false)).verdict).toBe('not conformant');
  });

  test('warnings fail on should', () => {
    const result = gate(reportOf({ a: 'warn', b: 'pass', c: 'warn waived' }), {
      failOn: 'should',
      baseline: null,
    });
    expect(result).toEqual({ verdict: 'not conformant', regressions: ['a'], known: [], fixed: [] });
  });
});

describe('with a baseline', () => {
  const baseline = reportOf({
    known: 'fail',
    fixed: 'fail',
    fine: 'pass',
    warned: 'warn',
    unjudged: 'error',
  });

  test('what failed there does not fail again', () => {
    expect(must(reportOf({ known: 'fail', fine: 'pass' }), baseline)).toEqual({
      verdict: 'conformant',
      regressions: [],
      known: ['known'],
      fixed: [],
    });
  });

  test('what is new fails: a check that passed, or that was not there', () => {
    const result = must(reportOf({ known: 'fail', fine: 'fail', another: 'fail' }), baseline);
    expect(result).toEqual({
      verdict: 'not conformant',
      regressions: ['fine', 'another'],
      known: ['known'],
      fixed: [],
    });
  });

  test('what passes now is fixed', () => {
    expect(must(reportOf({ known: 'fail', fixed: 'pass', fine: 'pass' }), baseline).fixed).toEqual(['fixed']);
  });

  test('what was waived there is known, and mended when it passes', () => {
    const waived = reportOf({ known: 'fail waived', fixed: 'fail waived', fine: 'pass' });
    expect(must(reportOf({ known: 'fail', fixed: 'pass', fine: 'pass' }), waived)).toEqual({
      verdict: 'conformant',
      regressions: [],
      known: ['known'],
      fixed: ['fixed'],
    });
  });

  test('a warning there is no failure there', () => {
    expect(must(reportOf({ warned: 'fail' }), baseline).regressions).toEqual(['warned']);
    expect(gate(reportOf({ warned: 'warn' }), { failOn: 'should', baseline }).regressions).toEqual([]);
  });

  test('what could not be judged there may not fail now', () => {
    expect(must(reportOf({ unjudged: 'fail', fine: 'pass' }), baseline)).toMatchObject({
      verdict: 'not conformant',
      regressions: ['unjudged'],
    });
    expect(must(reportOf({ unjudged: 'error', fine: 'pass' }), baseline).regressions).toEqual([]);
  });
});
