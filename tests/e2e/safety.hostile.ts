import { readdir } from 'node:fs/promises';
import { createServer, request as forward } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cli, removeFolder, startCli, temporaryFolder, until } from './support/cli.ts';
import { readReport } from './support/report.ts';
import { type SeenRequest, startTarget, type Target, TOKEN } from './support/target.ts';

const env = { SCIM_TOKEN: TOKEN };
const STRANGER = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'ceo@example.com',
  externalId: 'ceo',
  displayName: 'Chief',
  active: true,
};

let folder: string;

beforeAll(async () => {
  folder = await temporaryFolder();
});

afterAll(() => removeFolder(folder));

const run = (url: string, out: string, ...more: string[]): string[] => [
  'run',
  '--application',
  'alvao',
  '--url',
  url,
  '--effort',
  'quick',
  '--out',
  join(folder, out),
  ...more,
];

/** Creates a user who was there before every run; gives his path. */
async function addStranger({ url }: Target): Promise<string> {
  const response = await fetch(`${url}/Users`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/scim+json' },
    body: JSON.stringify(STRANGER),
  });
  const { id } = (await response.json()) as { readonly id: string };
  return `/Users/${id}`;
}

/** Starts a run and kills it once it has created so much; gives its id, from the name of its journal. */
async function killed(target: Target, out: string): Promise<string> {
  const running = startCli(run(target.url, out, '--no-cleanup', '--suite', 'group-members'), { env });
  await until(() => target.created().length > 30, running);
  running.child.kill('SIGKILL');
  await running.finished;
  const [journal] = (await readdir(join(folder, out))).filter((name) => name.endsWith('.jsonl'));
  return /^journal-([a-z0-9]{6})\.jsonl$/.exec(journal ?? '')?.[1] ?? 'none';
}

const isList = ({ method, path }: SeenRequest): boolean =>
  method === 'GET' && /\/Users(\?(?!.*filter)|$)/.test(path);

describe.concurrent('a run that was killed', () => {
  test('is cleaned up by its journal, where lists tell nothing', async () => {
    const target = await startTarget({
      before: (request) => (isList(request) ? { status: 403, headers: {}, body: '' } : undefined),
    });
    const stranger = await addStranger(target);
    const id = await killed(target, 'killed');
    const left = await target.left();
    expect(left).toBeGreaterThan(30);
    const out = join(folder, 'killed');
    const words = ['cleanup', '--application', 'alvao', '--url', target.url, '--run', id, '--out', out];
    const { code, stdout, stderr } = await cli(words, { env });
    expect({ code, stderr, stdout }).toEqual({
      code: 0,
      stderr: '',
      stdout: `alvao: ${left - 1} resources deleted, 0 left\n`,
    });
    expect(target.seen.some(({ method, path }) => method === 'DELETE' && path.endsWith(stranger))).toBe(
      false,
    );
    expect(await target.left()).toBe(1);
    expect(await readdir(out)).toEqual([]);
    await target.close();
  });

  test('is remembered by the next one, which says how to clean up', async () => {
    const target = await startTarget();
    const id = await killed(target, 'remembered');
    const { stderr, code } = await cli(run(target.url, 'remembered', '--suite', 'soft-delete'), { env });
    expect(code, stderr).toBe(0);
    const out = join(folder, 'remembered');
    expect(stderr).toContain(`the run ${id} of `);
    expect(stderr).toContain(
      `  scim-conformance cleanup --application alvao --url ${target.url} --run ${id} --out ${out}\n`,
    );
    expect(await readdir(out)).toContain(`journal-${id}.jsonl`);
    await target.close();
  });
});

describe.concurrent('what is not known is found out', () => {
  test('a creation whose answer is lost is looked up and deleted', async () => {
    let lost = 0;
    const target = await startTarget({
      after: ({ method, path }, answer) => {
        if (method !== 'POST' || !path.endsWith('/Users') || ++lost % 4 !== 0) return answer;
        return (outgoing) => void outgoing.destroy();
      },
    });
    await cli(run(target.url, 'unanswered', '--suite', 'filtering'), { env });
    const report = await readReport(join(folder, 'unanswered'));
    expect(lost).toBeGreaterThan(4);
    expect(report.observations).toMatchObject({ 'errors.underLoad': expect.any(Number) });
    expect(report.run.leftBehind).toEqual([]);
    expect(await target.left()).toBe(0);
    await target.close();
  });

  test('a DELETE without an answer is sent again', async () => {
    const lost = new Set<string>();
    const target = await startTarget({
      after: ({ method, path }, answer) => {
        if (method !== 'DELETE' || lost.has(path) || lost.size > 4) return answer;
        lost.add(path);
        return (outgoing) => void outgoing.destroy();
      },
    });
    await cli(run(target.url, 'undeleted', '--check', 'filtering/eq-finds-exactly'), { env });
    const report = await readReport(join(folder, 'undeleted'));
    expect(lost.size).toBe(5);
    expect(report.run.leftBehind).toEqual([]);
    expect(await target.left()).toBe(0);
    expect(await readdir(join(folder, 'undeleted'))).not.toContain(expect.stringContaining('journal'));
    await target.close();
  });
});

test('a resource that was there before is left alone, even when it comes back as the one created', async () => {
  let stranger = '';
  const target = await startTarget({
    after: ({ method, path }, answer) => {
      if (stranger === '' || method !== 'POST' || !path.endsWith('/Users') || answer.status !== 201)
        return answer;
      return { ...answer, body: JSON.stringify({ ...STRANGER, id: stranger.slice('/Users/'.length) }) };
    },
  });
  stranger = await addStranger(target);
  const { code } = await cli(run(target.url, 'stranger', '--suite', 'all'), { env });
  expect(code).toBe(1);
  const touched = target.seen.filter(({ method, path }) => method !== 'GET' && path.includes(stranger));
  expect(touched.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  const { notes } = (await readReport(join(folder, 'stranger'))).target;
  expect(notes.join('\n')).toContain(`${stranger} under names that were not sent`);
  await target.close();
});

test('a target that is not this machine is told about before the first write, and reached through the proxy', async () => {
  const target = await startTarget();
  const proxy = createServer((incoming, outgoing) => {
    const { pathname, search } = new URL(incoming.url ?? '');
    const { method, headers } = incoming;
    const onward = forward(new URL(pathname + search, target.url), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const through = { ...env, HTTP_PROXY: `http://127.0.0.1:${port}` };
  const url = 'http://scim.example.test/scim/v2';
  const wrote = (): boolean => target.seen.some(({ method }) => method !== 'GET');

  const running = startCli(run(url, 'announced', '--check', 'filtering/eq-finds-exactly'), { env: through });
  await running.said(
    /alvao \(http:\/\/scim\.example\.test\/scim\/v2\): up to about 50 users and groups will be created/,
  );
  expect((await running.finished).code).toBe(0);
  expect(wrote()).toBe(true);

  const before = target.seen.length;
  const reading = await cli(run(url, 'read-only', '--read-only'), { env: through });
  expect(reading.code, reading.stderr).toBe(0);
  expect(reading.stderr).not.toContain('will be created');
  expect(target.seen.slice(before).every(({ method }) => method === 'GET')).toBe(true);
  proxy.close();
  proxy.closeAllConnections();
  await target.close();
});
