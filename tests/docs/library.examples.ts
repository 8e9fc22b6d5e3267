import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../../config/package-root.ts';
import { type Finished, removeFolder, start, temporaryFolder } from '../e2e/support/cli.ts';
import { codeBlocks } from './support/code-blocks.ts';

/** What docs/library.md shows, checked and run in a project that has this package installed. */
const ROOT = packageRoot();
const MODULES = join(ROOT, 'node_modules');
const BLOCKS = codeBlocks('docs/library.md').filter(({ language }) => language === 'ts');

/** As strict as a reader may be. */
const TSCONFIG = {
  compilerOptions: {
    target: 'es2023',
    lib: ['es2023'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
  },
};

let folder: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  await cp(join(ROOT, 'tests', 'docs', 'fixtures', 'library'), folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{"type": "module", "private": true}');
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
  for (const { file, code } of BLOCKS) await writeFile(join(folder, file ?? 'unnamed.ts'), code);
  await mkdir(join(folder, 'node_modules'));
  await symlink(ROOT, join(folder, 'node_modules', 'scim-conformance'));
  for (const name of ['@types', 'fast-check', 'msw', 'vitest'])
    await symlink(join(MODULES, name), join(folder, 'node_modules', name));
});

afterAll(() => removeFolder(folder));

function tool(path: string, args: readonly string[]): Promise<Finished> {
  return start(process.execPath, [join(MODULES, path), ...args], { cwd: folder }).finished;
}

test('every example says which file it is', () => {
  const files = BLOCKS.map(({ file }) => file);
  expect(files.length).toBeGreaterThan(3);
  expect(files).not.toContain(null);
  expect(new Set(files).size).toBe(files.length);
});

test.concurrent('the examples are type correct', async () => {
  const { code, stdout } = await tool('typescript/bin/tsc', ['-p', folder]);
  expect(code, stdout).toBe(0);
});

test.concurrent('the examples run', async () => {
  const { code, stdout, stderr } = await tool('vitest/vitest.mjs', ['run', '--root', folder]);
  const output = stdout + stderr;
  expect(code, output).toBe(0);
  expect(output).toMatch(new RegExp(`Test Files .*${BLOCKS.length} passed`));
});
