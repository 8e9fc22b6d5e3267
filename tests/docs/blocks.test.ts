import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readWaivers } from '../../cli/waivers.ts';
import { loadApplication } from '../../config/load-application.ts';
import { loadConfig } from '../../config/load-config.ts';
import { removeFolder, temporaryFolder } from '../e2e/support/cli.ts';
import { codeBlocks } from './support/code-blocks.ts';

/** The files that pages show are ones that the program reads. */
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'docs/authentication.md',
  'docs/failing.md',
  'docs/gating.md',
  'docs/profiles.md',
  'docs/security.md',
];

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
