import { describe, expect, test } from 'vitest';
import { HOSTILE, hostileReport } from '../reporters/fixtures/sample-report.ts';
import { FAILING, PASSING } from '../reporters/fixtures/samples.ts';
import { parseReport, validateReport } from './read.ts';

describe('validateReport', () => {
  test.each([
    ['passing', PASSING],
    ['failing', FAILING],
    ['hostile', hostileReport(HOSTILE)],
  ])('accepts the %s sample after a round trip through JSON', (_name, report) => {
    expect(parseReport(JSON.stringify(report))).toEqual(report);
  });

  test.each([
    ['schemaVersion', { schemaVersion: 2 }, '/schemaVersion must be equal to constant: 1'],
    ['effort', { run: { ...PASSING.run, effort: 'lazy' } }, '/run/effort'],
    ['seed', { run: { ...PASSING.run, seed: 1.5 } }, '/run/seed must be integer'],
    ['date', { run: { ...PASSING.run, startedAt: 'yesterday' } }, '/run/startedAt must match'],
    ['duration', { run: { ...PASSING.run, durationMs: -1 } }, '/run/durationMs must be >= 0'],
    ['count', { summary: { ...PASSING.summary, fail: '0' } }, '/summary/fail must be integer'],
    ['verdict', { checks: [{ ...PASSING.checks[0], verdict: 'ok' }] }, '/checks/0/verdict'],
    ['level', { checks: [{ ...PASSING.checks[0], level: 'must' }] }, '/checks/0/level'],
    ['extra member', { token: 'x' }, 'must NOT have additional properties: "token"'],
    ['missing member', { attributes: undefined }, "must have required property 'attributes'"],
  ])('refuses a wrong %s and says where', (_name, change, message) => {
    expect(() => validateReport(JSON.parse(JSON.stringify({ ...PASSING, ...change })))).toThrow(message);
  });

  test('refuses a check id that occurs twice', () => {
    const checks = [...PASSING.checks, ...PASSING.checks.slice(0, 1)];
    expect(() => validateReport({ ...PASSING, checks })).toThrow(/occurs twice/);
  });

  test.each([[null], [[]], ['text'], [{}]])('refuses %j', (value) => {
    expect(() => validateReport(value)).toThrow(/not a run report/);
  });
});

test('parseReport tells text that is no JSON', () => {
  expect(() => parseReport('<html>')).toThrow(/^not JSON: /);
});
