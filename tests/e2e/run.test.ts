import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHECKS } from '../../suites/registry.ts';
import { cli, removeFolder, temporaryFolder } from './support/cli.ts';
import { elements, FILES, readReport } from './support/report.ts';
import { startServer, startTarget, type Target, TOKEN } from './support/target.ts';

let folder: string;
let target: Target;

beforeAll(async () => {
  folder = await temporaryFolder();
  target = await startTarget({ application: 'alinto-protect', basePath: '/tenants/7/scim' });
});

afterAll(async () => {
  await target.close();
  await removeFolder(folder);
});

const env = { SCIM_TOKEN: TOKEN };

describe.concurrent('a run without a URL', () => {
  test('tests the embedded provider, finds it conformant and writes four files', async () => {
    const out = join(folder, 'embedded');
    const { code, stdout, stderr } = await cli([
      'run',
      '--application',
      'alinto-protect',
      '--effort',
      'quick',
      '--out',
      out,
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('✗ 0 fail') });
    expect((await readdir(out)).sort()).toEqual(FILES);

    const report = await readReport(out);
    expect(report.run).toMatchObject({
      effort: 'quick',
      seed: 1,
      complete: true,
      reason: null,
      leftBehind: [],
    });
    expect(report.target).toMatchObject({ name: 'alinto-protect', application: 'alinto-protect' });
    expect(report.summary).toMatchObject({ fail: 0, warn: 0, error: 0, waived: 0 });
    expect(report.summary.pass).toBeGreaterThan(30);
    expect(
      report.checks.every(
        ({ verdict, reason }) => verdict === 'pass' || (verdict === 'skip' && reason !== null),
      ),
    ).toBe(true);
    expect(report.attributes.map(({ path }) => path)).toContain('userName');

    const junit = await readFile(join(out, 'junit.xml'), 'utf8');
    expect(elements(junit, 'testsuites')).toEqual([
      expect.objectContaining({ tests: String(report.checks.length), failures: '0', errors: '0' }),
    ]);
    expect(elements(junit, 'testcase').map(({ name }) => name)).toEqual(
      report.checks.map(({ title }) => title),
    );
    expect(elements(junit, 'skipped')).toHaveLength(report.summary.skip);

    const markdown = await readFile(join(out, 'summary.md'), 'utf8');
    expect(markdown).toMatch(/^## ✅ Alinto Protect: Conformant/);
    expect(`${markdown}${junit}${stdout}`).not.toMatch(/undefined|\[object Object\]/);
    for (const file of FILES) expect(stdout).toContain(join(out, file));
  });

  test('and without an application runs every first one, each into a folder of its own', async () => {
    const out = join(folder, 'all');
    const { code, stdout } = await cli([
      'run',
      '--effort',
      'quick',
      '--check',
      'required-attributes/creates',
      '--out',
      out,
    ]);
    expect(code, stdout).toBe(0);
    const entries = await readdir(out, { withFileTypes: true });
    const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
    expect(folders.sort()).toEqual(['airstack', 'alinto-protect', 'alvao', 'atea', 'cleanmail-swiss']);
    expect(
      entries
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['index.html', 'summary.md']);
    for (const name of folders) expect((await readReport(join(out, name))).target.application).toBe(name);
  });
});

describe.concurrent('a run with a URL', () => {
  test.each([
    ['with a trailing slash', '/'],
    ['with a query that Entra understands', '/?aadOptscim062020'],
  ])('below a path, %s', async (name, suffix) => {
    const out = join(folder, name.replaceAll(' ', '-'));
    const { code, stdout } = await cli(
      [
        'run',
        '--application',
        'alinto-protect',
        '--url',
        `${target.url}${suffix}`,
        '--effort',
        'quick',
        '--suite',
        'filtering',
        '--out',
        out,
      ],
      { env },
    );
    expect(code, stdout).toBe(0);
    const own = target.seen.filter(
      ({ path }) => path.includes('aadOptscim062020') === suffix.includes('aadOptscim062020'),
    );
    expect(own.length).toBeGreaterThan(50);
    expect(new Set(own.map(({ path }) => path.slice(0, '/tenants/7/scim/'.length)))).toEqual(
      new Set(['/tenants/7/scim/']),
    );
    expect(own.some(({ path }) => path.includes('//'))).toBe(false);
  });

  test('the token comes from the variable that --token-env names', async () => {
    const args = [
      'run',
      '--application',
      'alinto-protect',
      '--url',
      target.url,
      '--check',
      'filtering/no-match',
      '--effort',
      'quick',
    ];
    const { code, stdout } = await cli(
      [...args, '--token-env', 'MY_TOKEN', '--out', join(folder, 'token-env')],
      { env: { MY_TOKEN: `${TOKEN}\n` } },
    );
    expect(code, stdout).toBe(0);
  });
});

describe.concurrent('which checks run', () => {
  const list = async (...args: string[]): Promise<string[]> => {
    const { code, stdout, stderr } = await cli(['run', '--list', ...args]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout.split('\n').flatMap((line) => /^ {2}(\S+)/.exec(line)?.[1] ?? []);
  };

  test('--list prints them all, with their number, and contacts nobody', async () => {
    const silent = await startServer((_, outgoing) => outgoing.end());
    const { code, stdout } = await cli(['run', '--list', '--application', 'alvao', '--url', silent.url]);
    await silent.close();
    expect({ code, requests: silent.requests }).toEqual({ code: 0, requests: [] });
    const listed = await list();
    expect(listed).toEqual(
      CHECKS.filter(({ suite }) =>
        suite.groups.some((group) => ['application', 'entra'].includes(group)),
      ).map(({ check }) => check.id),
    );
    expect(stdout).toMatch(new RegExp(`\\n${listed.length} checks\\n$`));
  });

  test('--shard parts the checks of a run', async () => {
    const parts = await Promise.all(
      ['1/2', '2/2'].map((part) => list('--suite', 'filtering', '--shard', part)),
    );
    expect(parts.flat().sort()).toEqual((await list('--suite', 'filtering')).sort());
    expect(parts.map((part) => part.length > 0)).toEqual([true, true]);
  });
});
