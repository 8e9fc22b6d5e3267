import { expect, test } from 'vitest';
import type { Verdict } from '../report/report.ts';
import { findings, headline, outcomeOf, tally } from './conclusion.ts';
import { requirementStates } from './coverage.ts';
import { sampleCheck, sampleReport } from './fixtures/sample-report.ts';
import { FAILING } from './fixtures/samples.ts';

function reportOf(verdicts: readonly (Verdict | 'waived')[], complete = true) {
  const checks = verdicts.map((verdict, index) =>
    sampleCheck(`s/${index}`, verdict === 'waived' ? { verdict: 'fail', waived: true } : { verdict }),
  );
  const report = sampleReport(checks);
  return { ...report, run: { ...report.run, complete } };
}

test.each([
  [['pass', 'pass'], true, 'conformant', 'Conformant: all 2 checks pass'],
  [['pass'], true, 'conformant', 'Conformant: the only check passes'],
  [
    ['pass', 'warn', 'skip', 'waived'],
    true,
    'conformant',
    'Conformant: 1 of 4 checks pass, 1 warning, 1 waived, 1 skipped',
  ],
  [['fail', 'pass'], true, 'not conformant', 'Not conformant: 1 of 2 checks fails'],
  [['fail', 'fail', 'error'], true, 'not conformant', 'Not conformant: 2 of 3 checks fail'],
  [
    ['fail', 'pass'],
    false,
    'not conformant',
    'Not conformant: 1 of 2 checks fails, and the run is incomplete',
  ],
  [['pass', 'error'], true, 'unjudged', 'Not judged: 1 of 2 checks could not be carried out'],
  [['pass'], false, 'unjudged', 'Not judged: the run is incomplete'],
  [['skip'], true, 'unjudged', 'Not judged: no check could be applied'],
  [[], true, 'unjudged', 'Not judged: no check could be applied'],
] as const)('%j (complete: %j) is %s', (verdicts, complete, outcome, sentence) => {
  const report = reportOf(verdicts, complete);
  expect(outcomeOf(report)).toBe(outcome);
  expect(headline(report)).toBe(sentence);
});

test.each([
  [{ readOnly: true }, ['pass', 'pass', 'skip'], 'Nothing wrong in the 2 checks that only read: 1 skipped'],
  [{ suites: ['filtering'], whole: false }, ['pass', 'pass'], 'Nothing wrong in the 2 checks of filtering'],
  [
    { suites: ['a', 'b', 'c', 'd'], whole: false, shard: { index: 2, count: 3 } },
    ['pass'],
    'Nothing wrong in the only check of 4 suites in part 2 of 3',
  ],
  [
    { checks: ['s/0'], whole: false },
    ['pass', 'warn'],
    'Nothing fails in the 2 checks chosen by s/0: 1 warning',
  ],
] as const)('%j is not called conformant', (scope, verdicts, sentence) => {
  const report = reportOf(verdicts);
  const whole = { suites: [], checks: [], readOnly: false, shard: null, whole: true };
  const narrow = { ...report, run: { ...report.run, scope: { ...whole, ...scope } } };
  expect(outcomeOf(narrow)).toBe('nothing wrong');
  expect(headline(narrow)).toBe(sentence);
  const failing = reportOf(['fail', 'pass']);
  expect(outcomeOf({ ...failing, run: narrow.run })).toBe('not conformant');
  expect(outcomeOf({ ...report, run: { ...report.run, scope: whole } })).toBe('conformant');
});

test('every check counts once', () => {
  expect(tally(FAILING.checks)).toEqual({
    pass: 13,
    fail: 4,
    warn: 1,
    skip: 1,
    error: 1,
    waived: 1,
    known: 0,
    unrun: 0,
  });
});

test('findings come gravest first, binding levels first', () => {
  expect(
    findings(FAILING).map(({ verdict, waived, level }) => `${waived ? 'waived' : verdict} ${level}`),
  ).toEqual([
    'fail MUST',
    'fail MUST',
    'fail APPLICATION',
    'fail ENTRA',
    'error MUST',
    'warn SHOULD',
    'waived MUST',
  ]);
});

test('a finding judges the requirement it names, and a pass outweighs a skip', () => {
  const report = sampleReport([
    sampleCheck('s/a', { verdict: 'skip', requirements: ['A', 'B'] }),
    sampleCheck('s/b', { verdict: 'fail', requirements: ['A', 'C'], violated: 'C' }),
    sampleCheck('s/c', { requirements: ['A', 'C'] }),
  ]);
  expect(Object.fromEntries(requirementStates(report))).toEqual({ A: 'pass', B: 'skip', C: 'fail' });
});
