import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cli, type Finished, removeFolder, temporaryFolder } from './support/cli.ts';
import { allFiles, elements, FILES, readReport } from './support/report.ts';
import { startServer, startTarget, TOKEN } from './support/target.ts';

const HTML = '<!DOCTYPE html><html><body>Sign in</body></html>';
const SCIM_ERROR = JSON.stringify({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
  status: '401',
  detail: `no \u001b[31m${TOKEN}`,
});

type Respond = (incoming: IncomingMessage, outgoing: ServerResponse) => void;

const respond =
  (status: number, body: string, headers: Record<string, string> = {}): Respond =>
  (_, outgoing) =>
    outgoing.writeHead(status, headers).end(body);

/** What answers (suites/probe.test.ts has more), what of it the message must tell, and what it must advise. */
const CASES: readonly [name: string, respond: Respond, seen: RegExp, advice: RegExp][] = [
  ['a refused token without a body', respond(401, ''), /refuses the credentials.*401/, /token/],
  [
    'a refused token with a SCIM error',
    respond(401, SCIM_ERROR, { 'content-type': 'application/scim+json' }),
    /401/,
    /token/,
  ],
  [
    'a page with 200',
    respond(200, HTML, { 'content-type': 'text/html' }),
    /200 with text\/html, beginning "<!DOCTYPE html>/,
    /base URL/,
  ],
  [
    'a page with 404',
    respond(404, HTML, { 'content-type': 'text/html' }),
    /404 with text\/html/,
    /in front of \/Users/,
  ],
  [
    'a redirect that shows the token',
    respond(307, '', { location: `https://x.test/?t=${encodeURIComponent(TOKEN)}` }),
    /redirect to https:\/\/x\.test\/\?t=\[redacted\]/,
    /final URL/,
  ],
  [
    'a page that shows the token',
    respond(200, `<p>${TOKEN}</p>`, { 'content-type': 'text/html' }),
    /beginning "<p>\[redacted\]/,
    /base URL/,
  ],
  [
    'escape sequences',
    respond(200, '\u001b]0;owned\u0007\u001b[2Jhello', { 'content-type': 'text/plain' }),
    /beginning "\\u001b/,
    /base URL/,
  ],
  ['no answer in time', () => {}, /no complete answer within 400 ms/, /--timeout/],
];

let folder: string;

beforeAll(async () => {
  folder = await temporaryFolder();
});

afterAll(() => removeFolder(folder));

function runAgainst(url: string, out: string, ...more: string[]): Promise<Finished> {
  return cli(['run', '--application', 'alvao', '--url', url, '--effort', 'quick', '--out', out, ...more], {
    env: { SCIM_TOKEN: TOKEN },
  });
}

async function expectUnjudged(
  { code, stdout, stderr }: Finished,
  out: string,
  seen: RegExp,
  advice: RegExp,
): Promise<void> {
  expect(code, stderr).toBe(3);
  expect(stderr).toMatch(seen);
  expect(stderr).toMatch(advice);
  expect(stderr).not.toMatch(/\n\s+at |internal error|superagent/);
  expect(`${stdout}${stderr}`).not.toMatch(/[^\P{Cc}\n]/u);

  const report = await readReport(out);
  expect(report).toMatchObject({
    checks: [],
    run: { complete: false, leftBehind: [], reason: expect.stringMatching(seen) },
    target: { application: 'alvao' },
  });
  expect(elements(await readFile(join(out, 'junit.xml'), 'utf8'), 'error')).toEqual([
    expect.objectContaining({ message: expect.stringMatching(seen) }),
  ]);
  expect((await readdir(out)).sort()).toEqual(FILES);
  for (const [file, text] of await allFiles(out)) expect(text.includes(TOKEN), file).toBe(false);
}

describe.concurrent('a target that cannot be judged: exit 3, what was seen, what to do, and reports that say so', () => {
  test.each(CASES)('%s', async (name, answer, seen, advice) => {
    const server = await startServer(answer);
    const out = join(folder, name.replaceAll(' ', '-'));
    const timeout = name === 'no answer in time' ? '400' : '10000';
    await expectUnjudged(
      await runAgainst(`${server.url}/scim`, out, '--timeout', timeout),
      out,
      seen,
      advice,
    );
    // One level up is asked too, for the base URL that was meant.
    const asked = server.requests.filter((request) => !request.startsWith('GET /scim/'));
    expect(asked.filter((request) => !request.startsWith('GET /Users?filter='))).toEqual([]);
    await server.close();
  });

  test('a closed port', async () => {
    const server = await startServer(() => {});
    await server.close();
    const out = join(folder, 'closed');
    await expectUnjudged(
      await runAgainst(server.url, out),
      out,
      /ECONNREFUSED 127\.0\.0\.1/,
      /Nothing listens there/,
    );
  });

  test('a host that does not exist', async () => {
    const out = join(folder, 'no-host');
    const finished = await runAgainst('http://no-such-host.invalid/scim', out);
    await expectUnjudged(finished, out, /ENOTFOUND|EAI_AGAIN/, /host name cannot be resolved/);
  });

  test('https where there is none', async () => {
    const server = await startServer(respond(200, HTML));
    const out = join(folder, 'no-tls');
    await expectUnjudged(
      await runAgainst(server.url.replace('http:', 'https:'), out),
      out,
      /no answer/,
      /http and https/,
    );
    await server.close();
  });

  test('connect says the same, and writes nothing', async () => {
    const server = await startServer(respond(401, SCIM_ERROR));
    const cwd = join(folder);
    const before = await readdir(cwd);
    const { code, stdout, stderr } = await cli(['connect', '--application', 'alvao', '--url', server.url], {
      env: { SCIM_TOKEN: TOKEN },
      cwd,
    });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/alvao: the target refuses the credentials.*\n {2}Check the token/);
    expect((await readdir(cwd)).filter((name) => !before.includes(name) && name.includes('report'))).toEqual(
      [],
    );
    await server.close();
  });
});

test('a run that could not judge leaves the reports of an earlier one, and says so beside them', async () => {
  const out = join(folder, 'stale');
  const target = await startTarget({ application: 'alinto-protect' });
  const args = [
    'run',
    '--application',
    'alinto-protect',
    '--url',
    target.url,
    '--effort',
    'quick',
    '--check',
    'filtering/no-match',
    '--out',
    out,
  ];
  expect((await cli(args, { env: { SCIM_TOKEN: TOKEN } })).code).toBe(0);
  expect((await readReport(out)).run.complete).toBe(true);
  const earlier = await readReport(out);
  const { code, stderr } = await cli(args, { env: { SCIM_TOKEN: 'another' } });
  expect(code).toBe(3);
  const own = join(out, 'not-judged');
  expect(stderr).toContain(`kept the report in ${out}: this run judged nothing; its own is in ${own}`);
  expect(await readReport(out)).toEqual(earlier);
  expect(await readReport(own)).toMatchObject({
    run: { complete: false, reason: expect.stringContaining('401') },
    checks: [],
  });
  for (const [file, text] of await allFiles(own)) expect(text, file).toMatch(/not judged|401/i);
  expect((await cli(args, { env: { SCIM_TOKEN: TOKEN } })).code).toBe(0);
  expect((await readdir(out)).sort()).toEqual(FILES);
  await target.close();
});

test('connect to a target that answers as it should', async () => {
  const target = await startTarget();
  const { code, stdout, stderr } = await cli(['connect', '--application', 'alvao', '--url', target.url], {
    env: { SCIM_TOKEN: TOKEN },
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^alvao: connected to http.*answered with 200 in \d+ ms/);
  await target.close();
});
