import { expect, test } from 'vitest';
import { powerPage } from './power-page.ts';

const power = {
  date: '2026-01-31',
  minutes: 12.3,
  caught: [
    {
      fault: 'a|b',
      area: 'query',
      violates: 'RFC7644-3.4',
      title: 'answers a | b',
      effort: 'quick' as const,
      application: 'alvao',
      failed: true,
      named: true,
      checks: ['query/a'],
      requests: 1,
      durationMs: 2,
      counterexample: null,
    },
  ],
};

test('the page tells of faults, and of mutants when there was a run', () => {
  const files = [
    { file: 'scim/json.ts', killed: 3, survived: 1 },
    { file: 'scim/value.ts', killed: 6, survived: 0 },
  ];
  const alone = powerPage(power, null);
  const both = powerPage(power, { date: '2026-02-01', files });
  expect(alone).toContain('| query | 1 | 1 (100.0 %) |');
  expect(alone).toContain('| `a|b` | answers a \\| b | RFC7644-3.4 | quick | query/a | 1 | 2 |  |');
  expect(alone).not.toContain('mutant');
  expect(both).toContain('on 2026-02-01');
  expect(both).toContain('| scim/json.ts | 4 | 3 | 1 | 75.0 % |');
  expect(both).toContain('| all | 10 | 9 | 1 | 90.0 % |');
  expect(both.length).toBeGreaterThan(alone.length);
});
