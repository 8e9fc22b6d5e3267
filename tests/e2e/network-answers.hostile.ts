import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunReport } from '../../report/report.ts';
import type { CheckId } from '../../suites/check-ids.ts';
import { announcing, drip, halfOf, json } from './support/bodies.ts';
import { removeFolder, temporaryFolder } from './support/cli.ts';
import { judgeHere } from './support/here.ts';
import { instead, isEither, isList, isRead, PROBE } from './support/requests.ts';
import {
  type Answer,
  type SeenRequest,
  startServer,
  startTarget,
  type TargetOptions,
} from './support/target.ts';

/** The longest that each of these may take, in milliseconds, and what a single answer may take, where it comes at all. */
const PATIENCE = 30_000;
const TIMEOUT = 10_000;
const DAY = 86_400_000;

/** What is tried: checks that create, read, list and page. */
const CHECKS: readonly CheckId[] = [
  'required-attributes/reads-back-equal',
  'required-attributes/common-attributes',
  'filtering/eq-finds-exactly',
  'filtering/no-match',
  'filtering/list-response',
];

/** Every answer to a request of this kind goes out in another way, after the connection test. */
const changed = (
  kind: (request: SeenRequest) => boolean,
  change: (answer: Answer) => ReturnType<NonNullable<TargetOptions['after']>>,
): TargetOptions => {
  let seen = 0;
  return { after: (request, answer) => (seen++ > PROBE && kind(request) ? change(answer) : answer) };
};

const bodies = (kind: (request: SeenRequest) => boolean, body: (own: string) => string): TargetOptions =>
  changed(kind, (answer) => ({ ...answer, body: body(answer.body) }));

const throttled = (status: number, headers: () => Readonly<Record<string, string>>): TargetOptions => ({
  before: (_, index) => (index === 9 || index === 21 ? { status, headers: headers(), body: '' } : undefined),
});

const httpDate = (ahead: number): string => new Date(Date.now() + ahead).toUTCString();

interface Case {
  readonly options: TargetOptions;
  /** 0: nothing wrong was found; 1: a defect; 3: it could not be judged. */
  readonly code: 0 | 1 | 3;
  /** What the report says of it, in the message of a check or what it got. */
  readonly says?: RegExp;
  readonly observed?: Readonly<Record<string, unknown>>;
  readonly checks?: readonly string[];
  /** How long an answer may take. */
  readonly timeout?: number;
}

const deep = (levels: number): string => `${'{"x":'.repeat(levels)}1${'}'.repeat(levels)}`;

const CASES: Readonly<Record<string, Case>> = {
  'reads that are never answered': {
    options: instead(isRead, 'no answer'),
    code: 1,
    timeout: 500,
    says: /no complete answer within 500 ms/,
  },
  'a byte at a time for ever': {
    options: instead(isRead, drip),
    code: 1,
    timeout: 500,
    says: /no complete answer within 500 ms/,
  },
  'every third connection reset': {
    options: { resets: (connection) => connection > 0 && connection % 3 === 0 },
    code: 0,
    // What comes alone is no defect of what was asked, and is noted.
    observed: { 'errors.underLoad': 8 },
  },
  'answers that end half-way': {
    options: changed(isRead, ({ body }) => halfOf(body)),
    code: 1,
    says: /the connection ended in the middle of the answer/,
  },
  'a Content-Length that is too long': {
    options: changed(isRead, ({ body }) => announcing(body, Buffer.byteLength(body) + 20)),
    code: 1,
    timeout: 500,
    says: /no complete answer within 500 ms/,
  },
  'a Content-Length that is too short': {
    options: changed(isRead, ({ body }) => announcing(body, Buffer.byteLength(body) - 20)),
    code: 1,
    says: /the answer is no well-formed HTTP/,
  },
  'a second answer behind each answer': {
    options: changed(isRead, ({ body }) =>
      announcing(`${body}HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"id":"x"}`, Buffer.byteLength(body)),
    ),
    code: 0,
  },
  'JSON that does not end': {
    options: bodies(isEither, (own) => own.slice(0, -1)),
    code: 1,
    says: /a body that is no JSON/,
  },
  'users that are null': { options: instead(isRead, json('null')), code: 1, says: /userName is missing/ },
  'users that are arrays': {
    options: bodies(isRead, (own) => `[${own}]`),
    code: 1,
    says: /userName is missing/,
  },
  'users that are numbers': { options: instead(isRead, json('42')), code: 1, says: /userName is missing/ },
  'lists that are arrays': {
    options: bodies(isList, (own) => `[${own}]`),
    code: 1,
    says: /instead of a list/,
  },
  'attributes nested a hundred thousand levels deep': {
    options: bodies(isEither, (own) => own.replace(/"userName":"[^"]*"/, `"userName":${deep(100_000)}`)),
    code: 3,
    says: /nested deeper than 500 levels/,
  },
  'a list of five million resources': {
    options: instead(isList, json(`{"totalResults":5000000,"Resources":[${'{},'.repeat(5_000_000)}{}]}`)),
    code: 3,
    says: /more than 500,000 values/,
  },
  'lists that claim a billion results': {
    options: bodies(isList, (own) => own.replace(/"totalResults":\d+/, '"totalResults":1000000000')),
    code: 1,
    says: /totalResults is 1000000000/,
    checks: ['filtering', 'pagination'],
  },
  '503 with seconds to wait for': {
    options: throttled(503, () => ({ 'retry-after': '1' })),
    code: 0,
    observed: { 'rate.throttled': 2 },
  },
  '429 with a date to wait for, by a clock that is a day ahead': {
    options: throttled(429, () => ({ 'retry-after': httpDate(DAY + 1000), date: httpDate(DAY) })),
    code: 0,
    observed: { 'rate.throttled': 2 },
  },
  '503 with a date to wait for, by a clock that is a day behind': {
    options: throttled(503, () => ({ 'retry-after': httpDate(1000 - DAY), date: httpDate(-DAY) })),
    code: 0,
    observed: { 'rate.throttled': 2 },
  },
  ...Object.fromEntries(
    [DAY, -DAY].map((ahead): [string, Case] => [
      `a clock that is a day ${ahead > 0 ? 'ahead' : 'behind'}`,
      {
        options: {
          ahead,
          after: (_, answer) => ({ ...answer, headers: { ...answer.headers, date: httpDate(ahead) } }),
        },
        code: 0,
        checks: [...CHECKS, 'common-attributes', 'filter-language/dates', 'versions', 'sorting'],
      },
    ]),
  ),
};

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => removeFolder(folder));

const messages = ({ checks }: RunReport): string =>
  checks.map(({ id, message, actual }) => `${id}: ${message ?? ''} ${actual ?? ''}`).join('\n');

describe.concurrent('a run ends, and its report is honest', () => {
  test.for(Object.entries(CASES))(
    'over %s',
    async ([, { options, code, says, observed, checks = CHECKS, timeout = TIMEOUT }]) => {
      const target = await startTarget({ application: 'cleanmail-swiss', ...options });
      try {
        const start = performance.now();
        const judged = await judgeHere({
          application: 'cleanmail-swiss',
          url: target.url,
          checks,
          timeout,
          out: folder,
        });
        expect(performance.now() - start).toBeLessThan(PATIENCE);
        const said = messages(judged.report);
        expect({ code: judged.code, complete: judged.report.run.complete }, said).toEqual({
          code,
          complete: true,
        });
        expect(said).not.toContain('mistake in the check');
        if (says !== undefined) expect(said).toMatch(says);
        if (observed !== undefined) expect(judged.report.observations).toMatchObject(observed);
      } finally {
        await target.close();
      }
    },
  );
});

test('redirects to another origin are not followed', async () => {
  const elsewhere = await startServer((_, outgoing) => outgoing.writeHead(200).end('{}'));
  const target = await startTarget({
    application: 'cleanmail-swiss',
    ...instead(isEither, { status: 307, headers: { location: `${elsewhere.url}/Users` }, body: '' }),
  });
  try {
    const { code, report } = await judgeHere({
      application: 'cleanmail-swiss',
      url: target.url,
      checks: CHECKS,
      timeout: TIMEOUT,
      out: folder,
    });
    expect(code).toBe(1);
    expect(messages(report)).toContain('is answered with 307');
    expect(elsewhere.requests).toEqual([]);
  } finally {
    await Promise.all([target.close(), elsewhere.close()]);
  }
});

test('a token that expires in the middle of the run is renewed, and the run goes on', async () => {
  let issued = 0;
  const server = await startServer((_, outgoing) => {
    const token = { access_token: `issued-${++issued}`, token_type: 'Bearer', expires_in: 3600 };
    outgoing.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(token));
  });
  let requests = 0;
  // The connection test has a token of its own; the one of the run is refused from its twentieth request on.
  const target = await startTarget({
    application: 'cleanmail-swiss',
    accepts: ({ headers }) =>
      headers.authorization === `Bearer issued-${requests++ < 24 ? Math.min(issued, 2) : 3}`,
  });
  const auth = {
    type: 'oauth',
    tokenUrl: `${server.url}/token`,
    clientId: 'id',
    clientSecret: { env: 'SECRET' },
  };
  const config = join(folder, 'oauth.json');
  const targets = { one: { application: 'cleanmail-swiss', url: target.url, auth } };
  await writeFile(config, JSON.stringify({ targets }));
  try {
    const { code, report } = await judgeHere({
      application: 'cleanmail-swiss',
      url: target.url,
      config,
      env: { SECRET: 'client-secret' },
      checks: CHECKS,
      timeout: TIMEOUT,
      out: folder,
    });
    expect({ code, complete: report.run.complete }, messages(report)).toEqual({ code: 0, complete: true });
    expect(issued).toBe(3);
    expect(target.seen.filter(({ answer }) => answer?.status === 401).length).toBeGreaterThan(0);
  } finally {
    await Promise.all([target.close(), server.close()]);
  }
});
