import { describe, expect, test } from 'vitest';
import type { Exchange } from '../http/exchange.ts';
import { sampleCheck, sampleExchange, sampleReport } from '../reporters/fixtures/sample-report.ts';
import { causesOf, withCauses } from './causes.ts';
import { parseReport } from './read.ts';
import type { CheckResult } from './report.ts';

const BASE = 'https://scim.example.com/v2';

interface Answer {
  readonly status: number;
  readonly body?: object;
  readonly type?: string;
}

function exchange(line: string, answer: Answer, body: object | null = null): Exchange {
  const [method = '', path = ''] = line.split(' ');
  const { status, type = 'application/scim+json' } = answer;
  const request = { method, url: `${BASE}${path}`, headers: {}, body: body && JSON.stringify(body) };
  return sampleExchange({
    request,
    response: {
      status,
      headers: { 'content-type': type },
      body: JSON.stringify(answer.body ?? {}),
      truncatedFrom: null,
    },
  });
}

const OK = { status: 200 };
const created = exchange('POST /Users', { status: 201 });

function finding(id: string, violated: string, changes: Partial<CheckResult>): CheckResult {
  return sampleCheck(id, { verdict: 'fail', violated, message: `${id} is wrong`, ...changes });
}

function unjudged(id: string, reason: string, exchanges: readonly Exchange[] = []): CheckResult {
  return sampleCheck(id, { verdict: 'error', reason, message: reason, exchanges });
}

const missing = (id: string, violated: string) =>
  finding(id, violated, {
    expected: 'name.givenName = "Ada"',
    actual: 'no value',
    exchanges: [created, exchange('GET /Users/1', OK)],
  });

const refused = (id: string, violated: string, detail: string) =>
  finding(id, violated, {
    expected: '200 or 204',
    actual: `400 (${detail})`,
    exchanges: [created, exchange('PATCH /Users/1', { status: 400, body: { detail } })],
  });

const foundTooMany = (id: string) =>
  finding(id, 'RFC7644-3.4.2.2-filter', {
    expected: 'no match',
    actual: '2 users',
    exchanges: [exchange('GET /Users?filter=x', { status: 200, body: { Resources: [{ id: '1' }] } })],
  });

const causes = (...checks: readonly CheckResult[]) => causesOf(sampleReport(checks));

describe('one cause', () => {
  test('an attribute that is shown against what /Schemas declares, whatever was asked for', () => {
    const shows = (id: string, expected: string) =>
      finding(id, `R-${id}`, {
        expected,
        actual: 'the members id, nickName',
        exchanges: [exchange('GET /Users/1', OK)],
      });
    const [cause, ...others] = causes(
      shows('s/get', 'no nickName'),
      shows('s/list', 'no nickName'),
      shows('s/post', 'an answer without nickName'),
    );
    expect(others).toEqual([]);
    expect(cause).toMatchObject({
      title: 'nickName is shown where it should not be',
      explains: ['s/get', 's/list', 's/post'],
    });
  });

  test.each([
    ['true or false', ['"true"', '"false"', '"true"'], '"…" where true or false is wanted'],
    [
      '"scimType": "invalidFilter"',
      ['"scimType": "invalidSyntax"', '"scimType": "invalidSyntax"', '"scimType": "invalidSyntax"'],
      '"scimType": "invalidSyntax" where "scimType": "invalidFilter" is wanted',
    ],
    [
      '"scimType": "mutability"',
      ['"scimType": nothing', '"scimType": nothing', '"scimType": nothing'],
      'no scimType',
    ],
  ])('one habit where %s is wanted', (expected, actuals, habit) => {
    const found = actuals.map((actual, index) =>
      finding(`s/${index}`, `R-${index}`, {
        expected,
        actual,
        exchanges: [exchange(`GET /Other${index}`, OK)],
      }),
    );
    const [cause, ...others] = causes(...found);
    expect(others).toEqual([]);
    expect(cause?.title).toBe(`several answers have ${habit}`);
  });

  test('a wrong media type that breaks many checks', () => {
    const page = exchange('GET /Users/1', { status: 200, type: 'text/html; charset=utf-8' });
    const wrong = { ...page, response: page.response && { ...page.response, body: '<!doctype html>' } };
    const checks = Array.from({ length: 60 }, (_, index) =>
      finding(`s/${index}`, `R-${index}`, { exchanges: [wrong] }),
    );
    const [cause, ...others] = causes(...checks);
    expect(others).toEqual([]);
    expect(cause).toMatchObject({
      title: 'bodies come as text/html instead of application/scim+json',
      gate: 'fail',
    });
    expect(cause?.explains).toHaveLength(60);
  });

  test('an operation that always fails blocks the checks that need it', () => {
    const failing = exchange('POST /Groups', { status: 500 });
    const reason = 'to create the group, POST /Groups answered 500, so the check cannot judge';
    const blocked = Array.from({ length: 20 }, (_, index) =>
      unjudged(`group-members/${index}`, reason, [failing]),
    );
    expect(causes(...blocked)).toEqual([
      expect.objectContaining({
        id: 'unjudged',
        title: reason,
        requirement: null,
        gate: 'error',
        explains: [],
        blocks: blocked.map(({ id }) => id),
      }),
    ]);
    const judged = finding('required-attributes/creates', 'RFC7644-3.3-created', {
      expected: '201',
      actual: '500',
      exchanges: [failing],
    });
    expect(causes(judged, ...blocked)).toMatchObject([
      { id: 'RFC7644-3.3-created', citation: 'RFC 7644 §3.3', explains: [judged.id], gate: 'fail' },
    ]);
  });

  test('a form of PATCH that is refused everywhere, whatever requirement is judged by it', () => {
    const detail = 'no support for paths with a filter';
    const found = causes(...['A', 'B', 'C'].map((id) => refused(`s/${id}`, id, detail)));
    expect(found).toMatchObject([
      { title: `PATCH /Users/{id} is answered with 400 (${detail}) instead of 200 or 204` },
    ]);
  });

  test('credentials that are refused half-way', () => {
    const reason = 'the target refuses the credentials that it accepted before (401)';
    expect(causes(unjudged('a/1', reason), unjudged('b/2', reason))).toMatchObject([
      { title: reason, blocks: ['a/1', 'b/2'] },
    ]);
  });

  test('a target that stops answering', () => {
    const reason = 'no answer within 30 s';
    const silent = sampleExchange({ response: null, error: reason });
    const found = causes(
      unjudged('a/1', reason, [silent]),
      unjudged('b/2', `the target stopped answering: ${reason}`),
    );
    expect(found.map(({ blocks }) => blocks)).toEqual([['a/1', 'b/2']]);
  });

  test('an attribute that is not kept, and all that is refused, not found or not judged for want of it', () => {
    const found = causesOf(
      sampleReport([
        missing('s/reads-back', 'APP-alvao-required'),
        missing('s/replaces', 'RFC7644-3.5.2.3-replace'),
        refused('s/renames', 'E-104', 'name.givenName is required'),
        unjudged('s/clears', 'a user is created without name.givenName, so it cannot be removed'),
      ]),
    );
    expect(found).toEqual([
      {
        id: 'APP-alvao-required',
        title: 'name.givenName is missing from what the target gives back',
        requirement: 'APP-alvao-required',
        citation: 'ALVAO attribute table',
        level: 'APPLICATION',
        gate: 'fail',
        hint: 'Store name.givenName and return it: in the answers to POST, PUT and PATCH, in GET and in lists.',
        explains: ['s/reads-back', 's/replaces', 's/renames'],
        blocks: ['s/clears'],
      },
    ]);
  });

  test('a single finding is its own cause, in its own words', () => {
    const hint = 'compare under case folding';
    expect(
      causes(
        finding('s/x', 'A', { hint, message: 'it is wrong (it fails in the same way or another for b too)' }),
      ),
    ).toMatchObject([{ id: 'A', title: 'it is wrong', hint }]);
  });
});

describe('several causes', () => {
  test('members of meta that are wrong each in its way', () => {
    const wrong = (id: string, actual: string) =>
      finding(id, `R-${id}`, { expected: 'another', actual, exchanges: [exchange('GET /Users/1', OK)] });
    expect(causes(wrong('s/1', '"meta.created": 7'), wrong('s/2', '"meta.location": 7'))).toHaveLength(2);
    expect(causes(wrong('s/1', '"meta.created": 7'), wrong('s/2', '"meta.created": 8'))).toHaveLength(1);
  });

  test('an attribute that is lost, a refusal and a filter that is ignored have nothing in common', () => {
    const found = causes(
      missing('s/1', 'R'),
      missing('s/2', 'R'),
      refused('s/3', 'R', 'Unknown op.'),
      foundTooMany('s/4'),
    );
    expect(found.map(({ explains }) => explains)).toEqual([['s/1', 's/2'], ['s/3'], ['s/4']]);
  });

  test('JSON under another name is a defect of its own and breaks nothing else', () => {
    const json = (path: string) => exchange(path, { status: 200, type: 'application/json' });
    const found = causes(
      finding('s/1', 'M', { actual: 'Content-Type: application/json', exchanges: [json('GET /Users')] }),
      { ...missing('s/2', 'A'), exchanges: [json('GET /Users/1')] },
      { ...missing('s/3', 'B'), exchanges: [json('GET /Users/1')] },
    );
    expect(found.map(({ explains }) => explains)).toEqual([['s/2', 's/3'], ['s/1']]);
  });

  test('refusals with other words, and two attributes that are lost, are two causes each', () => {
    expect(
      causes(refused('s/1', 'A', 'Unknown op.'), refused('s/2', 'B', 'Too many operations.')),
    ).toHaveLength(2);
    const other = { ...missing('s/4', 'B'), expected: 'title = "x"' };
    expect(causes(missing('s/3', 'A'), other)).toHaveLength(2);
  });

  test('the second cause of a requirement has a number', () => {
    const ids = causes(refused('s/1', 'A', 'Unknown op.'), missing('s/2', 'A')).map(({ id }) => id);
    expect(ids).toEqual(['A', 'A~2']);
  });

  test('failures come before what cannot be judged, that before warnings, and then what reaches far', () => {
    const warning = (id: string) => ({ ...foundTooMany(id), verdict: 'warn' as const });
    const found = causes(
      warning('s/1'),
      warning('s/2'),
      unjudged('s/3', 'no answer'),
      missing('s/4', 'A'),
      refused('s/5', 'B', 'Unknown op.'),
      refused('s/6', 'B', 'Unknown op.'),
    );
    expect(found.map(({ gate, explains, blocks }) => [gate, ...explains, ...blocks])).toEqual([
      ['fail', 's/5', 's/6'],
      ['fail', 's/4'],
      ['error', 's/3'],
      ['warn', 's/1', 's/2'],
    ]);
  });
});

test('what passes, is skipped or waived has no cause', () => {
  const waived = { ...missing('s/1', 'A'), waived: true };
  expect(causes(waived, sampleCheck('s/2'), sampleCheck('s/3', { verdict: 'skip', reason: 'x' }))).toEqual(
    [],
  );
});

test('a report with causes is a report', () => {
  const report = withCauses(sampleReport([missing('s/1', 'A')]));
  expect(parseReport(JSON.stringify(report))).toEqual(report);
});
