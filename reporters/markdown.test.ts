import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOSTILE, hostileReport, sampleCheck, sampleReport } from './fixtures/sample-report.ts';
import { FAILING, PASSING } from './fixtures/samples.ts';
import { summaryMarkdown } from './markdown.ts';

test('says the verdict first, then the findings', () => {
  const text = summaryMarkdown([FAILING]);
  expect(text.split('\n')[0]).toContain('❌ ALVAO: Not conformant\\: 4 of 21 checks fail');
  expect(text.indexOf('eq on userName ignores')).toBeLessThan(text.indexOf('### ALVAO'));
  expect(text).toContain('```text\nscim-conformance run --application alvao');
});

test('several runs begin with an overview', () => {
  const lines = summaryMarkdown([FAILING, PASSING]).split('\n');
  expect(lines[0]).toBe('| Target | Verdict | fail | error | warn | waived | skip | pass |');
  expect(lines[3]).toContain('Conformant\\: 10 of 11 checks pass, 1 skipped');
});

test('says what to repair before the findings', () => {
  const text = summaryMarkdown([FAILING]);
  expect(text).toContain(
    '| ❌ fail | **After a PATCH with the string "False" the user is still active.** (Entra rule E-071) |',
  );
  expect(text.indexOf('### What to repair')).toBeLessThan(text.indexOf('<details>'));
  const alone = sampleReport([sampleCheck('s/x', { verdict: 'fail', message: 'wrong' }), sampleCheck('s/y')]);
  expect(summaryMarkdown([alone])).not.toContain('What to repair');
});

test('keeps to what space is left', () => {
  const text = summaryMarkdown([FAILING], 3000);
  expect(Buffer.byteLength(text)).toBeLessThan(3200);
  expect(text).toContain('left out');
});

test('stays below 1 MiB and says what is missing', () => {
  const checks = Array.from({ length: 10_000 }, (_, index) =>
    sampleCheck(`s/${index}`, { verdict: 'fail', message: '💥'.repeat(2000), actual: '`'.repeat(9000) }),
  );
  const text = summaryMarkdown([sampleReport(checks)]);
  expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
  expect(text).toMatch(/_[\d,]+ more sections left out; report\.json has everything\._/);
});

/** The text outside fenced blocks, where markup would work. */
function outsideFences(markdown: string): string {
  return markdown.replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '');
}

test('no string of the target becomes markup', () => {
  const unit = fc.constantFrom(
    '`',
    '```',
    '|',
    '<',
    '>',
    '*',
    '_',
    '[',
    ']',
    '(',
    '\\',
    '\n',
    '#',
    '&',
    '!',
    '~~',
    '</details>',
    'x',
    '\u202e',
    '\u001b',
    'a@b.c',
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 24 }), (text) => {
      const outside = outsideFences(summaryMarkdown([hostileReport(text)]));
      const tags = outside.match(/(?<!\\)<[^>]*>/g) ?? [];
      expect(new Set(tags)).toEqual(
        new Set(['<details>', '<summary>', '<b>', '</b>', '</summary>', '</details>']),
      );
      expect(outside).not.toMatch(/(?<!\\)`/);
      expect(outside).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
    }),
    { seed: 9, numRuns: 60, examples: [[HOSTILE]] },
  );
});
