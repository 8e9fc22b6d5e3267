import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cli, removeFolder, serve, startCli, temporaryFolder } from './support/cli.ts';
import { startServer } from './support/target.ts';

let folder: string;
let server: Awaited<ReturnType<typeof startServer>>;

/** Files that the cases below name, each with something wrong. */
const FILES: Readonly<Record<string, string>> = {
  'syntax.json': '{\n  "targets": {\n    "a": { "application": "alvao" "url": "https://x.test" }\n  }\n}',
  'unknown-key.yaml':
    'targets:\n  staging:\n    application: alvao\n    url: https://x.test/scim\n    timout: 5\n',
  'wrong-type.yaml':
    'targets:\n  staging:\n    application: alvao\n    url: https://x.test/scim\n    concurrency: many\n',
  'no-targets.yaml': 'seed: 1\n',
  'token.yaml':
    'targets:\n  staging:\n    application: alvao\n    url: https://x.test/scim\n    token: hunter2-hunter2\n',
  'good.yaml': 'targets:\n  staging:\n    application: alvao\n    url: https://x.test/scim\n',
  'unknown-application.yaml': 'targets:\n  staging:\n    application: alvoa\n    url: https://x.test/scim\n',
  'no-parameter.yaml': 'targets:\n  staging:\n    application: alinto-protect\n',
  'profile.json': '{ "id": "mine", "name": 7 }',
  'latin1.json': '\u00ff',
  'not-a-report.json': '{"schemaVersion": 1}',
};

const TOKEN = 'a-token';

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await startServer((_, outgoing) => outgoing.end('{}'));
  await mkdir(join(folder, 'two'));
  for (const name of ['json', 'yaml'])
    await writeFile(join(folder, 'two', `scim-conformance.config.${name}`), '{}');
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text, 'latin1');
});

afterAll(async () => {
  await server.close();
  await removeFolder(folder);
});

const url = (): string => `${server.url}/scim`;

/** Arguments (`URL` stands for a server that must not be asked), what the message must say, and what must differ from the usual surroundings. */
type Case = readonly [
  name: string,
  args: string,
  says: readonly (string | RegExp)[],
  surroundings?: { readonly env?: Record<string, string>; readonly cwd?: string },
];

const CASES: readonly Case[] = [
  ['an unknown application', 'run --application alvoa --url URL', ['"alvoa"', 'alvao']],
  ['an application like none', 'run --application q --url URL', ['"q"', 'applications list']],
  ['a profile that is not there', 'run --application ./none.json --url URL', ['./none.json', 'no such file']],
  ['an invalid profile', 'run --application ./profile.json --url URL', [/profile\.json:1:\d+/, '/name']],
  ['a profile that is a folder', 'run --application ./two --url URL', ['./two', 'directory']],
  ['a URL that is none', 'run --application alvao --url nonsense', ['nonsense', 'https://']],
  ['a URL of another protocol', 'run --application alvao --url ftp://x.test/scim', ['http', 'ftp:']],
  ['a URL with credentials', 'run --application alvao --url http://me:hunter2@x.test/scim', ['credentials']],
  ['a URL with a fragment', 'run --application alvao --url https://x.test/scim#a', ['fragment']],
  ['an empty URL', 'run --application alvao --url=', ['URL']],
  [
    'a URL beside a configuration',
    'run --application alvao --url URL --config good.yaml',
    ['--url', '--config'],
  ],
  ['no token', 'run --application alvao --url URL', ['SCIM_TOKEN', '--token-env'], { env: {} }],
  ['an empty token', 'run --application alvao --url URL', ['SCIM_TOKEN'], { env: { SCIM_TOKEN: ' ' } }],
  ['no token under another name', 'run --application alvao --url URL --token-env MINE', ['MINE']],
  [
    'a token that no header can carry',
    'run --application alvao --url URL',
    ['SCIM_TOKEN'],
    { env: { SCIM_TOKEN: 'hunter2\nx: y' } },
  ],
  ['a token variable without a target', 'run --token-env MINE', ['--token-env', '--url']],
  ['an unknown option', 'run --aplication alvao', ["unknown option '--aplication'", '--application']],
  ['an unknown command', 'rum', ["unknown command 'rum'", 'run']],
  ['an argument too many', 'run alvao', ['too many arguments']],
  ['an option without its value', 'run --application', ['--application']],
  [
    'a token as an argument',
    'run --application alvao --url URL --token hunter2',
    ['tokens are never arguments', '--token-env'],
  ],
  ['an unknown suite', 'run --suite filterin', ['"filterin"', '"filtering"']],
  [
    'an unknown check',
    'run --check filtering/eq-finds-exactlie',
    ['"filtering/eq-finds-exactlie"', '"filtering/'],
  ],
  ['an empty check', 'run --check=', ['""', '--list']],
  ['a check outside the suite', 'run --suite filtering --check soft-delete', ['none of the chosen checks']],
  ['an unknown effort', 'run --effort huge', ['huge', 'smoke, quick, standard, thorough']],
  ['an unknown level', 'run --fail-on may', ['may', 'must, should']],
  ['a seed that is no number', 'run --seed one', ['--seed', 'one', 'whole number']],
  ['a seed with a fraction', 'run --seed 1.5', ['1.5', 'whole number']],
  ['a seed out of range', 'run --seed 2147483648', ['2147483648', '2147483647']],
  ['no concurrency', 'run --concurrency 0', ['--concurrency', 'from 1 to 256']],
  ['a negative rate', 'run --rate=-1', ['--rate', 'from 1']],
  ['a timeout of another unit', 'run --timeout 5d', ['--timeout', '5d', '5s']],
  ['a timeout that is too long', 'run --timeout 20m', ['--timeout', '20m', '600000']],
  ['an endless number', 'run --timeout 1e3', ['--timeout', '1e3']],
  ['a shard beyond the last', 'run --shard 3/2', ['--shard', '3/2']],
  ['a shard of nothing', 'run --shard 1/0', ['--shard', '1/0']],
  ['a shard in words', 'run --shard first', ['--shard', '2/5']],
  ['an empty shard', 'run --check filtering/no-match --shard 2/2', ['2/2', 'empty']],
  ['a path that is none', 'run --check filtering/no-match --path abc', ['"abc"', 'replay']],
  ['a path into many checks', 'run --suite filtering --path 0/1', ['--path', '--check']],
  ['a configuration that is not there', 'run --config none.yaml', ['none.yaml', 'no such file']],
  ['a configuration that is a folder', 'run --config .', ['directory']],
  ['a configuration that is no UTF-8', 'run --config latin1.json', ['latin1.json', 'UTF-8']],
  ['a syntax error', 'run --config syntax.json', [/syntax\.json:3:35/]],
  [
    'an unknown key',
    'run --config unknown-key.yaml',
    [/unknown-key\.yaml:5:5/, '/targets/staging', '"timeout"'],
  ],
  [
    'a value of the wrong type',
    'run --config wrong-type.yaml',
    [/wrong-type\.yaml:5:\d+/, '/targets/staging/concurrency', '"many"'],
  ],
  ['a configuration without targets', 'run --config no-targets.yaml', ['no-targets.yaml:1', '"targets"']],
  ['a token in a file', 'run --config token.yaml', [/token\.yaml:5:5/, 'tokenEnv']],
  ['an unknown application in a file', 'run --config unknown-application.yaml', ['alvoa', 'alvao']],
  ['a tenant URL without its parameter', 'run --config no-parameter.yaml', ['Domain', 'tenantUrl']],
  [
    'two configurations',
    'run',
    ['scim-conformance.config.json', 'scim-conformance.config.yaml', '--config'],
    { cwd: 'two' },
  ],
  ['an unknown target', 'run --config good.yaml --target stagin', ['"stagin"', '"staging"']],
  ['a target without a configuration', 'run --target staging', ['--target', '--config']],
  ['an application beside a configuration', 'run --config good.yaml --application alvao', ['--application']],
  ['a baseline that is not there', 'run --baseline none.json', ['none.json', 'no such file']],
  ['a baseline that is no report', 'run --baseline not-a-report.json', ['not-a-report.json', 'report']],
  ['a folder for reports that is a file', 'run --out good.yaml', ['good.yaml', '--out']],
  ['a folder for reports below a file', 'run --out good.yaml/reports', ['good.yaml/reports', '--out']],
  ['connect without a target', 'connect', ['--url']],
  ['connect without a token', 'connect --application alvao --url URL', ['SCIM_TOKEN'], { env: {} }],
  ['cleanup without a target', 'cleanup --application alvao', ['--url']],
  ['cleanup of no run', 'cleanup --application alvao --url URL --run ABC', ['"ABC"', 'run.id']],
  ['an unknown application to show', 'applications show alvoa', ['"alvoa"', 'alvao']],
  ['an unknown format', 'requirements --format html', ['"html"', '"markdown"']],
  ['an unknown fault', 'serve --fault filter-eq-prefx', ['"filter-eq-prefx"', '"filter-eq-prefix"']],
  ['a fault like none', 'serve --fault zzzzzzzzzz', ['"zzzzzzzzzz"', 'none of the', '--list-faults']],
  ['a folder for reports that nobody can make', 'run --out /proc/x/y', ['/proc/x/y', '--out']],
  [
    'a token with the word in front of it',
    'run --application alvao --url URL',
    ['SCIM_TOKEN', 'begins with "Bearer "'],
    { env: { SCIM_TOKEN: 'Bearer hunter2' } },
  ],
  ['a port out of range', 'serve --port 65536', ['--port', '65535']],
  ['an unknown application to serve', 'serve --application alvoa', ['"alvoa"', 'alvao']],
  ['no command', '', ['Usage: scim-conformance', 'run']],
];

describe.concurrent('exit 2, one clear message, nothing sent, nothing written', () => {
  test.for(CASES)('%s', async ([, args, says, { env = { SCIM_TOKEN: TOKEN }, cwd = '.' } = {}]) => {
    const words = args === '' ? [] : args.split(' ').map((word) => (word === 'URL' ? url() : word));
    const before = await readdir(folder, { recursive: true });
    const { code, stdout, stderr } = await cli(words, { env, cwd: join(folder, cwd) });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    for (const text of says) expect(stderr).toMatch(text);
    expect(stderr).not.toMatch(/\bat .*:\d+:\d+\)?$|node_modules|internal error|undefined|\[object|hunter2/m);
    expect(stderr.endsWith('\n')).toBe(true);
    expect(await readdir(folder, { recursive: true })).toEqual(before);
    expect(server.requests).toEqual([]);
  });

  test('a file that may not be read', async () => {
    if (process.getuid?.() === 0) return;
    await writeFile(join(folder, 'secret.yaml'), '');
    await chmod(join(folder, 'secret.yaml'), 0);
    expect(await cli(['run', '--config', 'secret.yaml'], { cwd: folder })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('permission denied'),
    });
  });

  test('a port that is taken', async () => {
    const first = await serve([]);
    const { port } = new URL(first.url);
    const { code, stderr } = await cli(['serve', '--port', port]);
    expect(code).toBe(2);
    expect(stderr).toContain(`port ${port} is in use`);
    await first.close();
  });
});

test('help and version are no errors', async () => {
  for (const args of [['--help'], ['run', '--help'], ['--version']]) {
    const { code, stdout, stderr } = await cli(args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toBe('');
  }
});

test('a reader that stops reading does not matter', async () => {
  const running = startCli(['requirements', '--format', 'json']);
  running.child.stdout?.destroy();
  expect(await running.finished).toMatchObject({ code: 0, stderr: '' });
});
