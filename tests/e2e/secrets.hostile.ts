import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cli, type Finished, removeFolder, temporaryFolder } from './support/cli.ts';
import { readReport } from './support/report.ts';
import { expectNowhere, spellings } from './support/spellings.ts';
import { type Answer, type SeenRequest, startTarget, TOKEN } from './support/target.ts';

let folder: string;

beforeAll(async () => {
  folder = await temporaryFolder();
});

afterAll(() => removeFolder(folder));

/** The token as targets, proxies and frameworks may spell it. */
const SPELLINGS = spellings(TOKEN);

/** A piece that no spelling in use changes, and that nothing but the token holds. */
const CORE = 'T0k3n';

/** Echoes the credentials in every header and text of an answer, and breaks what is to be echoed in a finding. */
function echo(_request: SeenRequest, answer: Answer): Answer {
  const all = SPELLINGS.join(' ');
  const headers = {
    ...answer.headers,
    'x-echo': `Bearer ${TOKEN}`,
    'x-echo-encoded': SPELLINGS.slice(1).join(','),
    'www-authenticate': `Bearer t=${TOKEN}`,
  };
  if (answer.status < 400) return { ...answer, headers };
  const error = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: answer.status,
    detail: `no: ${all}`,
    scimType: TOKEN,
  };
  return { ...answer, headers, body: JSON.stringify(error) };
}

const expectNoToken = (out: string, console: string): Promise<void> =>
  expectNowhere([...SPELLINGS, CORE], out, console);

/** A run of some suites with the token. */
function judged(url: string, out: string, suites: readonly string[]): Promise<Finished> {
  const chosen = suites.flatMap((suite) => ['--suite', suite]);
  const args = ['run', '--application', 'alinto-protect', '--url', url, '--effort', 'quick', '--out', out];
  return cli([...args, ...chosen], { env: { SCIM_TOKEN: TOKEN } });
}

describe.concurrent('a token that the target echoes is in no output', () => {
  test('in bodies and headers, with failing checks', async () => {
    const target = await startTarget({
      application: 'alinto-protect',
      faults: ['filter-eq-prefix', 'duplicate-answers-400'],
      after: echo,
    });
    const out = join(folder, 'echo');
    const { code, stdout, stderr } = await judged(target.url, out, ['filtering', 'required-attributes']);
    await target.close();
    expect(code, stderr).toBe(1);
    const report = await readReport(out);
    expect(report.checks.filter(({ verdict }) => verdict === 'fail').length).toBeGreaterThan(2);
    expect(JSON.stringify(report)).toContain('[redacted]');
    await expectNoToken(out, stdout + stderr);
  });

  test('where creating fails, so that checks end with an error that quotes the target', async () => {
    const target = await startTarget({
      application: 'alinto-protect',
      before: ({ method }) => (method === 'POST' ? { status: 500, headers: {}, body: '' } : undefined),
      after: echo,
    });
    const out = join(folder, 'errors');
    const { code, stdout, stderr } = await judged(target.url, out, ['required-attributes']);
    await target.close();
    expect(code, stderr).toBe(1);
    expect((await readReport(out)).summary.error).toBeGreaterThan(0);
    await expectNoToken(out, stdout + stderr);
  });

  test('a header of the configuration is as secret as the token', async () => {
    const target = await startTarget({
      application: 'alinto-protect',
      after: (_, answer) => ({ ...answer, headers: { ...answer.headers, 'x-echo': 'k3y-T0k3n-in-header' } }),
    });
    const out = join(folder, 'header');
    const config = join(folder, 'config.json');
    await writeFile(
      config,
      JSON.stringify({
        targets: {
          one: {
            application: 'alinto-protect',
            url: target.url,
            headers: { 'x-tenant-key': 'k3y-T0k3n-in-header' },
          },
        },
      }),
    );
    const { stdout, stderr } = await cli(
      ['run', '--config', config, '--effort', 'quick', '--suite', 'filtering', '--out', out],
      { env: { SCIM_TOKEN: TOKEN } },
    );
    await target.close();
    expect(target.seen[0]?.headers['x-tenant-key']).toBe('k3y-T0k3n-in-header');
    await expectNoToken(out, stdout + stderr);
  });
});

test('cleanup does not print what the target echoes', async () => {
  const target = await startTarget({ before: () => ({ status: 400, headers: {}, body: '' }), after: echo });
  const { code, stdout, stderr } = await cli(['cleanup', '--application', 'alvao', '--url', target.url], {
    env: { SCIM_TOKEN: TOKEN },
  });
  await target.close();
  expect(code).toBe(3);
  expect(stderr).toContain('[redacted]');
  expect(stdout + stderr).not.toContain(CORE);
});
