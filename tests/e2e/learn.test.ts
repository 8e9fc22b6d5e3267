import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cli, removeFolder, temporaryFolder } from './support/cli.ts';
import { readReport } from './support/report.ts';
import { startServer, startTarget, type Target, TOKEN } from './support/target.ts';

let folder: string;
let strict: Target;

beforeAll(async () => {
  folder = await temporaryFolder();
  // Wants what Alinto Protect's table has, and says so nowhere.
  strict = await startTarget({ application: 'alinto-protect' });
});

afterAll(async () => {
  await strict.close();
  await removeFolder(folder);
});

const env = { SCIM_TOKEN: TOKEN };

describe.concurrent('learn', () => {
  test('prints what the target demands, and writes a profile that the target conforms to', async () => {
    const profile = join(folder, 'learnt.json');
    const learnt = await cli(['learn', '--url', strict.url, '--out', profile], { env });
    expect(learnt).toMatchObject({ code: 0, stderr: '' });
    expect(learnt.stdout).toContain('a User has to have, and /Schemas does not say so: ');
    expect(learnt.stdout).toContain('constraints:');
    expect(learnt.stdout).not.toContain(TOKEN);
    const { users } = JSON.parse(await readFile(profile, 'utf8'));
    const required = users.rows.flatMap((row: { path: string; required: boolean }) =>
      row.required ? [row.path] : [],
    );
    expect(required.length).toBeGreaterThan(1);

    const out = join(folder, 'with-profile');
    const run = ['run', '--application', profile, '--url', strict.url, '--effort', 'quick', '--out', out];
    expect(await cli([...run, '--suite', 'required-attributes'], { env })).toMatchObject({ code: 0 });

    const again = await cli(['learn', '--url', strict.url, '--out', profile], { env });
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('it is there already') });
  });

  test('is what applications import makes a profile of, too', async () => {
    const [learnt, imported] = [join(folder, 'by-learn.json'), join(folder, 'by-import.json')];
    await cli(['learn', '--url', strict.url, '--out', learnt], { env });
    const words = ['applications', 'import', '--url', strict.url];
    const written = await cli([...words, '--out', imported], { env });
    expect(written).toMatchObject({ code: 0, stdout: '' });
    expect(written.stderr).toContain(`written to ${imported}`);
    const profile = await readFile(imported, 'utf8');
    expect(profile).toBe(await readFile(learnt, 'utf8'));
    expect(await cli(words, { env })).toMatchObject({ code: 0, stdout: profile });
    expect(await cli(['applications', 'import'], { env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--url'),
    });
    expect(await cli([...words, 'tutorial.md'], { env })).toMatchObject({ code: 2 });
  });

  test('prints constraints that a configuration takes, and with which nothing is found that is known', async () => {
    const forgetful = await startTarget({ application: 'alvao', faults: ['drops-title'] });
    const { code, stdout } = await cli(['learn', '--application', 'alvao', '--url', forgetful.url], { env });
    expect(code).toBe(0);
    const [, printed = ''] = stdout.split(/^ *constraints:\n/m);
    const lines = printed.split('\n').filter((line) => /^ {6}"/.test(line));
    expect(lines).toEqual(['      "title": {"kept":false}']);
    const config = join(folder, 'known.yaml');
    const target = `application: alvao\n    url: ${forgetful.url}\n    constraints:\n${lines.join('\n')}\n`;
    await writeFile(config, `targets:\n  known:\n    ${target}`);
    const out = join(folder, 'known');
    const run = [
      'run',
      '--config',
      config,
      '--effort',
      'quick',
      '--suite',
      'required-attributes',
      '--out',
      out,
    ];
    const judged = await cli(run, { env });
    expect(judged, judged.stdout).toMatchObject({ code: 0, stderr: expect.any(String) });
    expect((await readReport(out)).observations).toMatchObject({ 'keeps.User.title': false });
    await forgetful.close();
  });

  test('says of a target that takes nothing that nothing could be learnt', async () => {
    const server = await startServer((request, response) => {
      const list = { schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], totalResults: 0 };
      const error = { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '400' };
      const ok = request.method === 'GET' && request.url?.startsWith('/Users?');
      response.writeHead(ok ? 200 : 400, { 'content-type': 'application/scim+json' });
      response.end(JSON.stringify(ok ? list : error));
    });
    const out = join(folder, 'nothing.json');
    const { code, stderr } = await cli(['learn', '--url', server.url, '--out', out], { env });
    await server.close();
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('nothing could be learnt') });
    expect(existsSync(out)).toBe(false);
  });

  test('wants a target', async () => {
    expect(await cli(['learn'], { env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--url'),
    });
  });
});

test('a run without an application takes what the target declares for its table, and tells what was learnt', async () => {
  const out = join(folder, 'without');
  const run = [
    'run',
    '--url',
    strict.url,
    '--effort',
    'quick',
    '--suite',
    'required-attributes',
    '--out',
    out,
  ];
  const { code, stdout } = await cli(run, { env });
  expect(code).toBe(0);
  expect(stdout).toContain('learnt: a User has to have');
  const { target, summary } = await readReport(out);
  expect(target).toMatchObject({ application: 'own-schemas', learnt: { resources: [{ resource: 'User' }] } });
  expect(summary.error).toBe(0);
  expect(await readFile(join(out, 'report.html'), 'utf8')).toContain('What was learnt about the target');
  expect(await readFile(join(out, 'summary.md'), 'utf8')).toContain('what was learnt');
});
