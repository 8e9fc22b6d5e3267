import { describe, expect, test } from 'vitest';
import { sampleCheck, sampleReport } from '../reporters/fixtures/sample-report.ts';
import type { Json } from '../scim/json.ts';
import { compareReports } from './compare.ts';
import { parseComparison } from './read-comparison.ts';
import type { CheckResult, RunReport, Transcript } from './report.ts';

const OPTIONS = { failOn: 'must', toolVersion: '0.1.0', comparedAt: new Date(0) } as const;

function compare(reports: readonly RunReport[], failOn: 'must' | 'should' = 'must') {
  const comparison = compareReports(reports, { ...OPTIONS, failOn });
  return parseComparison(JSON.stringify(comparison));
}

/** Two reports that differ in one check. */
function pair(a: Partial<CheckResult>, b: Partial<CheckResult>): readonly RunReport[] {
  return [a, b].map((changes) =>
    sampleReport([sampleCheck('filtering/eq', changes), sampleCheck('filtering/ne')]),
  );
}

describe('verdicts', () => {
  test('that are the same make equal targets', () => {
    expect(
      compare(pair({ verdict: 'fail', violated: 'R' }, { verdict: 'fail', violated: 'R' })),
    ).toMatchObject({
      verdict: 'equal',
      summary: { checks: { compared: 2, different: 0, gated: 0 } },
    });
  });

  test.each<[CheckResult['verdict'], CheckResult['verdict'], 'must' | 'should' | 'never']>([
    ['pass', 'fail', 'must'],
    ['skip', 'fail', 'must'],
    ['pass', 'warn', 'should'],
    ['pass', 'skip', 'never'],
    ['pass', 'error', 'never'],
  ])('%s and %s count at %s', (a, b, gated) => {
    const reports = pair({ verdict: a }, { verdict: b });
    expect(compare(reports).checks[0]).toMatchObject({ verdicts: [a, b], differs: true, gated });
    expect(compare(reports, 'must').verdict).toBe(gated === 'must' ? 'different' : 'equal');
    expect(compare(reports, 'should').verdict).toBe(gated === 'never' ? 'equal' : 'different');
  });

  test('of a waived finding do not count', () => {
    expect(compare(pair({}, { verdict: 'fail', waived: true }))).toMatchObject({
      verdict: 'equal',
      checks: [{ differs: true, gated: 'never' }, { differs: false }],
    });
  });

  test('differ when two targets violate different requirements', () => {
    const reports = pair({ verdict: 'fail', violated: 'R1' }, { verdict: 'fail', violated: 'R2' });
    expect(compare(reports).checks[0]).toMatchObject({
      differs: true,
      gated: 'must',
      violated: ['R1', 'R2'],
    });
  });

  test('that one report does not have are no difference, nor for the requirement', () => {
    const newer = sampleReport([
      sampleCheck('filtering/eq'),
      sampleCheck('filtering/new', { verdict: 'fail' }),
    ]);
    const older = sampleReport([sampleCheck('filtering/eq')], {
      tool: { name: 'scim-conformance', version: '0.0.9' },
    });
    const comparison = compare([newer, older]);
    expect(comparison.verdict).toBe('equal');
    expect(comparison.checks[1]).toMatchObject({ verdicts: ['fail', null], differs: false });
    expect(comparison.requirements.find(({ id }) => id === 'RFC7644-3.3-created')).toMatchObject({
      verdicts: ['pass', 'pass'],
      checks: ['filtering/eq'],
    });
    expect(comparison.notes).toEqual([
      expect.stringContaining('Versions of the harness differ (0.1.0, 0.0.9)'),
      expect.any(String),
    ]);
  });
});

describe('observations', () => {
  const observing = (observations: Record<string, Json>) => sampleReport([], { observations });

  test('are shown, and do not make targets different', () => {
    const comparison = compare([
      observing({ 'patch.successStatus': 200 }),
      observing({ 'patch.successStatus': 204, 'a.b': null }),
    ]);
    expect(comparison).toMatchObject({
      verdict: 'equal',
      observations: [
        { key: 'a.b', values: [{ absent: true }, { value: null }], differs: true },
        { key: 'patch.successStatus', values: [{ value: 200 }, { value: 204 }], differs: true },
      ],
    });
  });

  test('that a report with fewer checks does not have were not made', () => {
    const whole = sampleReport([sampleCheck('filtering/eq')], { observations: { a: 1 } });
    const part = sampleReport([], { observations: {} });
    expect(compare([whole, part]).observations).toEqual([
      { key: 'a', values: [{ value: 1 }, null], differs: false },
    ]);
  });

  test.each([
    ['speed.slowestAnswerMs', 20, 280, false],
    ['speed.slowestAnswerMs', 280, 320, false],
    ['speed.slowestAnswerMs', 100, 2000, true],
    ['speed.requestsPerSecond', 900, 110, false],
    ['speed.requestsPerSecond', 900, 20, true],
    ['rate.throttled', 3, 80, false],
  ])('%s: %i and %i differ as classes: %s', (key, a, b, differs) => {
    const [row] = compare([observing({ [key]: a }), observing({ [key]: b })]).observations;
    expect(row?.differs).toBe(differs);
    expect(JSON.stringify(row?.values)).not.toContain(String(b));
  });

  test('include the usual time of each operation that was measured often enough', () => {
    const timed = (median: number, count: number) =>
      sampleReport([], {
        observations: {},
        latency: [{ operation: 'GET /Users', count, median, p95: median, max: median }],
      });
    expect(compare([timed(20, 50), timed(5000, 50)]).observations).toMatchObject([
      { key: 'latency.GET /Users', differs: true },
    ]);
    expect(compare([timed(20, 2), timed(5000, 2)]).observations).toEqual([]);
  });
});

describe('answers', () => {
  const transcript = (
    body: Json,
    status = 200,
    path = '/Users/{id}',
  ): Readonly<Record<string, Transcript>> => ({
    'filtering/eq': {
      place: '0.0',
      exchanges: [
        {
          request: { method: 'GET', path, body: null },
          response: {
            status,
            headers: { 'content-type': 'application/scim+json' },
            body: JSON.stringify(body),
          },
        },
      ],
    },
  });
  const answering = (...all: readonly Readonly<Record<string, Transcript>>[]) =>
    compare(all.map((own) => sampleReport([], { transcript: own })));

  test('differ at JSON paths, with both values', () => {
    const a = transcript({
      active: true,
      emails: [
        { type: 'home', value: 'h' },
        { type: 'work', value: 'w' },
      ],
    });
    const b = transcript({ active: 'True', emails: [{ type: 'work', value: 'W' }], nick: 1 });
    expect(answering(a, b).answers).toEqual(
      [
        ['$.active', [{ value: true }, { value: 'True' }]],
        ['$.emails[type eq "home"]', [{ value: { type: 'home', value: 'h' } }, { absent: true }]],
        ['$.emails[type eq "work"].value', [{ value: 'w' }, { value: 'W' }]],
        ['$.nick', [{ absent: true }, { value: 1 }]],
      ].map(([path, values]) => ({
        operation: 'GET /Users/{id}',
        path,
        values,
        count: 1,
        checks: ['filtering/eq'],
      })),
    );
  });

  test('to different requests are not compared', () => {
    const comparison = answering(transcript({ a: 1 }), transcript({ a: 2 }, 200, '/Users/other'));
    expect(comparison.summary.answers).toEqual({ compared: 0, different: 0 });
    expect(comparison.notes).toEqual([expect.stringContaining('No two targets were sent the same requests')]);
  });

  test('of a success and an error differ in the status alone', () => {
    expect(
      answering(transcript({ id: '{id}' }, 201), transcript({ detail: 'no' }, 400)).answers,
    ).toMatchObject([{ path: 'status', values: [{ value: 201 }, { value: 400 }] }]);
  });

  test('that were cut are not compared, nor is a target with another request', () => {
    expect(answering(transcript({ a: 1 }), transcript('{cut}')).answers).toEqual([]);
    const three = answering(transcript({ a: 1 }), transcript({ a: 2 }, 200, '/x'), transcript({ a: 3 }));
    expect(three.answers).toMatchObject([{ path: '$.a', values: [{ value: 1 }, null, { value: 3 }] }]);
  });

  test('without a JSON document differ as a whole', () => {
    expect(answering(transcript({ a: 1, b: 2 }), transcript('{no JSON}')).answers).toMatchObject([
      { path: '$', values: [{ value: { a: 1, b: 2 } }, { value: '{no JSON}' }] },
    ]);
  });

  test('keep no member apart that is named like one of every object', () => {
    const hostile: Json = JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}');
    expect(answering(transcript(hostile), transcript({})).answers.map(({ path }) => path)).toEqual([
      '$.__proto__',
      '$.constructor',
    ]);
  });
});

test('targets of the same name are told apart, and conditions that differ are said', () => {
  const first = sampleReport([]);
  const second = sampleReport([], { run: { ...first.run, seed: 7, complete: false, reason: 'interrupted' } });
  const { targets, notes } = compare([first, second]);
  expect(targets.map(({ label }) => label)).toEqual(['alvao-staging (1)', 'alvao-staging (2)']);
  expect(notes.join('\n')).toMatch(
    /Seeds differ \(20240917, 7\)[\s\S]*alvao-staging \(2\) is incomplete: interrupted/,
  );
});
