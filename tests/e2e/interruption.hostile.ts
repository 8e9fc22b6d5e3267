import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cli, removeFolder, startCli, temporaryFolder, until } from './support/cli.ts';
import { elements, FILES, readReport } from './support/report.ts';
import { type Before, startServer, startTarget, TOKEN } from './support/target.ts';

const env = { SCIM_TOKEN: TOKEN };

let folder: string;

beforeAll(async () => {
  folder = await temporaryFolder();
});

afterAll(() => removeFolder(folder));

function runArguments(url: string, out: string, ...more: string[]): string[] {
  return ['run', '--application', 'alvao', '--url', url, '--effort', 'quick', '--out', out, ...more];
}

/** Leaves the first requests to the provider and treats all others in the same way. */
const lost =
  (after: number, how: Before): Before =>
  (request, index) =>
    index < after ? undefined : how(request, index);

describe.concurrent('a target that is lost in the middle of the run', () => {
  const CASES: readonly [name: string, how: Before, reason: RegExp][] = [
    ['it ends every connection', () => 'hang up', /stopped answering: socket hang up/],
    ['it refuses the token', () => ({ status: 401, headers: {}, body: '' }), /refuses the credentials/],
  ];

  test.for(CASES)('%s: the run ends soon and says so', async ([name, how, reason]) => {
    const target = await startTarget({ before: lost(300, how) });
    const out = join(folder, name.replaceAll(' ', '-'));
    const { code, stdout, stderr } = await cli(runArguments(target.url, out, '--suite', 'application'), {
      env,
    });
    const report = await readReport(out);
    expect(code, stderr).toBe(report.summary.fail > 0 ? 1 : 3);
    expect(report.run).toMatchObject({ complete: false, reason: expect.stringMatching(reason) });
    expect(report.run.leftBehind.length).toBeGreaterThan(0);
    expect(report.summary.error).toBeGreaterThan(0);
    expect(report.summary.pass).toBeGreaterThan(0);
    expect(stdout).toMatch(reason);
    const errors = elements(await readFile(join(out, 'junit.xml'), 'utf8'), 'error');
    // One more says that the run did not get to its end.
    expect(errors).toHaveLength(report.summary.error + 1);
    expect(report.summary.notRun).toBeGreaterThan(0);
    // What was under way ends, and one attempt to delete each resource; nobody goes on asking.
    expect(target.seen.length).toBeLessThan(300 + target.created().length + 100);
    await target.close();
  });

  test('what failed before counts: exit 1', async () => {
    const target = await startTarget({ faults: ['create-answers-200'], before: lost(300, () => 'hang up') });
    const out = join(folder, 'failed-and-lost');
    const { code, stderr } = await cli(runArguments(target.url, out, '--suite', 'required-attributes'), {
      env,
    });
    const report = await readReport(out);
    expect({ code, complete: report.run.complete }, stderr).toEqual({ code: 1, complete: false });
    expect(report.summary.fail).toBeGreaterThan(0);
    await target.close();
  });
});

describe.concurrent('Ctrl-C', () => {
  test('ends the run with exit 130 and a partial report, and everything is deleted', async () => {
    const target = await startTarget();
    const out = join(folder, 'interrupted');
    const running = startCli(runArguments(target.url, out, '--effort', 'thorough'), { env });
    await until(() => target.seen.length > 200, running);
    const start = performance.now();
    running.child.kill('SIGINT');
    const { code, stderr, stdout } = await running.finished;
    expect(code, stderr).toBe(130);
    expect(performance.now() - start).toBeLessThan(15_000);
    expect(stderr).toContain('interrupted: cleaning up');
    const report = await readReport(out);
    expect(report.run).toMatchObject({
      complete: false,
      reason: expect.stringContaining('interrupted'),
      leftBehind: [],
    });
    expect(report.summary.fail).toBe(0);
    expect(report.summary.notRun).toBeGreaterThan(0);
    expect(report.summary.error).toBeLessThan(report.summary.notRun ?? 0);
    expect(stdout).toContain(`${report.summary.notRun} not run`);
    expect(stdout).toContain(join(out, 'report.html'));
    expect(target.created().length).toBeGreaterThan(10);
    expect(await target.left()).toBe(0);
    await target.close();
  });

  test('twice stops at once and says how to clean up', async () => {
    // Deleting never ends, so that the first Ctrl-C alone would have to wait.
    const stuck = await startTarget({
      before: ({ method }) => (method === 'DELETE' ? 'no answer' : undefined),
    });
    const out = join(folder, 'twice');
    const running = startCli(runArguments(stuck.url, out), { env });
    await until(() => stuck.seen.length > 40, running);
    running.child.kill('SIGINT');
    await running.said(/interrupted/);
    const start = performance.now();
    running.child.kill('SIGINT');
    const { code, stderr } = await running.finished;
    expect(code).toBe(130);
    expect(performance.now() - start).toBeLessThan(5000);
    const command = /^ {2}scim-conformance (cleanup .*--run [a-z0-9]{6} --out \S+)$/m.exec(stderr)?.[1];
    expect(command, stderr).toBeDefined();
    await stuck.close();
  });

  test('while the connection is tested, it does not wait for the answer', async () => {
    const server = await startServer(() => {});
    const out = join(folder, 'probing');
    const running = startCli(runArguments(server.url, out), { env });
    await until(() => server.requests.length > 0, running);
    const start = performance.now();
    running.child.kill('SIGINT');
    const { code, stderr } = await running.finished;
    expect(code, stderr).toBe(130);
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(await readReport(out)).toMatchObject({
      checks: [],
      run: { complete: false, reason: expect.stringContaining('interrupted') },
    });
    expect((await readdir(out)).sort()).toEqual(FILES);
    await server.close();
  });
});

test('cleanup deletes what a killed run left, and nothing else', async () => {
  const target = await startTarget();
  const running = startCli(
    runArguments(target.url, join(folder, 'killed'), '--no-cleanup', '--suite', 'group-members'),
    { env },
  );
  await until(() => target.created().length > 30, running);
  running.child.kill('SIGKILL');
  await running.finished;
  const mine = await fetch(`${target.url}/Users`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/scim+json' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'ada@example.com',
      externalId: 'x',
      displayName: 'Ada',
      active: true,
    }),
  });
  expect(mine.status, await mine.text()).toBe(201);
  const left = await target.left();
  expect(left).toBeGreaterThan(30);
  const { code, stdout, stderr } = await cli(['cleanup', '--application', 'alvao', '--url', target.url], {
    env,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe(`alvao: ${left - 1} resources deleted, 0 left\n`);
  expect(await target.left()).toBe(1);
  await target.close();
});
