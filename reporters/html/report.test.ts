import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  HOSTILE,
  hostileReport,
  sampleCheck,
  sampleExchange,
  sampleFinding,
  sampleReport,
} from '../fixtures/sample-report.ts';
import { FAILING, PASSING } from '../fixtures/samples.ts';
import { reportHtml } from './report.tsx';

const hash = (text: string | undefined) =>
  `'sha256-${createHash('sha256')
    .update(text ?? '')
    .digest('base64')}'`;

test('allows exactly its own style sheet and script', () => {
  const html = reportHtml(FAILING);
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`script-src ${hash(/<script>([\s\S]*?)<\/script>/.exec(html)?.[1])}`);
  expect(policy).toContain(`style-src ${hash(/<style>([\s\S]*?)<\/style>/.exec(html)?.[1])}`);
  expect(html).not.toMatch(/ style="| on[a-z]+="/);
});

test('says the verdict before anything else', () => {
  const html = reportHtml(FAILING);
  expect(html).toContain('<title>ALVAO: Not conformant: 4 of 21 checks fail · scim-conformance</title>');
  const order = [
    '<h1>',
    'id="causes"',
    'id="findings"',
    'id="attributes"',
    'id="checks"',
    'id="requirements"',
    'id="latency"',
    'id="observations"',
  ];
  const places = order.map((part) => html.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test('explains a finding with everything needed to repeat it', () => {
  const html = reportHtml(FAILING);
  for (const part of [
    'id="check-filtering/eq-respects-caseExact"',
    'href="https://www.rfc-editor.org/rfc/rfc7643#section-7"',
    '<mark>0</mark>',
    'made smaller 14 times',
    '--header &quot;Authorization: Bearer $SCIM_TOKEN&quot;',
    '<b>GET</b> /Users?filter=userName eq &quot;STRASSE@example.com&quot;',
  ]) {
    expect(html).toContain(part);
  }
  expect(html).not.toContain('Bearer secret');
});

test('a passing run has no findings', () => {
  expect(reportHtml(PASSING)).not.toContain('id="findings"');
});

test('one finding needs no list of causes beside it', () => {
  const alone = sampleReport([sampleCheck('s/x', { verdict: 'fail', message: 'wrong' }), sampleCheck('s/y')]);
  expect(reportHtml(alone)).not.toContain('id="causes"');
});

test('a cause says what to change and links to its checks', () => {
  const checks = Array.from({ length: 300 }, (_, index) =>
    sampleCheck(`s/${index}`, {
      verdict: 'fail',
      violated: 'RFC7644-3.3-created',
      message: 'lost',
      expected: 'title = "x"',
      actual: 'no value',
      finding: sampleFinding({ attribute: 'title', what: 'title', wanted: 'x' }),
    }),
  );
  const html = reportHtml(sampleReport(checks));
  const causes = html.slice(html.indexOf('id="causes"'), html.indexOf('id="findings"'));
  expect(causes).toContain('title is missing from what the target gives back');
  expect(causes).toContain('explains 300 checks');
  expect(causes).toContain('href="#check-s/199"');
  expect(causes).toContain('and 296 more');
});

test('every link inside the page leads somewhere, and no id occurs twice', () => {
  const html = reportHtml(FAILING);
  const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, target] of html.matchAll(/ href="#([^"]*)"/g))
    expect(ids).toContain(decodeURIComponent(target ?? ''));
});

test('no string of the target becomes markup or a script address', () => {
  const harmless = (html: string) => new Set(html.match(/<\/?[a-z][a-z0-9]*/g));
  const known = harmless(reportHtml(hostileReport('harmless')));
  const unit = fc.constantFrom(
    '<img>',
    '</style>',
    '</script>',
    '<script>',
    '"',
    "'",
    '>',
    '<',
    '&',
    '\u202e',
    '\ud800',
    '\u0000',
    'x',
    '<!--',
  );
  fc.assert(
    fc.property(fc.string({ unit, minLength: 1, maxLength: 12 }), (text) => {
      const html = reportHtml(hostileReport(text));
      for (const tag of harmless(html)) expect(known).toContain(tag);
      expect(html.match(/<script/g)).toHaveLength(1);
      expect(html).not.toMatch(/href="javascript:/);
      expect(html).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
    }),
    { seed: 13, numRuns: 40, examples: [[HOSTILE]] },
  );
});

test('50 failures with 40 long exchanges each stay below 3 MB', () => {
  const body = JSON.stringify({
    Resources: Array.from({ length: 400 }, (_, id) => ({ id, userName: `user${id}@example.com` })),
  });
  const exchange = sampleExchange();
  const long = {
    ...exchange,
    request: { ...exchange.request, body },
    response: exchange.response && { ...exchange.response, body },
  };
  const failures = Array.from({ length: 50 }, (_, index) =>
    sampleCheck(`filtering/f${index}`, {
      verdict: 'fail',
      message: 'wrong',
      expected: body,
      actual: `${body} `,
      exchanges: Array(40).fill(long),
    }),
  );
  const passes = Array.from({ length: 300 }, (_, index) => sampleCheck(`filtering/p${index}`));
  expect(Buffer.byteLength(reportHtml(sampleReport([...failures, ...passes])))).toBeLessThan(3_000_000);
});
