import { expect, test } from 'vitest';
import { sampleCheck, sampleReport } from '../reporters/fixtures/sample-report.ts';
import { exitCodeOf, fateLines, fatesOf } from './replayed.ts';

const findings = ['s/a', 's/b', 's/c', 's/d'].map((id) => sampleCheck(id, { verdict: 'fail' }));

test('every finding is fixed, fails still, or could not be judged', () => {
  const now = sampleReport([
    sampleCheck('s/a'),
    sampleCheck('s/b', { verdict: 'fail', message: 'wrong\u001b[2J' }),
    sampleCheck('s/c', { verdict: 'skip', reason: 'not offered' }),
  ]);
  const replayed = fatesOf(findings, now);
  expect(fateLines(replayed)).toBe(
    'FIXED        s/a  a\nSTILL FAILS  s/b  wrong\\u001b[2J\nNOT JUDGED   s/c  not offered\nNOT JUDGED   s/d  it did not run\n',
  );
  expect(exitCodeOf(replayed)).toBe(1);
  expect(exitCodeOf(replayed.filter(({ fate }) => fate !== 'STILL FAILS'))).toBe(3);
  expect(exitCodeOf(replayed.slice(0, 1))).toBe(0);
});
