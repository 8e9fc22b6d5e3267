import { cp, mkdir, mkdtemp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot, toolVersion } from '../../config/package-root.ts';
import { cli, removeFolder, serve, start, temporaryFolder } from '../e2e/support/cli.ts';
import { FILES, readReport } from '../e2e/support/report.ts';
import { readAzurePipeline } from './support/azure.ts';
import { readAction, readWorkflow } from './support/github.ts';
import { readPipeline } from './support/gitlab.ts';
import { readJenkinsfile } from './support/jenkins.ts';
import { type Played, play } from './support/play.ts';
import type { Recipe, Surroundings } from './support/recipe.ts';
import { FAULT, installPackageManager } from './support/shims.ts';

/** The recipes of examples/ for CI servers, played as they stand against providers of the test. */
const EXAMPLES = join(packageRoot(), 'examples');
const TOKEN = 'recipe-token';
/** What stands in the recipes for the reader's own endpoint. */
const ENDPOINT = 'https://staging.example.com/scim/v2';

interface Provider {
  readonly url: string;
  close(): Promise<unknown>;
}

let folder: string;
let path: string;
let conformant: Provider;
let faulty: Provider;

beforeAll(async () => {
  folder = await temporaryFolder();
  path = await installPackageManager(join(folder, 'commands'));
  const args = ['--application', 'alvao', '--port', '0', '--token', TOKEN];
  [conformant, faulty] = await Promise.all([serve(args), serve([...args, '--fault', FAULT])]);
  await makeRepository(join(folder, 'repository', 'conformance'));
  await packInto(join(folder, 'repository', 'tools'));
});

afterAll(async () => {
  await Promise.all([conformant.close(), faulty.close()]);
  await removeFolder(folder);
});

/** What the recipes expect in a repository: a baseline, here of a conformant endpoint, and waivers. */
async function makeRepository(conformance: string): Promise<void> {
  await mkdir(conformance, { recursive: true });
  await cp(join(EXAMPLES, 'waivers.yaml'), join(conformance, 'waivers.yaml'));
  const args = ['run', '--application', 'alvao', '--effort', 'quick', '--check', 'filtering/no-match'];
  const out = join(folder, 'baseline');
  const { code, stderr } = await cli([...args, '--out', out]);
  expect(code, stderr).toBe(0);
  await cp(join(out, 'report.json'), join(conformance, 'baseline.json'));
}

/** Packs this checkout, as a reader of the recipes does. */
async function packInto(tools: string): Promise<void> {
  await mkdir(tools, { recursive: true });
  const args = ['pack', '--ignore-scripts', '--pack-destination', tools];
  const env = { HOME: process.env.HOME ?? folder };
  const { code, stderr } = await start('npm', args, { cwd: packageRoot(), env }).finished;
  expect(code, stderr).toBe(0);
}

interface Reading {
  readonly read: (recipe: string, surroundings: Surroundings) => Recipe;
  /** Where the CI server shows what a run found, beside the reports that are kept. */
  readonly shows: 'tests' | 'annotations';
}

/** Each recipe, and how it is read. */
const RECIPES: Readonly<Record<string, Reading>> = {
  'github-actions.yml': { read: readWorkflow, shows: 'annotations' },
  'github-actions-matrix.yml': {
    // Two parts show the same as four, in half the time.
    read: (recipe, surroundings) =>
      readWorkflow(recipe.replace('part: [1, 2, 3, 4]', 'part: [1, 2]'), surroundings),
    shows: 'annotations',
  },
  'action.yml': { read: readAction, shows: 'annotations' },
  'gitlab-ci.yml': { read: readPipeline, shows: 'tests' },
  'azure-pipelines.yml': { read: readAzurePipeline, shows: 'tests' },
  Jenkinsfile: { read: readJenkinsfile, shows: 'tests' },
};

/** Plays a recipe; what it keeps is in the store. */
async function playRecipe(
  name: string,
  { read }: Reading,
  url: string,
): Promise<Played & { readonly store: string }> {
  const root = await mkdtemp(join(folder, `${name}-`));
  const store = join(root, 'store');
  const recipe = (await readFile(join(EXAMPLES, name), 'utf8')).replaceAll(ENDPOINT, url);
  const jobs = read(recipe, { root, url, token: TOKEN });
  return { ...(await play(jobs, { path, repository: join(folder, 'repository'), store })), store };
}

test('every recipe of a CI server is played', async () => {
  const others = ['Dockerfile', 'README.md', 'kubernetes', 'waivers.yaml'];
  expect((await readdir(EXAMPLES)).sort()).toEqual([...Object.keys(RECIPES), ...others].sort());
});

test('no recipe takes the package from a registry, and each pins what it installs in one place', async () => {
  for (const name of Object.keys(RECIPES)) {
    const recipe = await readFile(join(EXAMPLES, name), 'utf8');
    expect(recipe, name).not.toMatch(/\bnpx\b|npm install [^"\n]*\bscim-conformance(?=[\s@]|$)/);
    expect(recipe.split(`./tools/scim-conformance-${toolVersion()}.tgz`), name).toHaveLength(2);
  }
});

describe.concurrent.each(Object.entries(RECIPES))('%s', (name, reading) => {
  test('passes a conformant endpoint and keeps its reports', async () => {
    const { failed, output, tests, store } = await playRecipe(name, reading, conformant.url);
    expect(failed, output).toBe(false);
    const report = join(store, 'scim-conformance-report');
    expect((await readdir(report)).sort()).toEqual(FILES);
    expect((await readReport(report)).summary).toMatchObject({ pass: 4, fail: 0, error: 0 });
    expect(output).toMatch(/Nothing wrong in the \d+ checks?/);
    expect(output).not.toContain(TOKEN);
    expect(tests).toBe(reading.shows === 'tests' ? 4 : 0);
  });

  test('fails for a faulty endpoint and keeps its reports all the same', async () => {
    const { failed, output, store } = await playRecipe(name, reading, faulty.url);
    expect(failed, output).toBe(true);
    const report = join(store, 'scim-conformance-report');
    expect((await readdir(report)).sort()).toEqual(FILES);
    expect((await readReport(report)).summary.fail).toBeGreaterThan(0);
    expect(/^::error /m.test(output)).toBe(reading.shows === 'annotations');
  });
});
