import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { UsageError } from '../config/usage-error.ts';
import { sampleCheck, sampleReport } from '../reporters/fixtures/sample-report.ts';
import { currentIds } from '../suites/aliases.ts';
import { readWaivers, waive, waiversOf } from './waivers.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waivers-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
});

function write(text: string, name = 'w.yaml'): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

function refusal(text: string): string {
  const file = write(text);
  try {
    readWaivers(file);
  } catch (error) {
    if (error instanceof UsageError) return error.message.replaceAll(folder, '.');
    throw error;
  }
  throw new Error('not refused');
}

const REST = 'reason: known, owner: team, expires: 2030-01-31';

test('reads YAML and JSON', () => {
  const waiver = { check: 'filtering/and', reason: 'known', owner: 'team', expires: '2030-01-31' };
  expect(readWaivers(write(`- {check: filtering/and, ${REST}}`))).toEqual([waiver]);
  expect(readWaivers(write(JSON.stringify([waiver]), 'w.json'))).toEqual([waiver]);
});

test('a waiver for a removed check is for the one that judges in its place, and is called what the file calls it', () => {
  const current = currentIds({ 'filtering/gone': 'filtering/and' });
  const file = write(`- {check: filtering/gone, ${REST}}`);
  expect(() => readWaivers(file)).toThrow('no check begins with "filtering/gone"');
  const waivers = readWaivers(file, current);
  const report = sampleReport([
    sampleCheck('filtering/and', { verdict: 'fail', violated: 'R', message: 'wrong' }),
  ]);
  const given = new Map([[report.target.name, waivers]]);
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  expect(waive([report], given, new Date('2030-01-01'))[0]?.summary.waived).toBe(1);
  waive([report], given, new Date('2031-01-01'));
  expect(said.mock.calls.flat()).toEqual([
    expect.stringContaining('The waiver for filtering/gone (team) expired'),
  ]);
});

describe('refuses, with the line and what is wrong,', () => {
  test.each([
    [
      'an unknown check',
      `- {check: filterring/and, ${REST}}`,
      './w.yaml:1:11 /0/check: no check begins with "filterring/and"; did you mean "filtering/and"',
    ],
    [
      'an unknown requirement',
      `- {requirement: RFC7644-3.3-craeted, ${REST}}`,
      'did you mean "RFC7644-3.3-created"',
    ],
    [
      'a bad date',
      '- {check: filtering/and, reason: known, owner: team, expires: 2030-02-31}',
      'expected a date such as 2023-04-10, got "2030-02-31"',
    ],
    [
      'an empty reason',
      '- {check: filtering/and, reason: " ", owner: team, expires: 2030-01-31}',
      'expected text that is not empty, got " "',
    ],
    [
      'a missing owner',
      '- {check: filtering/and, reason: known, expires: 2030-01-31}',
      'expected the key "owner", which is missing',
    ],
    [
      'neither check nor requirement',
      `\n- {${REST}}`,
      './w.yaml:2:3 /0: expected either the key "check" or the key "requirement"',
    ],
    ['both', `- {check: filtering/and, requirement: RFC7644-3.3-created, ${REST}}`, 'expected either'],
    ['an unknown key', `- {chekc: filtering/and, ${REST}}`, 'unknown key "chekc", did you mean "check"?'],
    ['another form', 'waivers: []', 'expected a list'],
  ])('%s', (_, text, message) => {
    expect(refusal(text)).toContain(message);
  });
});

test('the command line goes before the configuration, and a file is read once', () => {
  const target = { application: 'alvao' };
  const own = write(`- {check: filtering/and, ${REST}}`);
  const other = write(`- {check: filtering/malformed, ${REST}}`, 'other.yaml');
  const config = { targets: { a: { ...target, waivers: own }, b: { ...target, waivers: own }, c: target } };
  const targets = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];
  const configured = waiversOf(undefined, config, targets);
  expect(configured.get('a')).toMatchObject([{ check: 'filtering/and' }]);
  expect(configured.get('b')).toBe(configured.get('a'));
  expect(configured.get('c')).toEqual([]);
  expect(waiversOf(other, config, targets).get('a')).toMatchObject([{ check: 'filtering/malformed' }]);
});

test('what has expired by the day is said on standard error and waives nothing', () => {
  const said: unknown[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(text) > 0);
  const report = sampleReport([
    sampleCheck('filtering/and', { verdict: 'fail', violated: 'R', message: 'wrong' }),
  ]);
  const waivers = new Map([[report.target.name, readWaivers(write(`- {check: filtering/and, ${REST}}`))]]);
  expect(waive([report], waivers, new Date('2030-01-31T23:59:59Z'))[0]?.summary.waived).toBe(1);
  expect(said).toEqual([]);
  expect(waive([report], waivers, new Date('2030-02-01T00:00:00Z'))[0]?.summary.waived).toBe(0);
  expect(said).toEqual([
    'scim-conformance: The waiver for filtering/and (team) expired on 2030-01-31 and waives nothing any more.\n',
  ]);
});
