import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../config/package-root.ts';
import { parseReport } from '../../report/read.ts';
import { type Finished, removeFolder, start, temporaryFolder } from '../e2e/support/cli.ts';
import { type CodeBlock, codeBlocks } from './support/code-blocks.ts';

/** What CONTRIBUTING.md tells to do, done in a copy of the project. */
const ROOT = packageRoot();
const BLOCKS = codeBlocks('CONTRIBUTING.md').filter(
  ({ language }) => language === 'ts' || language === 'json',
);
const FILES = BLOCKS.map(fileOf);

const VITEST = 'node_modules/vitest/vitest.mjs';

/** Not copied: what is made or installed. */
const MADE = /^(node_modules|dist.*|coverage|scim-conformance-report|\.git|tests\/servers\/node_modules)$/;

let project: string;

beforeAll(async () => {
  project = await temporaryFolder();
  cpSync(ROOT, project, { recursive: true, filter: (path) => !MADE.test(relative(ROOT, path)) });
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'));
  for (const block of BLOCKS) add(block);
  const { code, stdout, stderr } = await start('npm', ['run', 'docs'], { cwd: project }).finished;
  expect(code, stdout + stderr).toBe(0);
}, 120_000);

afterAll(() => removeFolder(project));

/** Where a block belongs: a profile is named like its id. */
function fileOf({ language, code, file }: CodeBlock): string {
  return language === 'json' ? `config/applications/${JSON.parse(code).id}.json` : (file ?? 'unnamed');
}

/** Adds a block to the project: as a new file, or behind the line of the file that it begins with, imports at the top. */
function add(block: CodeBlock): void {
  const path = join(project, fileOf(block));
  const code = block.file === null ? block.code : block.code.slice(block.code.indexOf('\n') + 1);
  if (!existsSync(path)) {
    writeFileSync(path, code);
    return;
  }
  const [, imports = '', place = '', added = ''] =
    /^((?:import [^\n]*\n)*)\n?([^\n]*\n)(.*)$/s.exec(code) ?? [];
  const text = readFileSync(path, 'utf8');
  expect(text.split(place), `${place} in ${fileOf(block)}`).toHaveLength(2);
  writeFileSync(path, imports + text.replace(place, () => place + added));
}

/** The name that a block gives to what it adds: the end of an id. */
function nameIn(file: RegExp): string {
  const code = BLOCKS.find((block) => file.test(fileOf(block)))?.code ?? '';
  return /^ +(?:name: |"id": |\[)?['"]([a-z0-9-]+)['"]/m.exec(code)?.[1] ?? 'nothing';
}

function command(name: string, ...args: readonly string[]): Promise<Finished> {
  return start(process.execPath, [join(project, name), ...args], { cwd: project }).finished;
}

async function passes(finished: Promise<Finished>): Promise<void> {
  const { code, stdout, stderr } = await finished;
  expect(code, stdout + stderr).toBe(0);
}

/** Runs the check that is added, against the provider with something switched on. */
async function check(...options: readonly string[]) {
  const bin = join(project, 'dist', 'cli', 'bin.js');
  const { said, child } = start(process.execPath, [bin, 'serve', ...options], {});
  const url = (await said(/^listening (\S+)$/m))[1] ?? '';
  const out = await temporaryFolder();
  const id = `filtering/${nameIn(/^suites/)}`;
  const target = ['--application', 'alvao', '--url', url, '--effort', 'quick', '--check', id, '--out', out];
  const env = { SCIM_TOKEN: 'x' };
  const { code, stderr } = await start(process.execPath, [bin, 'run', ...target], { env }).finished;
  child.kill('SIGTERM');
  expect([0, 1], stderr).toContain(code);
  const { checks } = parseReport(readFileSync(join(out, 'report.json'), 'utf8'));
  const files = { csv: readFileSync(join(out, 'report.csv'), 'utf8') };
  await removeFolder(out);
  return { results: checks.map(({ verdict, violated }) => ({ verdict, violated })), files, id };
}

test('shows how to add one of each kind', () => {
  expect(FILES.map((file) => file.split('/')[0])).toEqual([
    'config',
    'requirements',
    'suites',
    'provider',
    'provider',
    'provider',
    'reporters',
    'reporters',
  ]);
});

// First, for it puts imports in their order.
test('what is added is in the style of the project', () =>
  passes(
    command('node_modules/@biomejs/biome/bin/biome', 'check', '--write', '--error-on-warnings', ...FILES),
  ));

describe.concurrent('what is added', () => {
  test('is type correct', () => passes(command('node_modules/typescript/bin/tsc', '-p', '.', '--noEmit')));

  test('passes the tests of its kind', () =>
    passes(
      command(
        VITEST,
        'run',
        '--project=unit',
        'config/gallery',
        'requirements/',
        'suites/registry',
        'provider/faults.test',
        'provider/faults/query.test',
        'provider/variations.test',
      ),
    ));

  test('runs clean against the embedded provider, as every application of the gallery', async () => {
    const args = [join(project, VITEST), 'run', 'tests/gallery', '-t', nameIn(/^config/)];
    const env = { SCIM_GALLERY: 'all' };
    const { code, stdout, stderr } = await start(process.execPath, args, { cwd: project, env }).finished;
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/Tests .*1 passed/);
  });

  test('is a check that passes, and is told by the reporter', async () => {
    const { results, files, id } = await check();
    expect(results).toEqual([{ verdict: 'pass', violated: null }]);
    expect(files.csv).toBe(`${id},pass\n`);
  });

  test('is a fault that the check names', async () => {
    const { results } = await check('--fault', nameIn(/^provider\/faults/));
    const violated = expect.stringMatching(new RegExp(`^RFC7644-.*-${nameIn(/^requirements/)}$`));
    expect(results).toEqual([{ verdict: 'fail', violated }]);
  });

  test('is a variation that the check permits', async () => {
    const { results } = await check('--variation', nameIn(/^provider\/variations/));
    expect(results).toEqual([{ verdict: 'pass', violated: null }]);
  });
});
