import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../../config/package-root.ts';
import { removeFolder, serve, temporaryFolder } from '../e2e/support/cli.ts';
import { FILES, readReport } from '../e2e/support/report.ts';
import { makeVolumes, readPods } from './support/kubernetes.ts';
import { type Played, play } from './support/play.ts';
import { FAULT, installShims } from './support/shims.ts';
import { at, documentsOf } from './support/yaml.ts';

/** The manifests of examples/kubernetes, their containers as processes of this machine. */
const EXAMPLES = join(packageRoot(), 'examples', 'kubernetes');
const TOKENS = { TOKEN_T0: 'tenant-0', TOKEN_T1: 'tenant-1', TOKEN_T2: 'tenant-2' };
const NOBODY_LISTENS = 'http://127.0.0.1:9/scim/v2';

let root: string;
let tenants: string;
let comparison: string;
let tested: Played;

/** t0 is conformant, t1 is not, t2 does not answer. */
beforeAll(async () => {
  root = await temporaryFolder();
  const [conformant, faulty] = await Promise.all([
    serve(['--application', 'alvao', '--port', '0', '--token', TOKENS.TOKEN_T0]),
    serve(['--application', 'alvao', '--port', '0', '--token', TOKENS.TOKEN_T1, '--fault', FAULT]),
  ]);
  comparison = await readFile(join(EXAMPLES, 'comparison.yaml'), 'utf8');
  tenants = (await readFile(join(EXAMPLES, 'tenants.yaml'), 'utf8'))
    .replace('https://t0.example.com/scim/v2', conformant.url)
    .replace('https://t1.example.com/scim/v2', faulty.url)
    .replace('https://t2.example.com/scim/v2', NOBODY_LISTENS);
  await makeVolumes(tenants, root);
  tested = await playPods(tenants);
  await Promise.all([conformant.close(), faulty.close()]);
});

afterAll(() => removeFolder(root));

async function playPods(manifests: string): Promise<Played> {
  const stage = {
    path: await installShims(join(root, 'commands')),
    repository: root,
    store: join(root, 'store'),
  };
  return play([readPods(manifests, root, TOKENS)], stage);
}

test('each tenant gets its reports, and only a pod whose tenant cannot be judged fails', async () => {
  expect(tested.failedJobs, tested.output).toEqual(['scim-conformance-2']);
  const summaries = await Promise.all(
    ['t0', 't1', 't2'].map(async (tenant) => {
      const report = join(root, 'scim-reports', tenant);
      expect((await readdir(report)).sort()).toEqual(FILES);
      return (await readReport(report)).summary;
    }),
  );
  expect(summaries[0]).toMatchObject({ pass: 4, fail: 0 });
  expect(summaries[1]?.fail).toBeGreaterThan(0);
  expect(summaries[2]?.pass).toBe(0);
});

test('a failed pod ends no other', () => {
  const spec = at(
    documentsOf(tenants).find((document) => at(document, 'kind') === 'Job'),
    'spec',
  );
  expect(at(spec, 'backoffLimitPerIndex')).toBe(0);
  expect(at(spec, 'backoffLimit')).toBeUndefined();
});

test('the comparison goes over more tenants than one comparison takes', async () => {
  const reports = join(root, 'scim-reports');
  const more = Array.from({ length: 50 }, (_, index) => join(reports, `t${index + 3}`));
  for (const folder of more) {
    await mkdir(folder);
    await cp(join(reports, 't0', 'report.json'), join(folder, 'report.json'));
  }
  const { failed, output } = await playPods(comparison);
  expect(failed, output).toBe(false);
  const comparisons = (await readdir(reports)).filter((name) => name.startsWith('comparison'));
  // In the order of the shell: t1, t10, t11, …; the second fifty begins with the 50th of them.
  expect(comparisons.sort()).toEqual(['comparison-t1', 'comparison-t7']);
  for (const name of comparisons)
    expect(await readdir(join(reports, name))).toEqual(expect.arrayContaining(['comparison.html']));
});
