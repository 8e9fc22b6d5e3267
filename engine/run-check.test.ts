import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TransportError } from '../http/transport.ts';
import { troubleOf } from '../kit/together.ts';
import type { CheckResult } from '../report/report.ts';
import type { Check, Suite } from './check.ts';
import { checkOf, MUST, OK, planFor, type Respond, SHOULD, sessionFor } from './fixtures/session.ts';
import { runCheck } from './run-check.ts';
import { SetupFailure } from './violation.ts';

const wrong = () => ({ deviation: 'form', what: 'it', says: 'is wrong' }) as const;
const unwise = () => ({ deviation: 'form', what: 'it', says: 'is unwise' }) as const;

const SUITE: Suite = { name: 'unit', groups: [], title: 'Unit', checks: [] };

function run(body: Check['run'], changes: Partial<Check> = {}, respond: Respond = () => OK) {
  return runCheck(SUITE, checkOf(body, changes), sessionFor(respond).session);
}

describe('what is found', () => {
  /** What is told of a check before it has ended, and its result. */
  async function toldOf(body: Check['run'], changes: Partial<Check> = {}) {
    const { session } = sessionFor(() => OK);
    const told: CheckResult[] = [];
    session.onFinding = (found) => void told.push(found);
    return { told, result: await runCheck(SUITE, checkOf(body, changes), session) };
  }

  const aboveFour: Check['run'] = (t) =>
    t.forAll(
      fc.nat(),
      async (n, c) => {
        await c.send({ method: 'GET', path: `/Users/${n}` });
        c.judge(MUST, n < 5, wrong);
      },
      { runs: 30 },
    );

  test('is told once, when it is seen and before it is made smaller', async () => {
    const { told, result } = await toldOf(aboveFour);
    expect(told).toEqual([
      expect.objectContaining({ id: 'unit/check', verdict: 'fail', message: result.message }),
    ]);
    expect(result.counterexample?.shrinks).toBeGreaterThan(0);
    expect(told[0]?.requests).toBe(0);
  });

  test('is not told while it is still weighed', async () => {
    const { told, result } = await toldOf(async (t) => {
      const trouble = await troubleOf(() => aboveFour(t));
      throw new SetupFailure(`cannot judge: ${trouble?.message}`);
    });
    expect({ told, verdict: result.verdict }).toEqual({ told: [], verdict: 'error' });
  });

  test('is not told of a recommendation', async () => {
    const { told, result } = await toldOf((t) => t.once(async (c) => c.judge(SHOULD, false, unwise)), {
      requirements: [SHOULD],
    });
    expect({ told, verdict: result.verdict }).toEqual({ told: [], verdict: 'warn' });
  });

  test('is not told of a feature that the target does not announce', async () => {
    const unmet = () => 'it is not announced';
    const { told } = await toldOf(aboveFour, { needs: [{ unmet, probeable: true }] });
    expect(told).toEqual([]);
  });
});

describe('the verdict', () => {
  test('pass: something was judged and everything holds', async () => {
    const result = await run((t) =>
      t.once(async (c) => {
        await c.send({ method: 'GET', path: '/Users' });
        c.judge(MUST, true, wrong);
      }),
    );
    expect(result).toMatchObject({
      id: 'unit/check',
      suite: 'unit',
      level: 'MUST',
      verdict: 'pass',
      violated: null,
      message: null,
      counterexample: null,
      exchanges: [],
      requests: 1,
      runs: 1,
      replay: 'scim-conformance run --application alinto-protect --effort quick --seed 1 --check unit/check',
    });
  });

  test('error, never pass: nothing was judged', async () => {
    expect(await run(async () => {})).toMatchObject({
      verdict: 'error',
      message: 'the check judged nothing',
    });
  });

  test.each([
    [false, 'skip'],
    [null, 'error'],
  ])('filters announced as %s, and a filter in the way: %s', async (filter, verdict) => {
    const plan = planFor();
    const facts = { ...plan.target.facts, features: { ...plan.target.facts.features, filter } };
    const refuse = (): ReturnType<Respond> => ({ status: 501, headers: {}, text: '' });
    const { session } = sessionFor(refuse, { ...plan, target: { ...plan.target, facts } });
    const looking: Check['run'] = (t) =>
      t.once(async (c) => {
        const query = { filter: 'userName pr' };
        throw new SetupFailure('not found', await c.send({ method: 'GET', path: '/Users', query }));
      });
    expect(await runCheck(SUITE, checkOf(looking), session)).toMatchObject({ verdict });
  });

  test('fail: a MUST is broken', async () => {
    const result = await run((t) =>
      t.forAll(
        fc.nat(),
        async (n, c) => {
          await c.send({ method: 'GET', path: `/Users/${n}` });
          c.judge(MUST, n < 5, () => ({ ...wrong(), wanted: 'e', got: 'a', hint: 'h' }));
        },
        { runs: 30 },
      ),
    );
    expect(result).toMatchObject({
      verdict: 'fail',
      violated: MUST,
      message: 'it is wrong',
      expected: 'e',
      actual: 'a',
      hint: 'h',
      reason: null,
      counterexample: { value: 5 },
    });
    expect(result.exchanges.map(({ request }) => request.url)).toEqual(['http://unit.test/scim/Users/5']);
    expect(result.replay).toMatch(/ --check unit\/check --path 0\/\d[\d:]*$/);
  });

  test('warn: a SHOULD is broken, and nothing worse', async () => {
    const result = await run((t) => t.once(async (c) => c.judge(SHOULD, false, unwise)));
    expect(result).toMatchObject({ verdict: 'warn', violated: SHOULD, message: 'it is unwise' });
    const worse = await run((t) =>
      t.once(async (c) => {
        c.judge(SHOULD, false, unwise);
        c.judge(MUST, false, wrong);
      }),
    );
    expect(worse).toMatchObject({
      verdict: 'fail',
      violated: MUST,
      others: [{ verdict: 'warn', violated: SHOULD }],
    });
  });

  test('warn: a SHOULD is broken, and something stood in the way afterwards', async () => {
    const result = await run((t) =>
      t.once(async (c) => {
        c.judge(SHOULD, false, unwise);
        throw new SetupFailure('the rest cannot be judged');
      }),
    );
    expect(result).toMatchObject({ verdict: 'warn', violated: SHOULD, message: 'it is unwise' });
  });

  test('skip: a need is not met; nothing is sent', async () => {
    const { session, sent } = sessionFor(() => OK);
    const check = checkOf(async () => Promise.reject(new Error('was run')), {
      needs: [{ unmet: () => null }, { unmet: ({ applicationName }) => `${applicationName} has none` }],
    });
    expect(await runCheck(SUITE, check, session)).toMatchObject({
      verdict: 'skip',
      reason: 'Alinto Protect has none',
      message: null,
    });
    expect(sent).toEqual([]);
  });
});

describe('a crash', () => {
  const get: Check['run'] = (t) =>
    t.once(async (c) => {
      const { status } = await c.send({ method: 'GET', path: '/Users', purpose: 'look' });
      c.judge(MUST, status !== 0, wrong);
    });
  const crash = { status: 500, headers: {}, text: '' };

  test('is a finding, although the check takes any answer', async () => {
    const result = await run(get, {}, () => crash);
    expect(result).toMatchObject({
      verdict: 'fail',
      finding: { deviation: 'answered', status: 500, deciding: 0 },
    });
  });

  test('that does not come again with one request at a time is load', async () => {
    expect(await run(get, {}, (_, index) => (index === 0 ? crash : OK))).toMatchObject({ verdict: 'pass' });
  });

  test('is none where the request makes no sense', async () => {
    const malformed: Check['run'] = (t) =>
      t.once(async (c) => {
        await c.send({ method: 'GET', path: '/Users', wellFormed: false });
        c.judge(MUST, true, wrong);
      });
    expect(await run(malformed, {}, () => crash)).toMatchObject({ verdict: 'pass' });
  });

  test('is a connection that breaks every time', async () => {
    const result = await run(get, {}, () =>
      Promise.reject(new TransportError('ECONNRESET', 'socket hang up')),
    );
    expect(result).toMatchObject({
      verdict: 'fail',
      message: 'GET /Users (look) gets no answer',
      actual: 'socket hang up',
    });
  });

  const page = (status: number, text: string) => ({
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    text,
  });

  test('is a page of HTML that calls a well-formed request bad', async () => {
    const result = await run(get, {}, () => page(400, '<p>'));
    expect(result).toMatchObject({ verdict: 'fail', finding: { status: 400 } });
  });

  test.each([page(403, '<p>'), page(404, '<p>'), page(405, '<p>'), page(400, '')])(
    'is no refusal of a framework’s own: $status "$text"',
    async (answer) => {
      expect(await run(get, {}, () => answer)).toMatchObject({ verdict: 'pass' });
    },
  );
});

describe('a refusal where success is wanted', () => {
  const detail = (text: string) => ({
    status: 400,
    headers: {},
    text: JSON.stringify({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '400',
      detail: text,
    }),
  });
  const created = {
    status: 201,
    headers: {},
    text: JSON.stringify({
      id: '1',
      userName: 'ada',
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
    }),
  };
  const labelled: Check['run'] = (t) =>
    t.once(async (c) => {
      const body = c.stampUser({ userName: 'ada' });
      const { response } = await c.post('/Users', body, 'create', {
        'content-type': 'application/scim+json; charset=utf-8',
      });
      c.judge(SHOULD, response.ok, () => ({ ...wrong(), deviation: 'answered', success: true }));
      c.judge(MUST, response.ok, () => ({ ...wrong(), deviation: 'answered', success: true }));
    });
  const only = { requirements: ['RFC7644-3.8-utf-8', SHOULD] } as const;
  const judged: Check['run'] = (t) =>
    t.once(async (c) => {
      const body = c.stampUser({ userName: 'ada' });
      const { response } = await c.post('/Users', body, 'create', {
        'content-type': 'application/scim+json; charset=utf-8',
      });
      c.judge('RFC7644-3.8-utf-8', response.ok, () => ({ ...wrong(), deviation: 'answered', success: true }));
    });

  test('is not blamed on what was varied where the plain form is refused as well', async () => {
    const result = await run(judged, only, ({ method }) =>
      method === 'POST' ? detail("'emails' is missing") : OK,
    );
    expect(result).toMatchObject({ verdict: 'error', obstacle: { operation: 'POST /Users', status: 400 } });
    expect(result.reason).toContain("'emails' is missing");
  });

  test('is blamed on it where the plain form works', async () => {
    const result = await run(judged, only, ({ headers }) =>
      headers['content-type']?.includes('charset') ? detail('unknown media type') : created,
    );
    expect(result).toMatchObject({ verdict: 'fail', violated: 'RFC7644-3.8-utf-8' });
  });

  test('stands where the requirement is about the plain form itself, and no warning hides it', async () => {
    const result = await run(labelled, {}, ({ method }) => (method === 'POST' ? detail('no') : OK));
    expect(result).toMatchObject({ verdict: 'fail', violated: MUST });
  });
});

describe('error: it could not judge', () => {
  test('because something else failed first, with the exchanges so far', async () => {
    const result = await run((t) =>
      t.once(async (c) => {
        await c.send({ method: 'POST', path: '/Users', body: {} });
        throw new SetupFailure('cannot create');
      }),
    );
    expect(result).toMatchObject({
      verdict: 'error',
      violated: null,
      reason: 'cannot create',
      message: 'cannot create',
    });
    expect(result.exchanges).toHaveLength(1);
  });

  test('because the token is refused all of a sudden', async () => {
    const result = await run(
      (t) => t.once(async (c) => void (await c.send({ method: 'GET', path: '/Users' }))),
      {},
      () => ({ status: 401, headers: {}, text: '' }),
    );
    expect(result).toMatchObject({
      verdict: 'error',
      message: expect.stringContaining('refuses the credentials'),
    });
  });

  test('because of a mistake of ours, which is called one', async () => {
    const result = await run(async () => {
      throw new TypeError('x is undefined');
    });
    expect(result).toMatchObject({
      verdict: 'error',
      message: 'mistake in the check itself: x is undefined',
    });
  });

  test('because the target is lost: nothing more is sent', async () => {
    const { session, sent } = sessionFor(() => OK);
    session.abandon('the run was interrupted');
    expect(
      await runCheck(
        SUITE,
        checkOf(async (t) => t.once(async (c) => void (await c.send({ method: 'GET', path: '/Users' })))),
        session,
      ),
    ).toMatchObject({ verdict: 'error', reason: 'the run was interrupted' });
    expect(sent).toEqual([]);
  });
});
