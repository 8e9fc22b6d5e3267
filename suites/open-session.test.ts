import { expect, test } from 'vitest';
import { loadApplication } from '../config/load-application.ts';
import type { CheckResult } from '../report/report.ts';
import { runInProcess } from '../tests/support/in-process.ts';

test('what breaks a rule of every answer is told when it is seen, by the check that judges it in the end', async () => {
  const told: CheckResult[] = [];
  const { results } = await runInProcess({
    application: loadApplication('alvao'),
    checks: ['every-answer/json', 'every-answer/lists'],
    faults: ['media-type-json'],
    onFinding: (found) => void told.push(found),
  });
  const [json] = results.filter(({ verdict }) => verdict === 'fail');
  expect(told[0]).toMatchObject({ id: 'every-answer/json', verdict: 'fail', violated: json?.violated });
  expect([...new Set(told.map(({ id }) => id))]).toEqual(['every-answer/json']);
});
