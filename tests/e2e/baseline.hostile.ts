import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli, removeFolder, temporaryFolder } from './support/cli.ts';
import { failed, readReport } from './support/report.ts';
import { startTarget, TOKEN } from './support/target.ts';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => removeFolder(folder));

test('a baseline is made, known in every output, taken further and cleaned', async () => {
  const faulty = await startTarget({ application: 'alinto-protect', faults: ['filter-eq-prefix'] });
  const sound = await startTarget({ application: 'alinto-protect' });
  const options = { env: { SCIM_TOKEN: TOKEN }, cwd: folder };
  const run = (url: string, ...args: string[]) => {
    const words = ['--application', 'alinto-protect', '--url', url, '--effort', 'quick'];
    return cli(['run', ...words, '--suite', 'filtering', ...args], options);
  };

  const missing = await run(faulty.url, '--baseline', 'known.json');
  expect(missing).toMatchObject({ code: 2, stdout: '' });
  expect(missing.stderr).toContain('scim-conformance baseline create --baseline known.json');

  expect((await run(faulty.url)).code).toBe(1);
  const out = join(folder, 'scim-conformance-report');
  const known = failed(await readReport(out)).map(({ id }) => id);
  const created = await cli(['baseline', 'create', '--baseline', 'known.json'], options);
  expect(created.stdout, created.stderr).toContain(`known.json written: ${known.length} known failure`);
  expect((await readFile(join(folder, 'known.json'), 'utf8')).length).toBeLessThan(100_000);
  // The printed command tests the target of the report, and not the embedded provider.
  const [, printed = ''] = /^Compare with it: scim-conformance (.*)$/m.exec(created.stdout) ?? [];
  const compared = await cli(printed.split(' '), options);
  expect(compared.stdout, printed).toContain('Nothing new fails');
  expect(compared.stdout).toContain(faulty.url);
  const again = await cli(['baseline', 'create', '--baseline', 'known.json'], options);
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('baseline update') });

  const same = await run(faulty.url, '--baseline', 'known.json');
  expect(same.code, same.stdout).toBe(0);
  expect(same.stdout).toContain('Nothing new fails');
  expect((await readReport(out)).baseline).toMatchObject({ new: [], known, mended: [] });
  const xml = await readFile(join(out, 'junit.xml'), 'utf8');
  expect(xml).not.toContain('<failure');
  expect(xml).toContain('<skipped message="known: fails in the baseline');

  const mended = await run(sound.url, '--baseline', 'known.json');
  expect(mended.stdout).toContain(`0 new, 0 known, ${known.length} mended (`);
  const pruned = await cli(['baseline', 'prune', '--baseline', 'known.json'], options);
  expect(pruned.stdout).toContain(`0 added, ${known.length} mended and taken out`);
  const worse = await run(faulty.url, '--baseline', 'known.json');
  expect(worse.code).toBe(1);
  const updated = await cli(['baseline', 'update', '--baseline', 'known.json'], options);
  expect(updated.stdout).toContain(`${known.length} added`);

  await writeFile(
    join(folder, 'waivers.yaml'),
    `# ours\n- check: ${known[0]} # still\n  reason: r\n  owner: o\n  expires: 2099-01-01\n- check: filtering/list-response\n  reason: r\n  owner: o\n  expires: 2020-01-01\n`,
  );
  const cleaned = await cli(['waivers', 'prune', 'waivers.yaml'], options);
  expect(cleaned.stdout).toBe(
    'filtering/list-response (o): it has expired\nwaivers.yaml: 1 waiver taken out, 1 left\n',
  );
  const left = await readFile(join(folder, 'waivers.yaml'), 'utf8');
  expect(left).toContain(`# ours\n- check: ${known[0]} # still`);
  expect(left).not.toContain('list-response');
  await Promise.all([faulty.close(), sound.close()]);
});
