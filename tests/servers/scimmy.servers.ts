import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIRST_APPLICATIONS } from '../../config/first-applications.ts';
import { parseReport } from '../../report/read.ts';
import type { RunReport } from '../../report/report.ts';
import { readExpectation } from './expectation.ts';
import { type ScimmyServer, startScimmy } from './scimmy.ts';
import { serversPage } from './write-docs.ts';

const EXPECTED = readExpectation(new URL('scimmy.expected.json', import.meta.url));
const COMMAND = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
const TOKEN = 'scimmy-test-token';

describe('SCIMMY', () => {
  let server: ScimmyServer;
  let folder: string;

  beforeAll(async () => {
    server = await startScimmy(TOKEN);
    folder = await mkdtemp(join(tmpdir(), 'scim-conformance-servers-'));
  });
  afterAll(async () => {
    await server?.close();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  test.each(FIRST_APPLICATIONS)('deviates for %s exactly as listed', async (application) => {
    const out = join(folder, application);
    const words = ['--application', application, '--url', server.url, '--effort', 'standard', '--out', out];
    const { status, errors } = await runCommand(['run', ...words]);
    expect(status, errors).toBe(1);
    const report = parseReport(await readFile(join(out, 'report.json'), 'utf8'));
    expect(findings(report)).toEqual(expectedFindings(application));
    expect(report.run).toMatchObject({ complete: true, leftBehind: [] });
  });

  test('speaks only of applications that exist', () => {
    const named = new Set(EXPECTED.deviations.flatMap(({ applications }) => applications));
    expect([...named].filter((id) => !FIRST_APPLICATIONS.includes(id))).toEqual([]);
  });
});

test('docs/servers.md is what the expectation says', async () => {
  await expect(serversPage(EXPECTED)).toMatchFileSnapshot('../../docs/servers.md');
});

/** What a run found, `error` included: a check that cannot judge is a finding about the check. */
function findings(report: RunReport): readonly string[] {
  return report.checks
    .filter(({ verdict }) => verdict === 'fail' || verdict === 'warn' || verdict === 'error')
    .map(({ verdict, id, violated }) => `${verdict} ${id} ${violated}`)
    .sort();
}

function expectedFindings(application: string): readonly string[] {
  return EXPECTED.deviations
    .filter(({ applications }) => applications.includes(application))
    .map(({ verdict, check, requirement }) => `${verdict} ${check} ${requirement}`)
    .sort();
}

/** Runs the built command line, while the server answers in this process. */
function runCommand(words: readonly string[]): Promise<{ status: number | null; errors: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, SCIM_TOKEN: TOKEN };
    const child = spawn(process.execPath, [COMMAND, ...words], { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text;
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, errors }));
  });
}
