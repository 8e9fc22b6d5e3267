import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { compare } from '../../cli/commands/compare.ts';
import { history } from '../../cli/commands/history.ts';
import { merge } from '../../cli/commands/merge.ts';
import type { CompareOptions } from '../../cli/options.ts';
import { parseComparison } from '../../report/read-comparison.ts';
import type { RunReport } from '../../report/report.ts';
import { sampleCheck, sampleReport } from '../../reporters/fixtures/sample-report.ts';
import { readReport } from '../e2e/support/report.ts';

let folder: string;
let printed: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scim-compare-'));
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

/** Writes a report, or any text, as `<name>/report.json` and gives its path. */
async function saved(name: string, content: RunReport | string): Promise<string> {
  await mkdir(join(folder, name), { recursive: true });
  const file = join(folder, name, 'report.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const PASSING = sampleReport([sampleCheck('soft-delete/restores'), sampleCheck('filtering/pages')]);
const FAILING = sampleReport([
  sampleCheck('soft-delete/restores', { verdict: 'fail', message: 'the user stays inactive' }),
  sampleCheck('filtering/pages', { verdict: 'warn' }),
]);
const WARNING = sampleReport([
  sampleCheck('soft-delete/restores'),
  sampleCheck('filtering/pages', { verdict: 'warn' }),
]);

/** Bad reports: what is in the file, and what the message says about it. */
const BAD: readonly (readonly [name: string, content: string, message: RegExp])[] = [
  ['truncated', JSON.stringify(PASSING).slice(0, 400), /bad.report\.json cannot be used: not JSON/],
  ['empty', '', /bad.report\.json cannot be used: not JSON/],
  ['foreign', '{"testsuites": []}', /bad.report\.json cannot be used: not a run report/],
  [
    'newer',
    JSON.stringify({ ...PASSING, schemaVersion: 2 }),
    /bad.report\.json cannot be used: not a run report of schema version 1, but of version 2, which a newer version/,
  ],
  [
    'damaged',
    JSON.stringify({ ...PASSING, checks: [{ id: 7 }] }),
    /bad.report\.json cannot be used: [\s\S]*\/checks\/0 must have/,
  ],
];

describe('compare', () => {
  const options = (changes: Partial<CompareOptions> = {}): CompareOptions => ({
    out: join(folder, 'out'),
    cleanup: true,
    ...changes,
  });

  test('of equal reports ends with 0 and writes three files', async () => {
    expect(await compare([await saved('a', PASSING), await saved('b', PASSING)], options())).toBe(0);
    expect((await readdir(join(folder, 'out'))).sort()).toEqual([
      'comparison.html',
      'comparison.json',
      'comparison.md',
    ]);
    expect(printed).toContain('Equal: nothing differs');
  });

  test('of different reports ends with 1, and takes folders too', async () => {
    await saved('a', PASSING);
    await saved('b', FAILING);
    expect(await compare([join(folder, 'a'), join(folder, 'b')], options())).toBe(1);
    const comparison = parseComparison(await readFile(join(folder, 'out', 'comparison.json'), 'utf8'));
    expect(comparison.summary.checks).toEqual({ compared: 2, different: 2, gated: 1 });
    expect(printed).toMatch(/soft-delete\/restores +✓ pass +✗ fail/);
  });

  test('counts warnings with --fail-on should alone', async () => {
    const files = [await saved('a', PASSING), await saved('b', WARNING)];
    expect(await compare(files, options())).toBe(0);
    expect(printed).toContain('Equal at the gated level (must): 1 of 2 checks and 1 of 1 requirement differ');
    expect(await compare(files, options({ failOn: 'should' }))).toBe(1);
  });

  test('takes 50 targets and no more', async () => {
    const file = await saved('a', PASSING);
    expect(
      await compare(
        Array.from({ length: 50 }, () => file),
        options(),
      ),
    ).toBe(0);
    await expect(
      compare(
        Array.from({ length: 51 }, () => file),
        options(),
      ),
    ).rejects.toThrow('at most 50');
  });

  test('of nothing, or of one report, says what to give', async () => {
    // Where there is no configuration file.
    vi.spyOn(process, 'cwd').mockReturnValue(folder);
    await expect(compare([], options())).rejects.toThrow('nothing to compare: give two run reports');
    await expect(compare([await saved('a', PASSING)], options())).rejects.toThrow('there is only one');
  });

  test.each(BAD)('of a report that is %s writes nothing', async (_, content, message) => {
    const files = [await saved('a', PASSING), await saved('bad', content)];
    await expect(compare(files, options())).rejects.toThrow(message);
    expect(await readdir(folder)).not.toContain('out');
  });

  test('of a report that is not there says so', async () => {
    await expect(compare([await saved('a', PASSING), join(folder, 'none.json')], options())).rejects.toThrow(
      /none\.json cannot be used: there is no such file/,
    );
  });
});

describe('merge', () => {
  test('writes all that a run writes', async () => {
    await saved('1', sampleReport([sampleCheck('filtering/pages')]));
    await saved('2', sampleReport([sampleCheck('soft-delete/restores', { verdict: 'fail', message: 'no' })]));
    expect(await merge([join(folder, '1'), join(folder, '2')], join(folder, 'out'))).toBe(0);
    const merged = await readReport(join(folder, 'out'));
    expect(merged.checks.map(({ id }) => id)).toEqual(['filtering/pages', 'soft-delete/restores']);
    expect(merged.causes).toHaveLength(1);
    expect(await readdir(join(folder, 'out'))).toEqual(
      expect.arrayContaining(['junit.xml', 'report.html', 'summary.md']),
    );
  });

  test('joins each of several targets', async () => {
    for (const shard of ['1', '2']) {
      for (const name of ['staging', 'production']) {
        const report = sampleReport([sampleCheck(`filtering/check-${shard}`)]);
        await saved(`${shard}/${name}`, { ...report, target: { ...report.target, name } });
      }
    }
    expect(await merge([join(folder, '1'), join(folder, '2')], join(folder, 'out'))).toBe(0);
    expect((await readReport(join(folder, 'out', 'staging'))).checks).toHaveLength(2);
    expect((await readReport(join(folder, 'out', 'production'))).checks).toHaveLength(2);
  });

  test.each<[string, RunReport, RegExp]>([
    ['of another seed', { ...PASSING, run: { ...PASSING.run, seed: 3 } }, /different seeds: 20240917 and 3/],
    [
      'of another target',
      { ...PASSING, target: { ...PASSING.target, name: 'b' } },
      /of different targets: alvao-staging .*; b /,
    ],
    ['that contradicts it', FAILING, /contradict each other on soft-delete\/restores/],
  ])('refuses a report %s, and writes nothing', async (_, other, message) => {
    await saved('1', PASSING);
    await saved('2', other);
    await expect(merge([join(folder, '1'), join(folder, '2')], join(folder, 'out'))).rejects.toThrow(message);
    expect(await readdir(folder)).not.toContain('out');
  });

  test.each(BAD)('refuses a report that is %s', async (_, content, message) => {
    await saved('a', PASSING);
    await saved('bad', content);
    await expect(merge([join(folder, 'a'), join(folder, 'bad')], join(folder, 'out'))).rejects.toThrow(
      message,
    );
  });
});

describe('history', () => {
  const at = (day: number, report: RunReport): RunReport => ({
    ...report,
    run: { ...report.run, startedAt: `2025-03-0${day}T09:00:00.000Z` },
  });

  test('finds reports below the folder and writes a page and its data', async () => {
    await saved('past/one', at(1, PASSING));
    await saved('past/deep/two', at(2, FAILING));
    expect(await history(join(folder, 'past'), join(folder, 'out'))).toBe(0);
    expect((await readdir(join(folder, 'out'))).sort()).toEqual(['history.html', 'history.json']);
    expect(printed).toContain('1 new: soft-delete/restores');
    expect(await readFile(join(folder, 'out', 'history.html'), 'utf8')).not.toContain('report.html');
    await writeFile(join(folder, 'past', 'one', 'report.html'), '');
    await history(join(folder, 'past'), join(folder, 'out'));
    expect(await readFile(join(folder, 'out', 'history.html'), 'utf8')).toContain(
      'href="../past/one/report.html"',
    );
  });

  test.each(BAD)('refuses a report that is %s', async (_, content, message) => {
    await saved('bad', content);
    await expect(history(folder, join(folder, 'out'))).rejects.toThrow(message);
  });

  test('of a folder without reports, or that is not there, says so', async () => {
    await expect(history(folder, join(folder, 'out'))).rejects.toThrow('there is no report.json in');
    await expect(history(join(folder, 'none'), join(folder, 'out'))).rejects.toThrow(
      'cannot be read: there is no such folder',
    );
  });
});
