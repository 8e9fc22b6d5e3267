import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot, toolVersion } from '../../config/package-root.ts';
import { type Finished, removeFolder, start, temporaryFolder } from '../e2e/support/cli.ts';
import { allFiles, FILES, readReport } from '../e2e/support/report.ts';

/** What `npm pack --json` says of a package. */
interface Packed {
  readonly filename: string;
  /** Bytes. */
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

let folder: string;
let packed: Packed;

beforeAll(async () => {
  // A folder whose name needs escaping in a URL, as installations have it.
  folder = join(await temporaryFolder(), 'an empty folder');
  await mkdir(folder);
  // Without scripts: `prepare` would build again, under the feet of the other tests.
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { code, stdout, stderr } = await run('npm', args, packageRoot());
  expect(code, stderr).toBe(0);
  packed = JSON.parse(stdout)[0];
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

/** What is built, and the other files, one by one or by their kind. */
const ALLOWED = [
  /^dist\/(?:cli\/bin|suites\/(?:run|start|main\.suite)|library\/\w+|chunks\/[\w.-]+)\.js$/,
  /^dist\/(?:config|engine|generators|http|kit|library|provider|report|reporters|requirements|scim|suites)\/.+\.d\.ts$/,
  /^config\/applications\/[\w-]+\.json$/,
  /^(?:config\/(?:application|config|waivers)|report\/(?:report|comparison))\.schema\.json$/,
  /^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md)$/,
];

test('the package holds what it needs, and nothing else', () => {
  const paths = packed.files.map(({ path }) => path);
  expect(paths.filter((path) => !ALLOWED.some((pattern) => pattern.test(path)))).toEqual([]);
  expect(paths.filter((path) => /\.test\.|(?:^|\/)(?:fixtures|tests?|bench)\//.test(path))).toEqual([]);
  for (const pattern of ALLOWED)
    expect(
      paths.some((path) => pattern.test(path)),
      `${pattern}`,
    ).toBe(true);
  expect(paths).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'CHANGELOG.md']));
  // A type that was built from a source that is gone.
  const sources = paths
    .filter((path) => path.endsWith('.d.ts'))
    .map((path) => join(packageRoot(), path.slice('dist/'.length, -'.d.ts'.length)));
  expect(sources.filter((source) => !existsSync(`${source}.ts`) && !existsSync(`${source}.tsx`))).toEqual([]);
});

test('the package is of a sane size', () => {
  expect(packed.size).toBeLessThan(2_000_000);
  expect(packed.unpackedSize).toBeLessThan(8_000_000);
});

test('the package installs into an empty folder and works from node_modules', {
  timeout: 180_000,
}, async () => {
  const tarball = packed.filename;
  await writeFile(join(folder, 'package.json'), '{"private": true}');
  const installed = await run(
    'npm',
    ['install', '--prefer-offline', '--no-audit', '--no-fund', tarball],
    folder,
  );
  expect(installed.code, installed.stderr).toBe(0);
  const files = await allFiles(join(folder, 'node_modules', 'scim-conformance'));
  const machine = [packageRoot(), `${homedir()}/`, folder];
  const telling = [...files].filter(([, text]) => machine.some((path) => text.includes(path)));
  expect(telling.map(([path]) => path)).toEqual([]);

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
  expect(stdout).toMatch(/Nothing wrong in the \d+ checks of application/);
  const out = join(folder, 'scim-conformance-report');
  expect((await readdir(out)).sort()).toEqual(FILES);
  expect((await readReport(out)).summary.pass).toBeGreaterThan(0);
  expect((await readdir(folder)).sort()).toEqual(
    ['node_modules', 'package-lock.json', 'package.json', 'scim-conformance-report', tarball].sort(),
  );
});

test('the package installs as the recipes do it', { timeout: 180_000 }, async () => {
  const args = [
    'install',
    '--global',
    '--prefix',
    'npm-global',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
  ];
  const installed = await run('npm', [...args, `./${packed.filename}`], folder);
  expect(installed.code, installed.stderr).toBe(0);
  const command = join(folder, 'npm-global', 'bin', 'scim-conformance');
  expect(await run(command, ['--version'], folder)).toMatchObject({ code: 0, stdout: `${toolVersion()}\n` });
});
