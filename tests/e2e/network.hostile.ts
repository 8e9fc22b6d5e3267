import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { json } from './support/bodies.ts';
import { BIN, cli, removeFolder, start, temporaryFolder } from './support/cli.ts';
import { readReport } from './support/report.ts';
import { isList, isRead, PROBE } from './support/requests.ts';
import {
  type Answer,
  type SeenRequest,
  startServer,
  startTarget,
  type TargetOptions,
  TOKEN,
} from './support/target.ts';

/** The longest that a run over such a target may take, in milliseconds. */
const PATIENCE = 60_000;

/** Every answer to a request of this kind has this body instead of its own. */
const answering = (
  kind: (request: SeenRequest) => boolean,
  body: (own: string) => string,
): Pick<TargetOptions, 'after'> => ({
  after: (request, answer) =>
    kind(request) && answer.status === 200 ? { ...answer, body: body(answer.body) } : answer,
});

interface Case {
  readonly options: TargetOptions;
  /** 0: nothing wrong was found; 1: a defect; 3: it could not be judged. */
  readonly code: 0 | 1 | 3;
  readonly complete: boolean;
}

const CASES: Readonly<Record<string, Case>> = {
  'answers of 429 with a date to wait for': {
    options: {
      before: (_, index) =>
        index > PROBE && index % 40 === 0
          ? {
              status: 429,
              headers: { 'retry-after': new Date(Date.now() + 1000).toUTCString() },
              body: '',
            }
          : undefined,
    },
    code: 0,
    complete: true,
  },
  'a target that asks for an hour of patience': {
    options: {
      before: (_, index) =>
        index > 60 ? { status: 503, headers: { 'retry-after': '3600' }, body: '' } : undefined,
    },
    code: 3,
    complete: false,
  },
  'connections that are reset on reading': {
    options: {
      // Not at equal distances: a request that is sent again among eight others would meet them each time.
      before: (request, index) =>
        index > PROBE && request.method === 'GET' && [9, 14].includes(index % 27) ? 'hang up' : undefined,
    },
    code: 0,
    complete: true,
  },
  'a login page in place of users': {
    options: {
      before: (request, index) =>
        index > PROBE && isRead(request)
          ? { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Sign in</html>' }
          : undefined,
    },
    code: 3,
    complete: true,
  },
  'redirects in a circle': {
    options: {
      before: (request, index) =>
        index > PROBE && isList(request)
          ? { status: 307, headers: { location: request.path }, body: '' }
          : undefined,
    },
    code: 1,
    complete: true,
  },
  'lists that are null': { options: answering(isList, () => 'null'), code: 1, complete: true },
  'members named __proto__ and constructor': {
    options: answering(isRead, (own) =>
      own.replace('{', '{"__proto__":{"id":"x","active":false},"constructor":{"prototype":[]},'),
    ),
    code: 0,
    complete: true,
  },
  'the same page for ever': {
    options: {
      before: (request, index) =>
        index > PROBE && isList(request)
          ? json(
              '{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":5000,"Resources":[{"id":"1"}]}',
            )
          : undefined,
    },
    code: 1,
    complete: true,
  },
};

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => removeFolder(folder));

function run(url: string, out: string, ...more: readonly string[]): ReturnType<typeof cli> {
  const words = ['--suite', 'filtering', '--effort', 'quick', '--timeout', '5000', '--out', out, ...more];
  return cli(['run', '--application', 'cleanmail-swiss', '--url', url, ...words], {
    env: { SCIM_TOKEN: TOKEN },
  });
}

describe.concurrent('a run ends, with a report that is honest', () => {
  test.for(Object.entries(CASES))('over %s', async ([name, { options, code, complete }]) => {
    const target = await startTarget({ application: 'cleanmail-swiss', ...options });
    try {
      const out = join(folder, name.replaceAll(/\W+/g, '-'));
      const start = performance.now();
      const finished = await run(target.url, out);
      expect(performance.now() - start).toBeLessThan(PATIENCE);
      const report = await readReport(out);
      expect(
        { code: finished.code, complete: report.run.complete },
        finished.stdout + finished.stderr,
      ).toEqual({
        code,
        complete,
      });
      expect(report.run.reason === null).toBe(complete);
      expect(finished.stdout + finished.stderr).not.toMatch(/\n\s+at .*\.[jt]s:\d+|mistake in the check/);
      expect(JSON.stringify(report)).not.toContain('mistake in the check');
    } finally {
      await target.close();
    }
  });
});

test('a run ends when its time is over, and says so', async () => {
  // Slow enough for any machine: all that a thorough run has to ask takes far longer than it is given.
  const late = (answer: Answer) => (outgoing: ServerResponse) =>
    void setTimeout(() => outgoing.writeHead(answer.status, answer.headers).end(answer.body), 40);
  const target = await startTarget({ application: 'cleanmail-swiss', after: (_, answer) => late(answer) });
  try {
    const out = join(folder, 'over');
    const { code } = await run(target.url, out, '--effort', 'thorough', '--max-duration', '3s');
    const { run: facts, checks } = await readReport(out);
    expect(facts).toMatchObject({
      complete: false,
      reason: 'the time that --max-duration allows, 3.0 s, is over',
      leftBehind: [],
    });
    expect(code).toBe(3);
    expect(checks.some(({ verdict }) => verdict === 'error')).toBe(true);
    expect(await target.left()).toBe(0);
  } finally {
    await target.close();
  }
});

test('a run whose time is over before the first check says so as well', async () => {
  const never = (outgoing: ServerResponse) => void outgoing;
  const target = await startTarget({ application: 'cleanmail-swiss', after: () => never });
  try {
    const out = join(folder, 'over-at-once');
    const { code, stderr } = await run(target.url, out, '--max-duration', '4s');
    expect(stderr).toContain(`waiting for ${target.url} to answer`);
    const { run: facts, checks } = await readReport(out);
    expect(facts).toMatchObject({
      complete: false,
      reason: expect.stringContaining('allows, 4.0 s, is over, and the target had not answered'),
    });
    expect(code).toBe(3);
    expect(checks).toEqual([]);
  } finally {
    await target.close();
  }
});

test('a worker that cannot begin is an honest report, too', async () => {
  const out = join(folder, 'no-worker');
  // Vitest hands the value of this flag on to its workers, without the flag.
  const flags = ['--cpu-prof', '--cpu-prof-interval', '1000'];
  const args = ['run', '--application', 'cleanmail-swiss', '--check', 'filtering/no-match', '--out', out];
  const { code } = await start(process.execPath, [...flags, BIN, ...args], { cwd: folder }).finished;
  const { run: facts, checks } = await readReport(out);
  expect(code).toBe(3);
  expect(facts).toMatchObject({ complete: false, reason: expect.stringContaining('cannot be run: ') });
  expect(checks.map(({ verdict }) => verdict)).toEqual(['error']);
});

test('locations and references to another origin are never followed', async () => {
  const elsewhere = await startServer((_, outgoing) => outgoing.writeHead(200).end('{}'));
  const target = await startTarget({
    application: 'cleanmail-swiss',
    after: (_, answer) => ({
      ...answer,
      headers: { ...answer.headers, location: `${elsewhere.url}/Users/1`, link: `<${elsewhere.url}>` },
      body: answer.body.replaceAll(/"(location|\$ref)":"[^"]*"/g, `"$1":"${elsewhere.url}/Users/1"`),
    }),
  });
  try {
    await run(target.url, join(folder, 'elsewhere'));
    expect(target.seen.length).toBeGreaterThan(PROBE);
    expect(elsewhere.requests).toEqual([]);
  } finally {
    await Promise.all([target.close(), elsewhere.close()]);
  }
});
