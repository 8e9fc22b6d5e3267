import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { selection } from '../cli/selection.ts';
import { loadApplication } from '../config/load-application.ts';
import type { EffortName } from '../engine/effort.ts';
import type { WireRequest } from '../http/transport.ts';
import { BIN } from '../tests/e2e/support/cli.ts';
import { runInProcess } from '../tests/support/in-process.ts';
import { COMMON_FAULTS, firstFinding } from './first-finding.ts';
import { gateway } from './gateway.ts';
import { harness, measured, median, provider, TOKEN, type Usage } from './measure.ts';
import type { Curve, Figure } from './page.ts';
import { writeBench } from './results.ts';
import { slowProxy } from './slow-proxy.ts';

const APPLICATION = 'alvao';
const APPLICATIONS = ['alvao', 'airstack', 'cleanmail-swiss', 'atea'];
const REPEATS = 3;
const CONCURRENCY = 8;

const figures: Figure[] = [];
const curves: Curve[] = [];
const record = (figure: Figure): void => {
  figures.push(figure);
  const { value, unit, budget } = figure;
  process.stdout.write(
    `${figure.name}: ${value.toFixed(2)} ${unit}${budget === null ? '' : ` (budget ${budget})`}\n`,
  );
};

afterAll(() => {
  const machine = { cores: cpus().length, model: cpus()[0]?.model ?? 'unknown', node: process.version };
  writeBench({ date: new Date().toISOString().slice(0, 10), machine, figures, curves });
});

/** Repeats a measurement, one after the other. */
async function repeated<T>(measure: () => Promise<T>, times = REPEATS): Promise<T[]> {
  const results: T[] = [];
  for (let count = 0; count < times; count++) results.push(await measure());
  return results;
}

test('start-up', async () => {
  const help = await repeated(() => measured([BIN, '--help']));
  record({ name: '--help', value: median(help.map(({ wallMs }) => wallMs)), unit: 'ms', budget: 150 });
  const target = await provider(APPLICATION);
  const firsts = await repeated(async () => {
    const proxy = await slowProxy(target.url, 0);
    const begin = performance.now();
    await harness(proxy.url, APPLICATION, ['--effort', 'quick', '--check', 'filtering/no-match']);
    const first = (proxy.firstRequestAt() ?? Number.NaN) - begin;
    proxy.close();
    return first;
  });
  target.stop();
  record({ name: 'first request', value: median(firsts), unit: 'ms', budget: 800 });
  expect(firsts.every(Number.isFinite)).toBe(true);
});

test('whole runs against the embedded provider', async () => {
  for (const [effort, budget] of [
    ['smoke', 5],
    ['quick', 4],
    ['standard', 15],
    ['thorough', null],
  ] as const) {
    const words = [BIN, 'run', '--application', APPLICATION, '--effort', effort, '--out', 'out'];
    const runs = effort === 'thorough' ? [await measured(words)] : await repeated(() => measured(words));
    expect(runs.map(({ finished }) => finished.code)).toEqual(runs.map(() => 0));
    const seconds = median(runs.map(({ wallMs }) => wallMs)) / 1000;
    record({ name: `${effort}, whole command`, value: seconds, unit: 's', budget });
    const memory = Math.max(...runs.map(({ memoryMB }) => memoryMB));
    record({
      name: `${effort}, memory`,
      value: memory,
      unit: 'MB',
      budget: effort === 'thorough' ? 300 : null,
    });
  }
});

/** The requests of a run, without credentials. */
async function requestsOf(effort: EffortName) {
  const requests: Pick<WireRequest, 'method' | 'path' | 'headers' | 'body'>[] = [];
  await runInProcess({
    application: loadApplication(APPLICATION),
    effort,
    checks: selection({ out: '', cleanup: true }, undefined).map(({ check }) => check.id),
    through: (transport) => ({
      ...transport,
      send: (request) => {
        const { authorization: _, ...headers } = request.headers;
        requests.push({ method: request.method, path: request.path, headers, body: request.body });
        return transport.send(request);
      },
    }),
  });
  return requests;
}

const LOOP = fileURLToPath(new URL('bare-loop.mjs', import.meta.url));

// A quick run is over before its code is warm, which a thorough one shows.
test.each([
  ['quick', REPEATS],
  ['thorough', 1],
] as const)(
  'processor time per request at %s, against loops with the same requests',
  async (effort, times) => {
    const requests = await requestsOf(effort);
    const folder = mkdtempSync(join(tmpdir(), 'bench-requests-'));
    const [file, none] = [join(folder, 'requests.json'), join(folder, 'none.json')];
    writeFileSync(file, JSON.stringify(requests));
    writeFileSync(none, '[]');
    const targets = await Promise.all(Array.from({ length: 3 }, () => provider(APPLICATION)));
    const cpuOf = async (measure: () => Promise<Usage>): Promise<number> =>
      median((await repeated(measure, times)).map(({ cpuMs }) => cpuMs));
    const loopEach = async (client: string, { url = '' } = {}): Promise<number> => {
      const cpu = (what: string): Promise<number> =>
        cpuOf(() => measured([LOOP, url, what, String(CONCURRENCY), client], { SCIM_TOKEN: TOKEN }));
      return ((await cpu(file)) - (await cpu(none))) / requests.length;
    };
    try {
      const undici = await loopEach('undici', targets[0]);
      const supertest = await loopEach('supertest', targets[1]);
      const run = (...more: string[]) =>
        harness(targets[2]?.url ?? '', APPLICATION, ['--effort', effort, ...more]);
      const full = await cpuOf(() => run());
      const start = await cpuOf(() => run('--check', 'filtering/no-match'));
      const each = (full - start) / requests.length;
      const figure = (name: string, value: number): void =>
        record({ name: `${effort}, processor per request, ${name}`, value, unit: 'ms', budget: null });
      figure('bare loop', undici);
      figure('bare loop over supertest', supertest);
      figure('harness without its start', each);
      record({ name: `${effort}, harness / bare loop`, value: each / undici, unit: 'times', budget: 2 });
    } finally {
      for (const target of targets) target.stop();
      rmSync(folder, { recursive: true });
    }
  },
);

test('one request at a time', async () => {
  const target = await provider(APPLICATION);
  const seconds = async (...more: string[]): Promise<number> =>
    (await harness(target.url, APPLICATION, ['--effort', 'quick', ...more])).wallMs;
  const parallel = median(await repeated(() => seconds()));
  const value = (await seconds('--concurrency', '1')) / parallel;
  record({ name: 'one request at a time / eight', value, unit: 'times', budget: null });
  target.stop();
});

test('a target 50 ms away', async () => {
  const target = await provider(APPLICATION);
  const proxy = await slowProxy(target.url, 50);
  try {
    const { wallMs } = await harness(proxy.url, APPLICATION, ['--effort', 'quick']);
    const span = proxy.lastAnswerAt() - (proxy.firstRequestAt() ?? 0);
    const inFlight = (proxy.busyMs() / span / CONCURRENCY) * 100;
    record({ name: 'allowed concurrency in flight, 50 ms away', value: inFlight, unit: '%', budget: 75 });
    record({ name: 'quick, 50 ms away', value: wallMs / 1000, unit: 's', budget: null });
    const smoke = await harness(proxy.url, APPLICATION, ['--effort', 'smoke']);
    record({ name: 'smoke, 50 ms away', value: smoke.wallMs / 1000, unit: 's', budget: 10 });
  } finally {
    proxy.close();
    target.stop();
  }
});

test('the first finding on a target with a common defect', async () => {
  for (const [latency, budget] of [
    [0, 2],
    [50, 5],
  ] as const) {
    const times: number[] = [];
    for (const fault of COMMON_FAULTS) times.push(await firstFinding(APPLICATION, fault, latency));
    const name = `first finding, ${latency} ms away`;
    record({ name: `${name}, median of ten defects`, value: median(times) / 1000, unit: 's', budget });
    record({ name: `${name}, the latest of them`, value: Math.max(...times) / 1000, unit: 's', budget });
  }
});

test('a target that takes 40 requests a second', async () => {
  const target = await provider(APPLICATION);
  const limited = await gateway(target.url, 40, 10);
  try {
    const { wallMs } = await harness(limited.url, APPLICATION, ['--effort', 'quick']);
    const { used, refused } = limited.shares();
    record({ name: 'quick at 40 requests a second', value: wallMs / 1000, unit: 's', budget: null });
    record({ name: 'used of 40 requests a second', value: used * 100, unit: '%', budget: 75 });
    record({ name: 'refused of them, at most 2 %', value: refused * 100, unit: '%', budget: null });
  } finally {
    limited.close();
    target.stop();
  }
});

/** Measures the same thing for growing sizes. */
async function curve(
  name: string,
  unit: string,
  sizes: readonly number[],
  measure: (size: number) => Promise<number>,
) {
  const points: { size: number; value: number }[] = [];
  for (const size of sizes) points.push({ size, value: await measure(size) });
  curves.push({ name, unit, points });
}

test('cost by size', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-config-'));
  const target = await provider(APPLICATION);
  try {
    await curve('targets', 'whole command', [1, 2, 4, 8], async (count) => {
      const targets = Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `t${index}`,
          { application: APPLICATION, url: target.url },
        ]),
      );
      const file = join(folder, `${count}.json`);
      writeFileSync(file, JSON.stringify({ targets }));
      const words = [
        BIN,
        'run',
        '--config',
        file,
        '--effort',
        'quick',
        '--suite',
        'application',
        '--out',
        join(folder, 'o'),
      ];
      return (await measured(words, { SCIM_TOKEN: TOKEN })).wallMs / 1000;
    });
    const providers = await Promise.all(APPLICATIONS.map((application) => provider(application)));
    await curve('applications', 'whole command', [1, 2, 4], async (count) => {
      const targets = APPLICATIONS.slice(0, count).map((application, index) => [
        application,
        { application, url: providers[index]?.url },
      ]);
      const file = join(folder, `applications-${count}.json`);
      writeFileSync(file, JSON.stringify({ targets: Object.fromEntries(targets) }));
      const words = ['run', '--config', file, '--effort', 'quick', '--suite', 'application'];
      const run = await measured([BIN, ...words, '--out', join(folder, 'o')], { SCIM_TOKEN: TOKEN });
      expect(run.finished.code, run.finished.stderr).toBe(0);
      return run.wallMs / 1000;
    });
    for (const { stop } of providers) stop();
    await curve('checks', 'whole command, one of so many shards', [8, 4, 2, 1], async (shards) => {
      return (
        (await harness(target.url, APPLICATION, ['--effort', 'quick', '--shard', `1/${shards}`])).wallMs /
        1000
      );
    });
    let present = 0;
    await curve('users in the target', 'whole command', [1, 100, 1_000, 10_000], async (count) => {
      for (; present < count; present += 50)
        await Promise.all(
          Array.from({ length: Math.min(50, count - present) }, (_, index) =>
            addUser(target.url, present + index),
          ),
        );
      return (
        (await harness(target.url, APPLICATION, ['--effort', 'quick', '--suite', 'application'])).wallMs /
        1000
      );
    });
    await curve(
      'members of a group in the target',
      'group-members',
      [1, 100, 1_000, 10_000],
      async (count) => {
        await addGroup(target.url, count);
        return (
          (await harness(target.url, APPLICATION, ['--effort', 'quick', '--suite', 'group-members'])).wallMs /
          1000
        );
      },
    );
  } finally {
    target.stop();
    rmSync(folder, { recursive: true });
  }
});

/** Ids of the users that were added. */
const added: string[] = [];

async function addUser(url: string, number: number): Promise<void> {
  const id = await create(`${url}/Users`, {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    userName: `somebody-${number}@example.com`,
    externalId: `somebody-${number}`,
    name: { givenName: 'Some', familyName: `Body ${number}` },
    displayName: `Somebody ${number}`,
    emails: [{ type: 'work', value: `somebody-${number}@example.com` }],
    active: true,
  });
  added.push(id);
}

async function addGroup(url: string, size: number): Promise<void> {
  await create(`${url}/Groups`, {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
    displayName: `Group of ${size}`,
    externalId: `group-of-${size}`,
    members: added.slice(0, size).map((value) => ({ value })),
  });
}

/** Creates a resource and gives its id. */
async function create(endpoint: string, body: object): Promise<string> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/scim+json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (response.status !== 201) throw new Error(`${endpoint} refuses: ${response.status} ${text}`);
  return JSON.parse(text).id;
}
