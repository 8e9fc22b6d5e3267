import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseReport } from '../../report/read.ts';
import type { RunReport } from '../../report/report.ts';
import type { Expectation } from './expectation.ts';
import type { RunningServer } from './listen.ts';

/** The built command line; `SCIM_COMMAND` names another build of it. */
const COMMAND = process.env.SCIM_COMMAND ?? fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
const SEED = '1';

/** Declares the tests of one server: it is started once, and every application's run finds exactly what is expected. */
export function describeServer(expectation: Expectation, start: () => Promise<RunningServer>): void {
  const { name, applications, effort, deviations } = expectation;
  describe(name, () => {
    let server: RunningServer;
    let folder: string;

    beforeAll(async () => {
      server = await start();
      folder = await mkdtemp(join(tmpdir(), 'scim-conformance-servers-'));
    });
    afterAll(async () => {
      await server?.close();
      if (folder !== undefined) await rm(folder, { recursive: true });
    });

    test.each(applications)('deviates for %s exactly as listed', async (application) => {
      const out = join(folder, application);
      const plan = ['--application', application, '--effort', effort, '--seed', SEED];
      const { status, errors } = await runCommand(
        ['run', ...plan, '--url', server.url, '--out', out],
        server.token,
      );
      expect(status, errors).toBe(1);
      const report = parseReport(await readFile(join(out, 'report.json'), 'utf8'));
      expect(findings(report)).toEqual(expectedFindings(expectation, application));
      expect(report.run).toMatchObject({ complete: true, leftBehind: [] });
    });

    test('is expected to deviate only for applications that are run', () => {
      const named = new Set(deviations.flatMap((one) => one.applications));
      expect([...named].filter((id) => !applications.includes(id))).toEqual([]);
    });
  });
}

/** What a run found, `error` included: a check that cannot judge is a finding about the server or the check. */
function findings(report: RunReport): readonly string[] {
  return report.checks
    .filter(({ verdict }) => verdict === 'fail' || verdict === 'warn' || verdict === 'error')
    .map(({ verdict, id, violated }) => `${verdict} ${id} ${violated}`)
    .sort();
}

function expectedFindings({ deviations }: Expectation, application: string): readonly string[] {
  return deviations
    .filter(({ applications }) => applications.includes(application))
    .flatMap(({ verdict, checks, requirement }) => checks.map((id) => `${verdict} ${id} ${requirement}`))
    .sort();
}

/** Runs the built command line, while the server answers in this process. */
function runCommand(
  words: readonly string[],
  token: string,
): Promise<{ status: number | null; errors: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, SCIM_TOKEN: token };
    const child = spawn(process.execPath, [COMMAND, ...words], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, errors }));
  });
}
