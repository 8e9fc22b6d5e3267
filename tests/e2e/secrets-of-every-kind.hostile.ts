import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckId } from '../../suites/check-ids.ts';
import { cli, removeFolder, startCli, temporaryFolder, until } from './support/cli.ts';
import { readReport } from './support/report.ts';
import { expectNowhere, spellings } from './support/spellings.ts';
import {
  type SeenRequest,
  startServer,
  startTarget,
  type Target,
  type TargetOptions,
  TOKEN,
} from './support/target.ts';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => removeFolder(folder));

/** Secrets of a target, and what shows them to it. None of them is part of another. */
interface Kind {
  readonly auth: object;
  readonly secrets: readonly string[];
  readonly accepts: (request: SeenRequest) => boolean;
}

const PASSWORD = 'b4sic P4ssw0rd/+&"';
const KEY = 'k3y/of+the=API&"';
const CLIENT_SECRET = 'cl1ent S3cret/+*~';
const REFRESH = 'r3fresh/T0ken+1';
const ISSUED = 'i55ued/T0ken+';
const ENV = { PASSWORD, KEY, CLIENT_SECRET, REFRESH };

const basic = Buffer.from(`me:${PASSWORD}`).toString('base64');

/** @param tokenUrl where tokens are issued */
const kinds = (tokenUrl: string): Readonly<Record<string, Kind>> => ({
  basic: {
    auth: { type: 'basic', username: 'me', password: { env: 'PASSWORD' } },
    secrets: [PASSWORD, basic],
    accepts: ({ headers }) => headers.authorization === `Basic ${basic}`,
  },
  apiKey: {
    auth: { type: 'apiKey', header: 'X-Tenant-Key', key: { env: 'KEY' } },
    secrets: [KEY],
    accepts: ({ headers }) => headers['x-tenant-key'] === KEY,
  },
  clientCredentials: {
    auth: { type: 'oauth', tokenUrl, clientId: 'me', clientSecret: { env: 'CLIENT_SECRET' } },
    secrets: [CLIENT_SECRET, ISSUED],
    accepts: ({ headers }) => String(headers.authorization).startsWith(`Bearer ${ISSUED}`),
  },
  refreshToken: {
    auth: { type: 'oauth', tokenUrl, clientId: 'me', refreshToken: { env: 'REFRESH' } },
    secrets: [REFRESH, ISSUED],
    accepts: ({ headers }) => String(headers.authorization).startsWith(`Bearer ${ISSUED}`),
  },
});

/** Repeats the secrets in each place of each answer and sets them as cookies; creates no resource unless it `creates`. */
function echoing({ secrets, accepts }: Kind, creates: boolean): TargetOptions {
  const all = secrets.flatMap(spellings);
  const inHeader = all.filter((text) => /^[\x20-\x7e]*$/.test(text)).join(' ');
  return {
    application: 'cleanmail-swiss',
    faults: ['filter-eq-prefix'],
    accepts,
    before: ({ method }) =>
      method === 'POST' && !creates ? { status: 500, headers: {}, body: '' } : undefined,
    after: (_, answer) => {
      const headers = {
        ...answer.headers,
        'x-echo': inHeader,
        'set-cookie': `session=${encodeURIComponent(inHeader)}`,
        etag: `W/"${encodeURIComponent(inHeader)}"`,
      };
      const error = { detail: `no: ${all.join(' ')}`, scimType: secrets[0], status: String(answer.status) };
      if (answer.status >= 400)
        return { ...answer, headers, body: JSON.stringify({ schemas: [ERROR], ...error }) };
      const added = JSON.stringify({ [secrets[0] ?? '']: all, authenticationSchemes: all });
      return { ...answer, headers, body: answer.body.replace(/^\{/, `${added.slice(0, -1)},`) };
    },
  };
}

const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** An authorization server whose tokens are all different. */
function issuer(): ReturnType<typeof startServer> {
  let issued = 0;
  return startServer((_, outgoing) => {
    const token = {
      access_token: ISSUED,
      token_type: 'Bearer',
      refresh_token: `${REFRESH}${++issued}`,
    };
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(token));
  });
}

/** A configuration file for one target of each kind. */
async function configFile(
  name: string,
  targets: Readonly<Record<string, [Kind, { readonly url: string }]>>,
): Promise<string> {
  const file = join(folder, name);
  const entries = Object.entries(targets).map(([target, [{ auth }, { url }]]) => [
    target,
    { application: 'cleanmail-swiss', url, auth },
  ]);
  await writeFile(file, JSON.stringify({ targets: Object.fromEntries(entries) }));
  return file;
}

describe.concurrent('secrets of every kind that the target repeats are in no output', () => {
  test.for([
    ['fail', true],
    ['have an error, for nothing can be created', false],
  ] as const)(
    'of a run with basic, API-key and OAuth authentication whose checks %s',
    async ([, creates]) => {
      const server = await issuer();
      const all = Object.entries(kinds(`${server.url}/token`));
      const targets = await Promise.all(
        all.map(
          async ([name, kind]): Promise<[string, [Kind, Target]]> => [
            name,
            [kind, await startTarget(echoing(kind, creates))],
          ],
        ),
      );
      const out = join(folder, `kinds-${creates}`);
      const config = await configFile(`kinds-${creates}.json`, Object.fromEntries(targets));
      const words = ['--effort', 'quick', '--har', '--out', out];
      const checks: readonly CheckId[] = [
        'required-attributes/reads-back-equal',
        'required-attributes/refuses-absent',
        'required-attributes/duplicate-user-name',
        'filtering/eq-finds-exactly',
        'filtering/list-response',
        'discovery/config',
      ];
      const { code, stdout, stderr } = await cli(
        ['run', '--config', config, ...words, ...checks.flatMap((check) => ['--check', check])],
        { env: ENV },
      );
      await Promise.all([server.close(), ...targets.map(([, [, target]]) => target.close())]);
      expect(code, stderr).toBe(1);
      for (const [name, [kind, { seen }]] of targets) {
        expect(seen.filter(kind.accepts).length, name).toBeGreaterThan(20);
        const report = await readReport(join(out, name));
        expect(report.summary[creates ? 'fail' : 'error'], name).toBeGreaterThan(0);
        expect(JSON.stringify(report), name).toContain('[redacted]');
        // The encoded spellings of a part are as telling as those of the whole.
        await expectNowhere(kind.secrets.flatMap(spellings), out, stdout + stderr);
      }
    },
  );

  test('of a connection test that fails', async () => {
    const server = await issuer();
    const kind = kinds(`${server.url}/token`).clientCredentials;
    if (kind === undefined) throw new Error('no such kind');
    const target = await startServer((incoming, outgoing) => {
      const location = `https://elsewhere.test/?t=${encodeURIComponent(String(incoming.headers.authorization))}`;
      outgoing.writeHead(307, { location }).end();
    });
    const config = await configFile('refused.json', { one: [kind, target] });
    const out = join(folder, 'refused');
    const finished = await Promise.all([
      cli(['connect', '--config', config], { env: ENV }),
      cli(['run', '--config', config, '--out', out], { env: ENV }),
    ]);
    await Promise.all([server.close(), target.close()]);
    for (const { code, stdout, stderr } of finished) {
      expect(code).toBe(3);
      expect(stderr).toContain('[redacted]');
      await expectNowhere(kind.secrets.flatMap(spellings), out, stdout + stderr);
    }
  });

  test('of an authorization server that refuses the client and repeats its secret', async () => {
    const server = await startServer((_, outgoing) => {
      const body = { error: 'invalid_client', error_description: `no client has ${CLIENT_SECRET}` };
      outgoing.writeHead(401, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    const kind = kinds(`${server.url}/token`).clientCredentials;
    if (kind === undefined) throw new Error('no such kind');
    const config = await configFile('client.json', { one: [kind, server] });
    const out = join(folder, 'client');
    const { code, stdout, stderr } = await cli(['run', '--config', config, '--out', out], { env: ENV });
    await server.close();
    expect(code).toBe(3);
    expect(stderr).toContain('no client has [redacted]');
    await expectNowhere(spellings(CLIENT_SECRET), out, stdout + stderr);
  });
});

test('passwords of generated users are in no output', async () => {
  const target = await startTarget({
    application: 'cleanmail-swiss',
    after: ({ method, body }, answer) =>
      method === 'PATCH' && body.includes('password')
        ? { ...answer, status: 500, body: JSON.stringify({ detail: `cannot set ${body}`, password: body }) }
        : answer,
  });
  const out = join(folder, 'passwords');
  const words = ['--check', 'agreement/change-password', '--effort', 'quick', '--har', '--out', out];
  const { code, stdout, stderr } = await cli(
    ['run', '--application', 'cleanmail-swiss', '--url', target.url, ...words],
    { env: { SCIM_TOKEN: TOKEN } },
  );
  await target.close();
  expect(code, stderr).toBe(1);
  const sent = target.seen.flatMap(({ body }) => [...(/[a-z]{6,10}-[A-Z]{4}!\d{4}/.exec(body) ?? [])]);
  expect(sent.length).toBeGreaterThan(0);
  expect((await readReport(out)).checks[0]?.exchanges.length).toBeGreaterThan(0);
  await expectNowhere(sent, out, stdout + stderr);
});

test('a proxy’s password is in no output', async () => {
  const proxy = await startServer((_, outgoing) => outgoing.writeHead(407).end(`no: ${PASSWORD}`));
  const closed = await startServer(() => {});
  await closed.close();
  for (const [name, url] of Object.entries({ refusing: proxy.url, closed: closed.url })) {
    const out = join(folder, name);
    const withPassword = url.replace('//', `//me:${encodeURIComponent('pr0xy/P4ss')}@`);
    const { code, stdout, stderr } = await cli(
      ['run', '--application', 'cleanmail-swiss', '--url', 'http://scim.example.test/v2', '--out', out],
      { env: { SCIM_TOKEN: TOKEN, HTTP_PROXY: withPassword } },
    );
    expect(code, stderr).toBe(3);
    await expectNowhere(['pr0xy', Buffer.from('me:pr0xy/P4ss').toString('base64')], out, stdout + stderr);
  }
  await proxy.close();
  expect(proxy.requests.length).toBeGreaterThan(0);
});

test.skipIf(!existsSync('/proc/self/cmdline'))(
  'secrets are no arguments of any process of a run',
  async () => {
    const target = await startTarget({ application: 'cleanmail-swiss' });
    const out = join(folder, 'arguments');
    const running = startCli(
      ['run', '--application', 'cleanmail-swiss', '--url', target.url, '--effort', 'thorough', '--out', out],
      { env: { SCIM_TOKEN: TOKEN } },
    );
    await until(() => target.seen.length > 50, running);
    const commands = await commandLines(running.child.pid ?? 0);
    running.child.kill('SIGKILL');
    await running.finished;
    await target.close();
    expect(commands.join('\n')).toContain('--application');
    expect(commands.join('\n')).not.toContain(TOKEN);
  },
);

/** The command lines of a process and all below it. */
async function commandLines(pid: number): Promise<string[]> {
  const threads = await readdir(`/proc/${pid}/task`);
  const children = await Promise.all(
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8')),
  );
  const below = await Promise.all(
    children.join(' ').split(' ').filter(Boolean).map(Number).map(commandLines),
  );
  return [await readFile(`/proc/${pid}/cmdline`, 'utf8'), ...below.flat()];
}
