import { chmod, mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type AuthorizationServer,
  type AuthorizationServerOptions,
  agree,
  CLIENT_ID,
  startAuthorizationServer,
} from '../../http/fixtures/authorization-server.ts';
import { isObject, type Json, member } from '../../scim/json.ts';
import { cli, type Finished, removeFolder, startCli, temporaryFolder } from './support/cli.ts';
import { allFiles, readReport } from './support/report.ts';
import { startTarget, type Target } from './support/target.ts';

const SECRET = 's3cret/of+the-client==';

let root: string;
beforeAll(async () => {
  root = await temporaryFolder();
});
afterAll(() => removeFolder(root));

/** A target that takes the tokens of an authorization server, with the configuration for it in a folder of its own. */
interface Setting {
  readonly folder: string;
  readonly tokenFile: string;
  readonly server: AuthorizationServer;
  readonly target: Target;
  /** Runs the command to its end; what `browse` does when an address is shown is the person's part. */
  run(args: readonly string[], browse?: (address: string) => Promise<unknown>): Promise<Finished>;
}

interface SettingOptions extends AuthorizationServerOptions {
  /** At the how manieth request the target's access tokens are all taken back. */
  readonly revokeAt?: number;
}

async function withSetting(
  { revokeAt, ...options }: SettingOptions,
  work: (setting: Setting) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(root, 'setting-'));
  const server = await startAuthorizationServer(options);
  const target: Target = await startTarget({
    application: 'atea',
    accepts: ({ headers }) => {
      if (target.seen.length === revokeAt) server.revoke();
      return server.accepts(headers.authorization);
    },
    // It shows the credentials that it was given.
    after: ({ headers }, answer) => ({
      ...answer,
      headers: { ...answer.headers, 'x-echo': String(headers.authorization) },
    }),
  });
  const auth = {
    type: 'oauth',
    grant: 'authorizationCode',
    issuer: server.url,
    clientId: CLIENT_ID,
    clientSecret: { env: 'CLIENT_SECRET' },
    parameters: { scope: 'scim' },
  };
  const config = { targets: { atea: { application: 'atea', url: target.url, auth } } };
  await writeFile(join(folder, 'scim-conformance.config.json'), JSON.stringify(config));
  const environment = { cwd: folder, env: { CLIENT_SECRET: SECRET, XDG_STATE_HOME: join(folder, 'state') } };
  try {
    await work({
      folder,
      tokenFile: join(folder, 'state', 'scim-conformance', 'tokens.json'),
      server,
      target,
      run: async (args, browse) => {
        const running = startCli(args, environment);
        if (browse !== undefined) await browse((await running.said(ADDRESS))[1] ?? '');
        return running.finished;
      },
    });
  } finally {
    server.close();
    await target.close();
  }
}

const ADDRESS = /^ {2}(http:\S+\/authorize\?\S+)$/m;

/** What is stored, as far as it matters here. */
async function stored(file: string): Promise<Json | undefined> {
  const [login] = [member(JSON.parse(await readFile(file, 'utf8')), 'logins')].flat();
  return login;
}

function expectNoSecret(text: string, { server }: Setting): void {
  for (const secret of [SECRET, ...server.given]) {
    for (const spelling of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
      expect(text).not.toContain(spelling);
  }
}

describe.concurrent('login', () => {
  test('stores a token, with which a run goes on while it expires, is rotated and is refused', async () => {
    // The first access token is over when the run begins; the next one is taken back in the middle.
    const lifetime = (count: number): number => (count === 1 ? 0 : 3600);
    await withSetting({ lifetime, revokeAt: 40 }, async (setting) => {
      const { run, server, target, tokenFile, folder } = setting;
      let page = '';
      const login = await run(['login'], async (address) => {
        page = await (await agree(address)).text();
      });
      expect(login, login.stderr).toMatchObject({ code: 0, stderr: '' });
      expect(login.stdout).toContain(`atea: logged in; the token is stored in ${tokenFile}`);
      expect(page).toContain('You may close this window');
      expect((await stat(tokenFile)).mode & 0o777).toBe(0o600);
      expect(await stored(tokenFile)).toMatchObject({ target: 'atea', refreshToken: server.given[2] });

      const out = join(folder, 'report');
      const tested = await run(['run', '--effort', 'quick', '--suite', 'filtering', '--har', '--out', out]);
      expect([0, 1], tested.stderr).toContain(tested.code);
      const report = await readReport(out);
      expect(report.summary).toMatchObject({ error: 0 });
      expect(report.summary.pass).toBeGreaterThan(5);
      expect(target.seen.length).toBeGreaterThan(60);
      expect(server.seen.map(({ parameters }) => parameters.grant_type)).toEqual([
        'authorization_code',
        'refresh_token',
        'refresh_token',
      ]);
      expect(await stored(tokenFile)).toMatchObject({ refreshToken: server.given.at(-1) });
      const again = await run(['connect']);
      expect(again, again.stderr).toMatchObject({ code: 0 });

      const files = await allFiles(out);
      expect(files.size).toBeGreaterThan(4);
      for (const text of [page, ...files.values(), login.stdout, tested.stdout, tested.stderr, again.stdout])
        expectNoSecret(text, setting);
    });
  });

  test('is asked for by a run without it, and after --forget', async () => {
    await withSetting({}, async ({ run, target, tokenFile }) => {
      const asked = {
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('scim-conformance login --target atea'),
      };
      expect(await run(['run'])).toMatchObject(asked);
      expect(await run(['login', '--forget'])).toMatchObject({
        code: 0,
        stdout: 'atea: no token is stored\n',
      });
      expect(await run(['login'], agree)).toMatchObject({ code: 0 });
      await chmod(tokenFile, 0o644);
      expect(await run(['run'])).toMatchObject({ code: 2, stderr: expect.stringContaining('chmod 600') });
      await chmod(tokenFile, 0o600);
      expect(await run(['login', '--forget'])).toMatchObject({ code: 0 });
      await expect(stat(tokenFile)).rejects.toThrow(/ENOENT/);
      expect(await run(['connect'])).toMatchObject(asked);
      expect(target.seen).toEqual([]);
    });
  });

  test('that has ended on the server is a clear message', async () => {
    await withSetting({ lifetime: () => 0 }, async (setting) => {
      const { run, server } = setting;
      await run(['login'], agree);
      await fetch(`${server.url}/token`, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'stolen' }),
      });
      const { code, stdout, stderr } = await run(['connect']);
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
      expect(stderr).toMatch(/gives no token: invalid_grant[\s\S]*log in again/);
      expectNoSecret(stderr, setting);
    });
  });

  test.each<[string, AuthorizationServerOptions, RegExp]>([
    [
      'a person who refuses',
      {
        redirect: (parameters) => {
          parameters.delete('code');
          parameters.set('error', 'access_denied');
          parameters.set('error_description', `no \u001b[31m${SECRET}`);
        },
      },
      /^atea: not logged in: \S+ gives no token: access_denied \(no \\u001b\[31m\[redacted\]\)\n$/,
    ],
    [
      'another state',
      { redirect: (parameters) => parameters.set('state', 'another') },
      /^atea: not logged in: .*"state".*\n$/,
    ],
    ['a refused code', { answer: () => null }, /^atea: not logged in: .*invalid_client.*\n$/],
  ])('stores nothing after %s', async (_, options, message) => {
    await withSetting(options, async (setting) => {
      const { code, stderr, stdout } = await setting.run(['login'], agree);
      expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringMatching(message) });
      expectNoSecret(stdout + stderr, setting);
      await expect(stat(setting.tokenFile)).rejects.toThrow(/ENOENT/);
    });
  });

  test('is not begun where nothing can be stored', async () => {
    await withSetting({}, async ({ run, folder, server }) => {
      await writeFile(join(folder, 'state'), 'in the way');
      const { code, stdout, stderr } = await run(['login']);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/tokens\.json cannot be written/);
      expect(server.seen).toEqual([]);
    });
  });

  test('ends when nobody comes', async () => {
    await withSetting({}, async ({ run, tokenFile }) => {
      const { code, stderr } = await run(['login', '--timeout', '1s']);
      expect({ code, stderr }).toEqual({
        code: 3,
        stderr: 'atea: not logged in: nobody authorized within 1 s\n',
      });
      await expect(stat(tokenFile)).rejects.toThrow(/ENOENT/);
    });
  });

  test('ends at once with Ctrl-C', async () => {
    await withSetting({}, async ({ folder, tokenFile }) => {
      const env = { CLIENT_SECRET: SECRET, XDG_STATE_HOME: join(folder, 'state') };
      const { child, said, finished } = startCli(['login'], { cwd: folder, env });
      await said(ADDRESS);
      child.kill('SIGINT');
      expect(await finished).toMatchObject({ code: 130, stderr: 'atea: not logged in: interrupted\n' });
      await expect(stat(tokenFile)).rejects.toThrow(/ENOENT/);
    });
  });
});

test.each<[string, object | null, readonly string[], RegExp]>([
  ['no configuration', null, [], /login needs a configuration file/],
  ['no target with a login', { one: {} }, [], /no target of the configuration has a login/],
  [
    'another target',
    { one: {}, two: { auth: 'login' } },
    ['--target', 'one'],
    /no target "one" with a login/,
  ],
  [
    'several',
    { one: { auth: 'login' }, two: { auth: 'login' } },
    [],
    /choose one with --target \(one, two\)/,
  ],
])('%s is a usage error', async (_, targets, args, message) => {
  const folder = await mkdtemp(join(root, 'usage-'));
  const auth = {
    type: 'oauth',
    grant: 'authorizationCode',
    issuer: 'https://login.example.com',
    clientId: 'x',
  };
  const full = Object.entries(targets ?? {}).map(([name, given]) => [
    name,
    {
      application: 'atea',
      url: 'https://app.example.com/scim',
      ...(isObject(given) && member(given, 'auth') ? { auth } : {}),
    },
  ]);
  if (targets !== null)
    await writeFile(
      join(folder, 'scim-conformance.config.json'),
      JSON.stringify({ targets: Object.fromEntries(full) }),
    );
  const { code, stdout, stderr } = await cli(['login', ...args], { cwd: folder });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
});
