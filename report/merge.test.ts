import { describe, expect, test } from 'vitest';
import { sampleCheck, sampleReport } from '../reporters/fixtures/sample-report.ts';
import { mergeReports } from './merge.ts';
import type { RunReport } from './report.ts';

const ORDER = ['a/1', 'a/2', 'a/3', 'a/4'];
const part = (ids: readonly string[], changes: Partial<RunReport> = {}) =>
  sampleReport(
    ids.map((id) => sampleCheck(id)),
    changes,
  );
const merge = (...reports: readonly RunReport[]) =>
  mergeReports(
    reports.map((report, index) => ({ file: `shard-${index + 1}/report.json`, report })),
    ORDER,
  );

test('joins checks in their order, and adds up what there is to add', () => {
  const second = part(['a/2', 'a/4']);
  const merged = merge(part(['a/1', 'a/3']), { ...second, run: { ...second.run, id: 'other' } });
  expect(merged.checks.map(({ id }) => id)).toEqual(ORDER);
  expect(merged.summary).toMatchObject({ pass: 4, fail: 0 });
  expect(merged.run).toMatchObject({
    id: '4f1c9a+other',
    seed: 20240917,
    requests: 2 * 2741,
    complete: true,
  });
});

test('of a cell of the attribute matrix the gravest measurement stays', () => {
  const [row] = part([]).attributes;
  if (row === undefined) throw new Error('the sample has attributes');
  const measured = (filter: 'fail' | 'skip' | 'pass') =>
    part([], { attributes: [{ ...row, measured: { ...row.measured, filter } }] });
  expect(merge(measured('pass'), measured('fail'), measured('skip')).attributes[0]?.measured.filter).toBe(
    'fail',
  );
});

test('the same check twice with the same result is one check', () => {
  expect(merge(part(['a/1']), part(['a/1', 'a/2'])).checks).toHaveLength(2);
});

test('a loopback port is no other target', () => {
  const at = (url: string) => part([], { target: { ...part([]).target, url } });
  expect(() => merge(at('http://127.0.0.1:40001/scim'), at('http://127.0.0.1:40002/scim'))).not.toThrow();
  expect(() => merge(at('http://127.0.0.1:40001/scim'), at('http://127.0.0.1:40002/other'))).toThrow(
    'different URLs',
  );
});

describe('refuses', () => {
  const first = part(['a/1']);
  test.each<[string, Partial<RunReport>, string]>([
    ['another seed', { run: { ...first.run, seed: 2 } }, 'different seeds: 20240917 and 2'],
    ['another effort', { run: { ...first.run, effort: 'quick' } }, 'different efforts: standard and quick'],
    ['another application', { target: { ...first.target, application: 'zoom' } }, 'different applications'],
    ['another target', { target: { ...first.target, name: 'production' } }, 'different targets'],
    ['another URL', { target: { ...first.target, url: 'https://other.example.com' } }, 'different URLs'],
    [
      'another version',
      { tool: { name: 'scim-conformance', version: '9' } },
      'different versions of the harness',
    ],
  ])('%s, and names both files', (_, changes, message) => {
    expect(() => merge(first, part(['a/2'], changes))).toThrow(message);
    expect(() => merge(first, part(['a/2'], changes))).toThrow('shard-1/report.json and shard-2/report.json');
  });

  test('the same check with different results', () => {
    const failing = sampleReport([sampleCheck('a/1', { verdict: 'fail' })]);
    expect(() => merge(first, failing)).toThrow('contradict each other on a/1: pass and fail');
  });
});
