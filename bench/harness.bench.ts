import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { loadApplication } from '../config/load-application.ts';
import type { WireRequest } from '../scim/http/transport.ts';
import { BIN } from '../tests/e2e/support/cli.ts';
import { runInProcess } from '../tests/support/in-process.ts';
import { harness, measured, median, provider, TOKEN } from './measure.ts';
import { type Curve, type Figure, performancePage } from './page.ts';
import { slowProxy } from './slow-proxy.ts';

const APPLICATION = 'alvao';
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
  const docs = fileURLToPath(new URL('../docs/', import.meta.url));
  const machine = { cores: cpus().length, model: cpus()[0]?.model ?? 'unknown', node: process.version };
  const measurements = { date: new Date().toISOString().slice(0, 10), machine, figures, curves };
  writeFileSync(join(docs, 'performance.json'), `${JSON.stringify(measurements, null, 2)}\n`);
  const { markdown, svg } = performancePage(measurements);
  writeFileSync(join(docs, 'performance.md'), markdown);
  writeFileSync(join(docs, 'images', 'performance.svg'), svg);
});

/** Repeats a measurement, one after the other. */
async function repeated<T>(measure: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let count = 0; count < REPEATS; count++) results.push(await measure());
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

test('processor time per request, against a bare loop with the same requests', async () => {
  const requests: Pick<WireRequest, 'method' | 'path' | 'headers' | 'body'>[] = [];
  await runInProcess({
    application: loadApplication(APPLICATION),
    through: (transport) => ({
      ...transport,
      send: (request) => {
        const { authorization: _, ...headers } = request.headers;
        requests.push({ method: request.method, path: request.path, headers, body: request.body });
        return transport.send(request);
      },
    }),
  });
  const folder = mkdtempSync(join(tmpdir(), 'bench-requests-'));
  const file = join(folder, 'requests.json');
  writeFileSync(file, JSON.stringify(requests));
  const loop = fileURLToPath(new URL('bare-loop.mjs', import.meta.url));
  const target = await provider(APPLICATION);
  const none = join(folder, 'none.json');
  writeFileSync(none, '[]');
  try {
    const bare = await repeated(() =>
      measured([loop, target.url, file, String(CONCURRENCY)], { SCIM_TOKEN: TOKEN }),
    );
    const idle = await repeated(() => measured([loop, target.url, none, '1'], { SCIM_TOKEN: TOKEN }));
    const full = await repeated(() => harness(target.url, APPLICATION, ['--effort', 'quick']));
    const single = await repeated(() =>
      harness(target.url, APPLICATION, ['--effort', 'quick', '--check', 'filtering/no-match']),
    );
    const bareEach =
      (median(bare.map(({ cpuMs }) => cpuMs)) - median(idle.map(({ cpuMs }) => cpuMs))) / requests.length;
    const extra =
      median(full.map(({ requests: sent }) => sent)) - median(single.map(({ requests: sent }) => sent));
    const fullEach =
      (median(full.map(({ cpuMs }) => cpuMs)) - median(single.map(({ cpuMs }) => cpuMs))) / extra;
    record({ name: 'processor per request, bare loop', value: bareEach, unit: 'ms', budget: null });
    record({
      name: 'processor per request, harness without its start',
      value: fullEach,
      unit: 'ms',
      budget: null,
    });
    record({ name: 'harness / bare loop', value: fullEach / bareEach, unit: 'times', budget: 2 });
    const sequential = await harness(target.url, APPLICATION, ['--effort', 'quick', '--concurrency', '1']);
    const parallel = median(full.map(({ wallMs }) => wallMs));
    record({
      name: 'one request at a time / eight',
      value: sequential.wallMs / parallel,
      unit: 'times',
      budget: null,
    });
  } finally {
    target.stop();
    rmSync(folder, { recursive: true });
  }
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
  } finally {
    proxy.close();
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
  } finally {
    target.stop();
    rmSync(folder, { recursive: true });
  }
});

async function addUser(url: string, number: number): Promise<void> {
  const response = await fetch(`${url}/Users`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/scim+json' },
    body: JSON.stringify({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: `somebody-${number}@example.com`,
      externalId: `somebody-${number}`,
      name: { givenName: 'Some', familyName: `Body ${number}` },
      displayName: `Somebody ${number}`,
      emails: [{ type: 'work', value: `somebody-${number}@example.com` }],
      active: true,
    }),
  });
  if (response.status !== 201)
    throw new Error(`a user was refused: ${response.status} ${await response.text()}`);
  await response.body?.cancel();
}
