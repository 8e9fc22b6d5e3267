import fc from 'fast-check';
import { expect, test } from 'vitest';
import { annotations } from './annotations.ts';
import { HOSTILE, hostileReport, sampleCheck, sampleReport } from './fixtures/sample-report.ts';
import { PASSING } from './fixtures/samples.ts';

const finding = (id: string, verdict: 'fail' | 'warn' = 'fail') =>
  sampleCheck(id, {
    title: 'eq, in any case',
    verdict,
    violated: 'RFC7644-3.4.2.2-eq',
    message: `100% wrong: ${id}`,
    hint: 'fold the case',
    replay: `scim-conformance run --check ${id}`,
    requirements: [id],
  });

test('a cause is one error with its rule, its hint and its replay', () => {
  expect(annotations([sampleReport([finding('s/1')])])).toBe(
    '::error title=alvao-staging%3A eq%2C in any case::100%25 wrong: s/1 (RFC 7644 §3.4.2.2)%0Afold the case%0ARepeat: scim-conformance run --check s/1\n',
  );
});

test('several checks of one cause are named together', () => {
  expect(annotations([sampleReport([finding('s/1'), finding('s/2')])])).toContain('2 checks: s/1, s/2');
});

test('a run that passes, and what is waived, gives none', () => {
  expect(annotations([PASSING, sampleReport([{ ...finding('s/1'), waived: true }])])).toBe('');
});

test('no more than GitHub shows, errors first', () => {
  const checks = Array.from({ length: 60 }, (_, index) => ({
    ...finding(`s/${index}`, index % 2 === 0 ? 'warn' : 'fail'),
    violated: `R-${index}`,
  }));
  const lines = annotations([sampleReport(checks)])
    .trim()
    .split('\n');
  expect(lines.map((line) => /^::(\w+) /.exec(line)?.[1])).toEqual([
    ...Array(10).fill('error'),
    ...Array(10).fill('warning'),
  ]);
});

test('no string of the target ends a command or begins another', () => {
  const unit = fc.constantFrom('::', '\n', '\r', '%', ',', ':', '##[', 'x', '\u001b', '%0A');
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 20 }), (text) => {
      const lines = annotations([hostileReport(text)])
        .trimEnd()
        .split('\n');
      for (const line of lines)
        expect(line).toMatch(/^::(error|warning) title=[^:,\r\u001b]*::[^\r\u001b]*$/);
    }),
    { seed: 5, numRuns: 60, examples: [[HOSTILE]] },
  );
});
