import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseComparison } from '../../report/read-comparison.ts';
import { cli, removeFolder, temporaryFolder } from '../e2e/support/cli.ts';
import { readReport } from '../e2e/support/report.ts';
import { startTarget, type Target, TOKEN } from '../e2e/support/target.ts';

let folder: string;
let config: string;
let targets: readonly Target[];

beforeAll(async () => {
  folder = await temporaryFolder();
  const [staging, production] = await Promise.all([
    startTarget(),
    startTarget({ basePath: '/tenants/7/scim', faults: ['disable-renames'] }),
  ]);
  targets = [staging, production];
  config = join(folder, 'config.json');
  const described = {
    staging: { application: 'alvao', url: staging.url },
    twin: { application: 'alvao', url: staging.url },
    production: { application: 'alvao', url: production.url },
    down: { application: 'alvao', url: 'http://127.0.0.1:1/scim' },
  };
  await writeFile(config, JSON.stringify({ targets: described }));
});

afterAll(async () => {
  await Promise.all(targets.map((target) => target.close()));
  await removeFolder(folder);
});

/** Compares live targets by the checks on soft delete. */
async function compareLive(names: readonly string[], ...more: readonly string[]) {
  const out = join(folder, names.join('-'));
  const words = names.flatMap((name) => ['--target', name]);
  const { code, stdout, stderr } = await cli(
    [
      'compare',
      ...more,
      '--config',
      config,
      ...words,
      '--suite',
      'soft-delete',
      '--effort',
      'quick',
      '--out',
      out,
    ],
    { env: { SCIM_TOKEN: TOKEN } },
  );
  return { code, stdout, stderr, out };
}

const comparisonIn = async (out: string) =>
  parseComparison(await readFile(join(out, 'comparison.json'), 'utf8'));

test('a target that renames whom it disables differs, and what differs is named', async () => {
  const { code, stdout, out } = await compareLive(['staging', 'production']);
  expect(code).toBe(1);
  expect(stdout).toMatch(/soft-delete\/changes-nothing-else +✓ pass +✗ fail/);
  const { answers, notes } = await comparisonIn(out);
  expect(answers[0]).toMatchObject({ path: '$.userName' });
  expect(notes).toEqual([expect.stringContaining('Less than the default set')]);
  expect((await readReport(join(out, 'production'))).summary.fail).toBeGreaterThan(0);
  expect(await readdir(out)).toEqual(expect.arrayContaining(['comparison.html', 'comparison.md', 'staging']));
  for (const file of ['comparison.json', 'comparison.html', 'comparison.md', 'staging/report.json']) {
    expect(await readFile(join(out, file), 'utf8')).not.toContain(TOKEN);
  }
});

test('the same server twice is equal, and so is its saved report', async () => {
  const first = await compareLive(['staging', 'twin']);
  expect(first.code, first.stdout).toBe(0);
  const { answers, summary } = await comparisonIn(first.out);
  expect(answers).toEqual([]);
  expect(summary.answers.compared).toBeGreaterThan(20);
  const again = await compareLive(['twin'], join(first.out, 'staging', 'report.json'));
  expect(again.code, again.stdout).toBe(0);
});

test('a target that cannot be judged ends with 3', async () => {
  const { code, stderr } = await compareLive(['staging', 'down']);
  expect(code).toBe(3);
  expect(stderr).toContain('down (http://127.0.0.1:1/scim) cannot be judged');
});

test('nothing to compare ends with 2', async () => {
  const { code, stderr } = await cli(['compare'], { cwd: folder });
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('nothing to compare') });
});
