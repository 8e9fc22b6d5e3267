import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clip, count, duration, oneLine, prettyBody, visible } from './text.ts';

const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
});

test('visible shows what is invisible or dangerous, as JSON escapes', () => {
  expect(visible('a\u001b[31m\u0000\u202e\u2066\u200b\ud800\ufffe\u{e0041}b')).toBe(
    String.raw`a\u001b[31m\u0000\u202e\u2066\u200b\ud800\ufffe\udb40\udc41b`,
  );
  expect(visible('Zoë 😀 שלום\n\tok')).toBe('Zoë 😀 שלום\n\tok');
});

test('visible leaves JSON with the same meaning', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const json = visible(JSON.stringify(text));
      expect(JSON.parse(json)).toBe(text);
      expect(json).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    }),
    { seed: 11 },
  );
});

test('oneLine has no line break', () => {
  expect(oneLine(' a \r\n b\tc\u2028d ')).toBe('a b c\\u2028d');
});

test('clip never halves a surrogate pair and tells what is missing', () => {
  expect(clip('ab😀cd', 3)).toBe('ab… (4 more characters)');
  expect(clip('abc', 3)).toBe('abc');
});

test('prettyBody indents JSON and leaves the rest', () => {
  expect(prettyBody('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
  expect(prettyBody('<html>')).toBe('<html>');
});

test.each([
  [0, '0 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [12_340, '12.3 s'],
  [59_990, '1 min'],
  [245_000, '4 min 5 s'],
])('%d ms reads as %s', (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});

test('count agrees with its noun', () => {
  expect([count(0, 'check'), count(1, 'check'), count(12_000, 'check')]).toEqual([
    '0 checks',
    '1 check',
    '12,000 checks',
  ]);
});
