import { describe, expect, test } from 'vitest';
import {
  HOSTILE,
  hostileReport,
  sampleCheck,
  sampleFinding,
  sampleReport,
} from '../fixtures/sample-report.ts';
import { FAILING, PASSING } from '../fixtures/samples.ts';
import { consoleSummary } from './summary.ts';
import { wrap } from './wrap.ts';

const plain = { color: false, width: 80 };

test('a passing run is four lines and its paths', () => {
  expect(consoleSummary(PASSING, { ...plain, paths: ['out/report.html'] })).toBe(
    [
      'ALVAO  alvao-staging  https://scim.example.com/v2',
      '  Conformant: 10 of 11 checks pass, 1 skipped',
      '  1 skip  10 pass',
      '  2,741 requests in 11.8 s, effort standard, seed 20240917',
      '  report  out/report.html',
      '',
    ].join('\n'),
  );
});

test('a finding is explained in full', () => {
  const text = consoleSummary(FAILING, plain);
  for (const part of [
    '✗ fail eq on userName ignores letter case filtering/eq-respects-caseExact, MUST',
    'RFC 7643 §7 (RFC7643-7-caseExact, MUST): A Boolean value',
    '{ "totalResults": 0, "Resources": [] }',
    '(seed 20240917, path 7:0:2:1, made smaller 14 times)',
    "curl --silent --show-error --include --globoff --request GET --url 'https://scim.example.com",
    'scim-conformance run --application alvao',
    'Not conformant: 4 of 21 checks fail',
    '1 resource could not be deleted: https://scim.example.com/v2/Users/4c02',
  ]) {
    expect(text).toContain(part);
  }
});

test('of many resources that could not be deleted a few are named', () => {
  const leftBehind = Array.from({ length: 40 }, (_, index) => `/Users/${index}`);
  const text = consoleSummary({ ...FAILING, run: { ...FAILING.run, leftBehind } }, plain);
  expect(text.replaceAll(/\s+/g, ' ')).toContain('40 resources could not be deleted: /Users/0,');
  expect(text).not.toContain('/Users/39');
});

test('findings with one cause are told once, with the finding that shows it best', () => {
  const checks = Array.from({ length: 15 }, (_, index) =>
    sampleCheck(`s/${index}`, {
      verdict: 'fail',
      violated: `R-${index}`,
      message: `title of user ${index} is lost`,
      expected: 'title = "x"',
      actual: 'no value',
      finding: sampleFinding({ attribute: 'title', what: 'title', wanted: 'x' }),
    }),
  );
  const text = consoleSummary(sampleReport(checks), plain);
  expect(
    text.startsWith('✗ fail title is missing from what the target gives back explains 15 checks\n'),
  ).toBe(true);
  expect(text).toContain('0 (s/0)\n      1 (s/1)\n');
  expect(text).toContain('and 3 more');
  expect(text).toContain('title of user 0 is lost');
  expect(text).not.toContain('title of user 1 is lost');
});

test('nothing of the target controls the terminal', () => {
  expect(consoleSummary(hostileReport(HOSTILE), plain)).not.toMatch(
    /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/,
  );
});

test('colour is only ours', () => {
  const codes =
    consoleSummary(hostileReport(HOSTILE), { ...plain, color: true }).match(/\u001b[^m]*m/g) ?? [];
  expect(codes.length).toBeGreaterThan(0);
  for (const code of codes) expect(code).toMatch(/^\u001b\[\d+m$/);
});

describe('wrap', () => {
  test('breaks at blanks, keeps indentation and never cuts a word', () => {
    expect(wrap('aa bb cc\n  dd ee averylongword', 6)).toEqual([
      'aa bb',
      'cc',
      '  dd',
      '  ee',
      '  averylongword',
    ]);
  });

  test('keeps empty lines', () => {
    expect(wrap('a\n\nb', 5)).toEqual(['a', '', 'b']);
  });
});

test('without a count of requests, none is claimed', () => {
  const report = sampleReport([sampleCheck('s/a')]);
  const text = consoleSummary(
    { ...report, run: { ...report.run, requests: 0, durationMs: 5300 } },
    { color: false, width: 100 },
  );
  expect(text).toContain('\n  effort standard, seed 20240917');
  expect(text).not.toContain('0 requests');
});
