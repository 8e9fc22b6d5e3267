import fc from 'fast-check';
import { expect, test } from 'vitest';
import { create } from 'xmlbuilder2';
import { HOSTILE, hostileReport, sampleCheck, sampleReport } from './fixtures/sample-report.ts';
import { FAILING } from './fixtures/samples.ts';
import { junitXml } from './junit.ts';

type Node = ReturnType<ReturnType<typeof create>['root']>;

function elements(node: Node, name: string): readonly Node[] {
  return node.filter((child) => child.node.nodeName === name, false, true);
}

function attribute(node: Node, name: string): string | null {
  const attributes = Object.fromEntries([...Object.entries(node.toObject())]);
  const inner = attributes[node.node.nodeName];
  const value: unknown =
    typeof inner === 'object' && inner !== null && `@${name}` in inner
      ? Reflect.get(inner, `@${name}`)
      : null;
  return typeof value === 'string' ? value : null;
}

/** XML 1.0 §2.2 `Char`. */
const ILLEGAL = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

test('one suite each with its properties, one case per check, in the order of the report', () => {
  const root = create(junitXml(FAILING)).root();
  const suites = elements(root, 'testsuite');
  expect(suites.map((suite) => attribute(suite, 'name'))).toEqual([
    'required-attributes',
    'filtering',
    'soft-delete',
    'group-members',
  ]);
  const first = suites[0];
  if (first === undefined) throw new Error('no suite');
  expect(
    elements(first, 'property').map((node) => [attribute(node, 'name'), attribute(node, 'value')]),
  ).toEqual([
    ['target', 'alvao-staging'],
    ['application', 'alvao'],
    ['seed', '20240917'],
    ['effort', 'standard'],
    ['toolVersion', '0.1.0'],
  ]);
  expect(elements(root, 'testcase')).toHaveLength(FAILING.checks.length);
  expect(attribute(first, 'tests')).toBe('5');
});

test('verdicts become failure, error and skipped; a warning passes and is told', () => {
  const report = sampleReport([
    sampleCheck('s/fail', { verdict: 'fail', message: 'wrong' }),
    sampleCheck('s/error', { verdict: 'error', message: 'no answer' }),
    sampleCheck('s/skip', { verdict: 'skip', reason: 'no groups' }),
    sampleCheck('s/waived', { verdict: 'fail', waived: true, reason: 'until May' }),
    sampleCheck('s/warn', { verdict: 'warn', message: 'unusual [[PROPERTY|level=MAY]]' }),
    sampleCheck('s/pass'),
  ]);
  const cases = elements(create(junitXml(report)).root(), 'testcase');
  const found = cases.map((node) =>
    ['failure', 'error', 'skipped'].flatMap((name) =>
      elements(node, name).map((child) => `${name} ${attribute(child, 'message')}`),
    ),
  );
  expect(found).toEqual([
    ['failure wrong'],
    ['error no answer'],
    ['skipped no groups'],
    ['skipped waived: until May'],
    [],
    [],
  ]);
  const warning = cases[4]?.toString() ?? '';
  expect(warning).toContain('warning: unusual');
  expect(warning.match(/\[\[PROPERTY\|level=/g)).toHaveLength(1);
});

test('system-out has one line per property', () => {
  const check = sampleCheck('s/x', { requirements: ['A', 'B'], replay: 'scim-conformance run\n--check s/x' });
  const [output] = elements(create(junitXml(sampleReport([check]))).root(), 'system-out');
  expect(output?.node.textContent?.trim().split('\n')).toEqual([
    '[[PROPERTY|id=s/x]]',
    '[[PROPERTY|requirements=A,B]]',
    '[[PROPERTY|level=MUST]]',
    '[[PROPERTY|seed=20240917]]',
    '[[PROPERTY|replay=scim-conformance run --check s/x]]',
  ]);
});

test('stays well-formed XML with times in the form of the schema, whatever the strings are', () => {
  const unit = fc.oneof(
    fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    fc.constantFrom(
      ']]>',
      '<',
      '&',
      '"',
      "'",
      '<![CDATA[',
      '-->',
      '\u0000',
      '\u001b',
      '\ud800',
      '\ufffe',
      '\u{1f600}',
      '&#0;',
    ),
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 20 }), (text) => {
      const xml = junitXml(hostileReport(text));
      expect(xml).not.toMatch(ILLEGAL);
      const root = create(xml).root();
      expect(elements(root, 'testcase')).toHaveLength(6);
      expect(['failure', 'error', 'skipped'].map((name) => elements(root, name).length)).toEqual([1, 1, 2]);
      // jenkins-junit-10.xsd, SUREFIRE_TIME.
      for (const suite of elements(root, 'testsuite'))
        expect(attribute(suite, 'time')).toMatch(/^[0-9]*\.[0-9]{3}$/);
    }),
    { seed: 7, numRuns: 60, examples: [[HOSTILE], ['']] },
  );
});
