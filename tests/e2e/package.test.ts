import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../../config/package-root.ts';
import { type Finished, removeFolder, start, temporaryFolder } from './support/cli.ts';
import { FILES, readReport } from './support/report.ts';

let folder: string;

beforeAll(async () => {
  // A folder whose name needs escaping in a URL, as installations have it.
  folder = join(await temporaryFolder(), 'an empty folder');
  await mkdir(folder);
});

afterAll(() => removeFolder(folder));

/** npm needs its own surroundings: where its cache and its configuration are. */
const env = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined && /^(HOME|npm_config_.*|.*_proxy|NODE_EXTRA_CA_CERTS)$/i.test(name)
      ? [[name, value]]
      : [],
  ),
);

function run(command: string, args: readonly string[], cwd: string): Promise<Finished> {
  return start(command, args, { env, cwd }).finished;
}

test('the package installs into an empty folder and works from node_modules', {
  timeout: 180_000,
}, async () => {
  // Without scripts: `prepare` would build again, under the feet of the other tests.
  const packed = await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], packageRoot());
  expect(packed.code, packed.stderr).toBe(0);
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '';
  await writeFile(join(folder, 'package.json'), '{"private": true}');
  const installed = await run(
    'npm',
    ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball],
    folder,
  );
  expect(installed.code, installed.stderr).toBe(0);

  const args = [
    'scim-conformance',
    'run',
    '--application',
    'alinto-protect',
    '--effort',
    'quick',
    '--suite',
    'application',
  ];
  const { code, stdout, stderr } = await run('npx', args, folder);
  expect(code, stderr).toBe(0);
  expect(stdout).toContain('Conformant');
  const out = join(folder, 'scim-conformance-report');
  expect((await readdir(out)).sort()).toEqual(FILES);
  expect((await readReport(out)).summary.pass).toBeGreaterThan(0);
  expect((await readdir(folder)).sort()).toEqual(
    ['node_modules', 'package-lock.json', 'package.json', 'scim-conformance-report', tarball].sort(),
  );
});
