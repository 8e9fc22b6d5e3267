import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readWaivers } from '../../cli/waivers.ts';
import { loadApplication } from '../../config/load-application.ts';
import { loadConfig } from '../../config/load-config.ts';
import { packageRoot } from '../../config/package-root.ts';
import { findRequirement } from '../../requirements/index.ts';
import { removeFolder, start, temporaryFolder } from '../e2e/support/cli.ts';
import { codeBlocks } from './support/code-blocks.ts';

/** The files that pages show are ones that the program reads, and the check that CONTRIBUTING shows is one. */
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'docs/authentication.md',
  'docs/failing.md',
  'docs/gating.md',
  'docs/profiles.md',
  'docs/security.md',
];
const ROOT = packageRoot();

const blocks = PAGES.flatMap((page) => codeBlocks(page).map((block) => ({ page, ...block })));
const yaml = blocks.filter(({ language }) => language === 'yaml');

let folder: string;

beforeAll(async () => {
  folder = await temporaryFolder();
});

afterAll(() => removeFolder(folder));

test('there are some of each kind', () => {
  expect(yaml.length).toBeGreaterThan(3);
  expect(new Set(blocks.map(({ language }) => language))).toEqual(new Set(['', 'json', 'ts', 'yaml']));
});

test.each(yaml.map(({ page, code }, index) => [page, code, index] as const))(
  'the YAML of %s is read',
  async (_page, code, index) => {
    const file = join(folder, `${index}.yaml`);
    await writeFile(file, code);
    if (Array.isArray(parse(code))) expect(readWaivers(file).length).toBeGreaterThan(0);
    else expect(Object.keys(loadConfig(file, folder)?.targets ?? {}).length).toBeGreaterThan(0);
  },
);

test('the smallest application is read', async () => {
  const profile = blocks.find(({ language }) => language === 'json');
  const file = join(folder, 'acme.json');
  await writeFile(file, profile?.code ?? '');
  expect(loadApplication(file).id).toBe('acme');
});

test('the check of CONTRIBUTING is type correct and names requirements that exist', async () => {
  const { code = '' } = blocks.find(({ language }) => language === 'ts') ?? {};
  const ids = [...code.matchAll(/'(RFC\d+-[^']+)'/g)].map(([, id = '']) => id);
  expect(ids.length).toBeGreaterThan(1);
  expect(ids.filter((id) => findRequirement(id) === null)).toEqual([]);

  const project = join(folder, 'check');
  await mkdir(project);
  await writeFile(
    join(project, 'check.mts'),
    `import fc from '${ROOT}/node_modules/fast-check/lib/fast-check.js';
import { eq, query } from '${ROOT}/suites/answers.ts';
import type { CheckEntry } from '${ROOT}/suites/check.ts';
export const checks: readonly CheckEntry[] = [
${code}];
`,
  );
  const types = join(ROOT, 'node_modules', '@types');
  const config = {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: { typeRoots: [types], rewriteRelativeImportExtensions: false },
    include: ['check.mts', join(ROOT, 'scim', 'http', '*.d.ts')],
  };
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const checked = await start(process.execPath, [tsc, '-p', project], { cwd: project }).finished;
  expect(checked.code, checked.stdout).toBe(0);
});
