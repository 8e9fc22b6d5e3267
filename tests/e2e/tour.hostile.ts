import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../../config/package-root.ts';
import { cli, removeFolder, serve, temporaryFolder } from './support/cli.ts';
import { failed, readReport } from './support/report.ts';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => removeFolder(folder));

test('npm start shows five sound applications and a provider with mistakes, whose report can be replayed', async () => {
  const { scripts } = JSON.parse(await readFile(join(packageRoot(), 'package.json'), 'utf8'));
  expect(scripts.start).toBe('node dist/cli/bin.js tour');
  const began = performance.now();
  const { code, stdout, stderr } = await cli(['tour'], { cwd: folder });
  expect(performance.now() - began).toBeLessThan(30_000);
  expect(code, stderr).toBe(0);
  expect(stdout.match(/^ {2}✓ .* {2}Conformant: /gm)).toHaveLength(5);
  const [, report = ''] = /^ {2}(\S+with-mistakes\S+report\.html)$/m.exec(stdout) ?? [];
  expect(await readFile(join(folder, report), 'utf8')).toContain('<b>Not conformant</b>');
  const reports = join(folder, 'scim-conformance-report');
  const findings = failed(await readReport(join(reports, 'with-mistakes')));
  expect(findings.length).toBeGreaterThan(3);
  // Each cause on a line of its own, and the provider again as it is printed.
  expect(stdout.match(/^ {2}[✗?!] (fail|error|warn) /gm)?.length).toBeGreaterThan(2);
  // It is on no path here, so it is called by its file.
  const [, file = '', words = ''] = /^ {2}node (\S+) serve (.*)$/m.exec(stdout) ?? [];
  expect(existsSync(resolve(folder, file)), stdout).toBe(true);
  const provider = await serve(words.split(' '));
  const replayed = await cli(['replay', 'scim-conformance-report/with-mistakes', findings[0]?.id ?? ''], {
    cwd: folder,
    env: { SCIM_TOKEN: 'any' },
  });
  expect(replayed.stdout, replayed.stderr).toMatch(/^STILL FAILS/);
  await provider.close();
});
