import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  cli,
  type Running,
  removeFolder,
  startCli,
  startInTerminal,
  temporaryFolder,
} from './support/cli.ts';
import { readReport } from './support/report.ts';
import { startTarget, TOKEN } from './support/target.ts';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => removeFolder(folder));

const PROMPT = /(?:waiting|watching \S+): /g;

/** Resolves when the prompt has come so many times. */
const prompted = ({ said }: Running, times: number) =>
  said(new RegExp(`(?:${PROMPT.source}[\\s\\S]*){${times}}`));

test('keys run again, run what fails, and end it with the exit code of the last run', async () => {
  const target = await startTarget({ application: 'alinto-protect', faults: ['filter-no-match-404'] });
  const words = ['--application', 'alinto-protect', '--url', target.url, '--effort', 'quick'];
  const running = startInTerminal(['run', ...words, '--suite', 'filtering', '--watch'], {
    cwd: folder,
    env: { SCIM_TOKEN: TOKEN },
  });
  await prompted(running, 1);
  running.child.stdin?.write('r');
  await prompted(running, 2);
  const whole = await readReport(join(folder, 'scim-conformance-report'));
  running.child.stdin?.write('f');
  await prompted(running, 3);
  const less = await readReport(join(folder, 'scim-conformance-report', 'narrower'));
  const failing = whole.checks.filter(({ verdict }) => verdict === 'fail' || verdict === 'error');
  expect(less.checks.map(({ id }) => id)).toEqual(failing.map(({ id }) => id));
  running.child.stdin?.write('q');
  const { code, stdout } = await running.finished;
  expect(code, stdout).toBe(1);
  expect(stdout.match(/Not conformant: /g)).toHaveLength(3);
  expect(await target.left()).toBe(0);
  await target.close();
});

test('Ctrl-C ends a run that is watched, and leaves nothing behind', async () => {
  const target = await startTarget({ application: 'alinto-protect' });
  const words = ['--application', 'alinto-protect', '--url', target.url];
  const running = startInTerminal(['run', ...words, '--watch', '--out', join(folder, 'cut')], {
    env: { SCIM_TOKEN: TOKEN },
  });
  while (target.created().length < 20) await new Promise((resolve) => setTimeout(resolve, 20));
  running.child.stdin?.write('\u0003');
  expect((await running.finished).code).toBe(130);
  expect(await target.left()).toBe(0);
  await target.close();
});

test('files start a run without a terminal too, and SIGTERM ends the wait', async () => {
  const words = [
    'run',
    '--application',
    'alinto-protect',
    '--effort',
    'quick',
    '--check',
    'filtering/no-match',
  ];
  const running = startCli([...words, '--watch', folder, '--out', join(folder, 'own')]);
  await prompted(running, 1);
  await writeFile(join(folder, 'app.js'), 'changed');
  await prompted(running, 2);
  running.child.kill('SIGTERM');
  const { code, stdout } = await running.finished;
  expect(code).toBe(130);
  expect(stdout.match(/Nothing wrong in the only check/g)?.length).toBeGreaterThan(1);
  const keyless = await cli([...words, '--watch']);
  expect(keyless).toMatchObject({ code: 2, stderr: expect.stringContaining('--watch src') });
});
