import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runPrefix } from '../../engine/marker.ts';
import { cli, removeFolder, temporaryFolder } from './support/cli.ts';
import { allFiles, FILES, failed, readReport } from './support/report.ts';
import { startTarget, type Target, TOKEN } from './support/target.ts';

let folder: string;
let target: Target;

beforeAll(async () => {
  folder = await temporaryFolder();
  target = await startTarget({ application: 'alinto-protect' });
});

afterAll(async () => {
  await target.close();
  await removeFolder(folder);
});

const env = { SCIM_TOKEN: TOKEN };

/** A run of the embedded provider at quick, into a folder of its own. */
const run = async (name: string, ...args: string[]) => {
  const out = join(folder, name);
  const base = ['run', '--application', 'alinto-protect', '--effort', 'quick', '--out', out];
  return { out, ...(await cli([...base, ...args])) };
};

describe.concurrent('a narrow run says what it looked at', () => {
  test('and is not conformant for having only read', async () => {
    const { out, code, stdout } = await run('reading', '--read-only');
    expect(code, stdout).toBe(0);
    const { run: own, summary } = await readReport(out);
    expect(own.scope).toEqual({ suites: [], checks: [], readOnly: true, shard: null, whole: true });
    const sentence = `Nothing wrong in the ${summary.pass} checks that only read`;
    expect(stdout).toContain(`${sentence}: ${summary.skip} skipped`);
    expect(stdout).not.toContain('Conformant');
    const html = await readFile(join(out, 'report.html'), 'utf8');
    expect(html).toContain('<section class="verdict s-skip">');
    expect(html).toContain(sentence);
    expect(await readFile(join(out, 'junit.xml'), 'utf8')).toContain(
      '<property name="scope" value="the checks that only read"/>',
    );
  });

  test('and its parts together are whole again', async () => {
    const parts = await Promise.all(
      ['1/2', '2/2'].map((part) => run(`part-${part[0]}`, '--suite', 'filtering', '--shard', part)),
    );
    expect(parts.map(({ code }) => code)).toEqual([0, 0]);
    expect(parts[0]?.stdout).toMatch(/Nothing wrong in the \d+ checks of filtering in part 1 of 2/);
    const out = join(folder, 'joined');
    const { stdout } = await cli(['merge', ...parts.map((part) => part.out), '--out', out]);
    expect(stdout).toMatch(/Nothing wrong in the \d+ checks of filtering(:|\n)/);
    expect((await readReport(out)).run.scope).toMatchObject({ shard: null, suites: ['filtering'] });
  });
});

test('smoke finds a common defect with few requests, and says that it tried little', async () => {
  const { stdout, code } = await run('smoke', '--effort', 'smoke');
  expect(code, stdout).toBe(0);
  expect(stdout).toMatch(/Nothing wrong in the \d\d checks that tell most/);
  const faulty = await startTarget({ application: 'alinto-protect', faults: ['filter-ignored'] });
  const out = join(folder, 'smoke-faulty');
  const words = ['--application', 'alinto-protect', '--url', faulty.url, '--effort', 'smoke', '--out', out];
  expect((await cli(['run', ...words], { env })).code).toBe(1);
  expect((await readReport(out)).run.requests).toBeLessThan(1000);
  await faulty.close();
});

describe.concurrent('what is no base URL is not connected', () => {
  test.each(['/Users', '/Users?count=1', '/tenant'])('%s: the right one is told', async (suffix) => {
    const where = ['--application', 'alinto-protect', '--url', `${target.url}${suffix}`];
    const connected = await cli(['connect', ...where], { env });
    expect(connected).toMatchObject({ code: 3, stdout: '' });
    expect(connected.stderr).toContain(`Users are found below ${target.url}: give that as the base URL.`);
    const out = join(folder, `base-${encodeURIComponent(suffix)}`);
    const ran = await cli(['run', ...where, '--effort', 'quick', '--out', out], { env });
    expect(ran.code, ran.stdout).toBe(3);
    expect(ran.stderr).toContain(`Users are found below ${target.url}`);
    expect((await readReport(out)).checks).toEqual([]);
  });
});

test('a replay as it is printed keeps the report that it was copied from', async () => {
  const cwd = join(folder, 'replayed');
  await mkdir(cwd);
  const faulty = await startTarget({ application: 'alinto-protect', faults: ['filter-eq-prefix'] });
  const args = ['run', '--application', 'alinto-protect', '--url', faulty.url, '--effort', 'quick'];
  await cli([...args, '--suite', 'filtering'], { env, cwd });
  const reports = join(cwd, 'scim-conformance-report');
  const before = await readReport(reports);
  const failing = before.checks.find(({ verdict }) => verdict === 'fail');
  const replayed = await cli(failing?.replay.split(' ').slice(1) ?? [], { env, cwd });
  await faulty.close();
  expect(replayed.code, replayed.stderr).toBe(1);
  expect(replayed.stderr).toContain('kept the report in scim-conformance-report');
  expect(await readReport(reports)).toEqual(before);
  expect((await readReport(join(reports, 'narrower'))).checks.map(({ id }) => id)).toEqual([failing?.id]);
});

test('an index over several targets does not stand beside an older report of one', async () => {
  const { out } = await run('one-then-many', '--check', 'filtering/no-match');
  expect((await readdir(out)).sort()).toEqual(FILES);
  await cli(['run', '--effort', 'quick', '--check', 'filtering/no-match', '--out', out]);
  const entries = await readdir(out, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  expect(files.sort()).toEqual(['index.html', 'summary.md']);
});

test('the cleanup line that a run prints deletes all that carries its marker', async () => {
  const own = await startTarget({ application: 'alinto-protect' });
  const out = join(folder, 'kept');
  const words = ['--application', 'alinto-protect', '--url', own.url, '--effort', 'quick'];
  const check = ['--no-cleanup', '--out', out];
  const { stderr } = await cli(['run', ...words, '--check', 'required-attributes/creates', ...check], {
    env,
  });
  const line = /^ {2}scim-conformance (cleanup .*)$/m.exec(stderr)?.[1] ?? '';
  // As a request that looked like none would have created it.
  const { id } = (await readReport(out)).run;
  const body = {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: `${runPrefix(id)}zzzz.stray@example.com`,
    displayName: 'Stray',
    emails: [{ type: 'work', value: 'stray@example.com', primary: true }],
    active: true,
  };
  const answer = await fetch(`${own.url}/Users`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/scim+json' },
    body: JSON.stringify(body),
  });
  expect(answer.status, await answer.text()).toBe(201);
  const { code, stdout } = await cli(line.split(' '), { env });
  expect({ code, left: await own.left() }, stdout).toEqual({ code: 0, left: 0 });
  await own.close();
});

test('replay tells what is fixed and what fails still, by exit code too, and writes nothing', async () => {
  const faulty = await startTarget({ application: 'alinto-protect', faults: ['filter-eq-prefix'] });
  const out = join(folder, 'to-replay');
  const words = ['--application', 'alinto-protect', '--url', faulty.url, '--effort', 'quick'];
  await cli(['run', ...words, '--suite', 'filtering', '--out', out], { env });
  const before = await allFiles(out);
  const failing = failed(await readReport(out)).map(({ id }) => id);
  expect(failing.length).toBeGreaterThan(0);

  const still = await cli(['replay', out], { env });
  expect(still.code, still.stderr).toBe(1);
  expect(still.stdout.match(/^STILL FAILS {2}\S+/gm)).toEqual(failing.map((id) => `STILL FAILS  ${id}`));
  const one = await cli(['replay', join(out, 'report.json'), failing[0] ?? ''], { env });
  expect(one.stdout).toMatch(new RegExp(`^STILL FAILS  ${failing[0]}  .+\n$`));

  const mended = await cli(['replay', out, '--url', target.url], { env });
  expect(mended.code, mended.stderr).toBe(0);
  expect(mended.stdout.match(/^FIXED {8}\S+/gm)).toHaveLength(failing.length);

  await faulty.close();
  const gone = await cli(['replay', out], { env });
  expect(gone.code).toBe(3);
  expect(gone.stdout).toMatch(/^NOT JUDGED {3}/);

  const none = await cli(['replay', out, 'soft-delete'], { env });
  expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('no finding "soft-delete"') });
  // A few are named where nothing is like it: a report may have hundreds.
  expect(none.stderr).toContain(`; its findings are ${failing[0]}`);
  expect(await allFiles(out)).toEqual(before);
});

test('--fail-fast ends at the first failure, --last-failed runs what failed', async () => {
  const faulty = await startTarget({ application: 'alinto-protect', faults: ['filter-eq-prefix'] });
  const words = ['--application', 'alinto-protect', '--url', faulty.url, '--effort', 'quick'];
  const fast = join(folder, 'fast');
  const first = await cli(['run', ...words, '--suite', 'all', '--fail-fast', '--out', fast], { env });
  expect(first.code, first.stderr).toBe(1);
  const ended = await readReport(fast);
  expect(ended.run).toMatchObject({ complete: false, leftBehind: [] });
  expect(ended.run.reason).toMatch(/^[a-z-]+\/\S+ fails, and --fail-fast ends the run there$/);
  expect(ended.summary.notRun).toBeGreaterThan(10);
  expect(await faulty.left()).toBe(0);

  const out = join(folder, 'last-failed');
  await cli(['run', ...words, '--suite', 'filtering', '--out', out], { env });
  const failing = failed(await readReport(out)).map(({ id }) => id);
  await cli(['run', ...words, '--last-failed', '--out', out], { env });
  expect((await readReport(out)).checks.map(({ id }) => id)).toEqual(failing);
  await faulty.close();
  const mixed = await cli(['run', ...words, '--last-failed', '--suite', 'filtering', '--out', out], { env });
  expect(mixed).toMatchObject({ code: 2, stderr: expect.stringContaining('--last-failed') });
});
