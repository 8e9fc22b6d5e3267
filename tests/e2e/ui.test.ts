import { readdir, readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli, type Running, removeFolder, serve, startCli, temporaryFolder } from './support/cli.ts';

const TOKEN = 'a-token-nobody-sees-again';

let folder: string;
let ui: Running;
let address: URL;
let provider: Awaited<ReturnType<typeof serve>>;
/** Everything that the server answered. */
let answered = '';

beforeAll(async () => {
  folder = await temporaryFolder();
  ui = startCli(['ui', '--reports', join(folder, 'reports')], { cwd: folder });
  provider = await serve(['--application', 'alvao', '--token', TOKEN, '--fault', 'drops-title']);
  address = new URL((await ui.said(/^open (\S+)$/m))[1] ?? '');
});
afterAll(async () => {
  ui.child.kill('SIGKILL');
  await provider.close();
  await removeFolder(folder);
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** One request with these headers and no others: what a browser adds is chosen by the test. */
async function send(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): Promise<Answer> {
  const answer = await new Promise<Answer>((resolve, reject) => {
    const sent = request(
      { host: address.hostname, port: address.port, method, path, headers },
      (incoming) => {
        textOf(incoming).then(
          (whole) => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: whole }),
          reject,
        );
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
  answered += JSON.stringify(answer);
  return answer;
}

const key = (): string => address.searchParams.get('key') ?? '';
const ours = (): Record<string, string> => ({ 'x-scim-conformance-key': key() });
const post = (path: string, body: unknown, headers = ours()): Promise<Answer> =>
  send('POST', path, { 'content-type': 'application/json', ...headers }, JSON.stringify(body));

const choice = (changes: object = {}): object => ({
  from: 'url',
  url: provider.url,
  scheme: 'bearer',
  secret: TOKEN,
  application: 'alvao',
  effort: 'quick',
  suites: ['required-attributes'],
  ...changes,
});

test('whoever lacks the key, or comes from elsewhere, neither reads nor starts anything', async () => {
  const page = await send('GET', `/${address.search}`, {});
  expect(page.status).toBe(200);
  expect(page.headers['set-cookie']).toEqual([
    expect.stringMatching(/^scim-conformance-\S+=\S+; Path=\/; HttpOnly; SameSite=Strict$/),
  ]);
  const cookie = String(page.headers['set-cookie']).split(';')[0] ?? '';
  const FORGED: readonly [what: string, headers: Record<string, string>, status: number][] = [
    ['no key', {}, 401],
    ['a wrong key', { 'x-scim-conformance-key': 'x'.repeat(32) }, 401],
    ['a wrong cookie', { cookie: `${cookie.split('=')[0]}=${'x'.repeat(32)}` }, 401],
    ['a foreign origin', { cookie, origin: 'https://evil.example' }, 403],
    ['an origin that hides', { cookie, origin: 'null' }, 403],
    ['another port of this machine', { cookie, origin: 'http://127.0.0.1:1' }, 403],
    ['a name that leads here (DNS rebinding)', { cookie, host: `rebound.example:${address.port}` }, 421],
    ['the other name of this machine', { cookie, host: `localhost:${address.port}` }, 421],
  ];
  for (const [what, headers, status] of FORGED) {
    for (const path of ['/', '/reports', '/runs/abcdef/events'])
      expect((await send('GET', path, headers)).status, `${what}: GET ${path}`).toBe(status);
    expect((await post('/api/runs', choice(), headers)).status, `${what}: POST`).toBe(status);
  }
  const asForm = { cookie, 'content-type': 'text/plain' };
  expect((await send('POST', '/api/runs', asForm, JSON.stringify(choice()))).status).toBe(415);
  expect((await send('GET', '/', { cookie })).status, 'the page itself').toBe(200);
  expect((await send('GET', '/', { cookie })).body, 'nothing was started').toContain('None was started');
  expect(answered).not.toContain('access-control-allow-origin');
});

test('no page runs anything but our own programs, or may be framed', async () => {
  const { body, headers } = await send('GET', '/', ours());
  expect(body).toMatch(
    /http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;|content="default-src 'none'/,
  );
  expect(body).not.toContain('unsafe-');
  expect(headers).toMatchObject({
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
});

test('says what a run will do, and refuses what it cannot read', async () => {
  const { secret: _, ...harmless } = choice() as { secret: string };
  const announced = await post('/api/announce', harmless);
  expect(JSON.parse(announced.body)).toMatchObject({
    sentence: expect.stringMatching(
      /^\d+ checks will create up to about \d+ users and groups on 127\.0\.0\.1:\d+, .* delete each/,
    ),
    button: expect.stringMatching(/^Run: create and delete up to \d+/),
  });
  const reading = await post('/api/announce', { ...harmless, readOnly: true });
  expect(reading.body).toContain('Nothing is created, changed or deleted');
  for (const wrong of [
    {},
    { from: 'elsewhere' },
    choice({ more: 1 }),
    choice({ url: 'file:///etc/passwd' }),
    choice({ application: '../x' }),
    choice({ application: 'x.json' }),
    choice({ suites: ['no-such'] }),
  ])
    expect((await post('/api/runs', wrong)).status, JSON.stringify(wrong)).toBe(400);
  expect(
    (await send('POST', '/api/runs', { ...ours(), 'content-type': 'application/json' }, '{')).status,
  ).toBe(400);
});

test('tests the connection with its hint, runs, tells it all again after a reload, replays, tries and waives', async () => {
  const refused = JSON.parse((await post('/api/connect', choice({ secret: 'wrong' }))).body);
  expect(refused).toMatchObject({
    connected: false,
    words: expect.stringContaining('401'),
    advice: expect.any(String),
  });
  expect(JSON.parse((await post('/api/connect', choice())).body)).toMatchObject({ connected: true });
  const { id } = JSON.parse((await post('/api/runs', choice())).body);
  expect((await send('GET', `/runs/${id}`, ours())).body).toContain('required-attributes');
  const stream = await send('GET', `/runs/${id}/events`, ours());
  expect(stream.headers['content-type']).toBe('text/event-stream');
  const events = eventsIn(stream.body);
  expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index));
  expect(events[0]?.event).toEqual({ kind: 'begin' });
  expect(events.at(-1)?.event).toMatchObject({ kind: 'end', state: 'fail', left: [], report: true });
  expect(events.filter(({ event }) => event.kind === 'causes')).not.toEqual([]);
  const resumed = await send('GET', `/runs/${id}/events`, {
    ...ours(),
    'last-event-id': String(events.length - 2),
  });
  expect(eventsIn(resumed.body)).toEqual(events.slice(-1));
  const { location = '' } = (await send('GET', `/runs/${id}/report`, ours())).headers;
  const page = await send('GET', String(location), ours());
  expect(page.body).toContain('data-do="replay"');
  const report = `/api${location}`;
  const replayed = JSON.parse(
    (await post(`${report}/replay`, { checks: ['required-attributes/reads-back-equal'] })).body,
  );
  expect(replayed).toMatchObject([
    {
      fate: 'STILL FAILS',
      before: expect.stringContaining('HTTP 20'),
      now: expect.stringContaining('HTTP 20'),
    },
  ]);
  const attempt = { method: 'GET', path: '/Users?count=1', headers: {}, body: '' };
  expect((await post(`${report}/try`, attempt)).body).toContain('HTTP 200');
  for (const wrong of [
    { path: '//evil.example/x', headers: { host: 'evil.example' } },
    { path: 'http://evil.example' },
    { headers: { Authorization: 'x' } },
  ])
    expect((await post(`${report}/try`, { ...attempt, ...wrong })).status, JSON.stringify(wrong)).toBe(400);
  const waiver = {
    check: 'required-attributes/reads-back-equal',
    reason: 'known',
    owner: 'us',
    expires: '2999-01-01',
  };
  const { file } = JSON.parse((await post(`${report}/waive`, waiver)).body);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual([{ ...waiver, application: 'alvao' }]);
  expect((await post(`${report}/waive`, { ...waiver, check: 'no-such/check' })).status).toBe(400);
  expect(JSON.parse(await readFile(file, 'utf8'))).toHaveLength(1);
});

test('a run that is stopped deletes what it created, and the next one waits for it', async () => {
  const [first, second] = await Promise.all([
    post('/api/runs', choice({ effort: 'thorough' })),
    post('/api/runs', choice({ effort: 'smoke', suites: ['every-answer'] })),
  ]);
  const [running, waiting] = [first, second].map(({ body }) => JSON.parse(body).id);
  const over = send('GET', `/runs/${running}/events`, ours());
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect((await send('GET', `/runs/${waiting}`, ours())).body).toContain('Waiting for 1 run');
  await post(`/api/runs/${running}/stop`, {});
  expect(eventsIn((await over).body).at(-1)?.event).toMatchObject({ kind: 'end', left: [] });
  await post(`/api/runs/${waiting}/stop`, {});
});

test('listens nowhere that was not meant', async () => {
  const [everywhere, taken] = await Promise.all([
    cli(['ui', '--host', '0.0.0.0']),
    cli(['ui', '--port', address.port]),
  ]);
  expect(everywhere).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no address that a browser can open'),
  });
  expect(taken).toMatchObject({ code: 2, stderr: expect.stringContaining(`port ${address.port} is in use`) });
});

test('two reports of the folder are compared, and their trend is shown', async () => {
  const page = await send('GET', '/reports', ours());
  const ids = [...page.body.matchAll(/name="run" value="([^"]+)"/g)].map(([, id]) => id);
  expect(ids.length).toBeGreaterThan(1);
  expect(page.body).toContain('class="trend"');
  const compared = await send('GET', `/compare?run=${ids[0]}&run=${ids[1]}`, ours());
  expect(compared.body).toContain('Comparison of 2 targets');
});

test('a closed terminal ends the run with clean-up; the token and the key are in no answer, file or log', async () => {
  await post('/api/runs', choice({ effort: 'thorough' }));
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  ui.child.kill('SIGHUP');
  const { code, stdout, stderr } = await ui.finished;
  expect(code, stderr).toBe(0);
  const left = await fetch(`${provider.url}/Users?count=5`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  expect(await left.json()).toMatchObject({ totalResults: 0 });
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), 'utf8')),
  );
  expect(texts.length).toBeGreaterThan(4);
  for (const said of [...texts, answered, stdout, stderr]) expect(said.includes(TOKEN)).toBe(false);
  for (const said of [...texts, stderr]) expect(said.includes(key())).toBe(false);
});

/** The events of a stream that has ended. */
function eventsIn(body: string): { number: number; event: { kind: string } }[] {
  return [...body.matchAll(/^data: (.*)\nid: (\d+)$/gm)].map(([, data = '', number]) => ({
    number: Number(number),
    event: JSON.parse(data),
  }));
}
