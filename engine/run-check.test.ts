import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TransportError } from '../http/transport.ts';
import type { Check, Suite } from './check.ts';
import { checkOf, MUST, OK, type Respond, SHOULD, sessionFor } from './fixtures/session.ts';
import { runCheck } from './run-check.ts';
import { SetupFailure } from './violation.ts';

const SUITE: Suite = { name: 'unit', groups: [], title: 'Unit', checks: [] };

function run(body: Check['run'], changes: Partial<Check> = {}, respond: Respond = () => OK) {
  return runCheck(SUITE, checkOf(body, changes), sessionFor(respond).session);
}

describe('the verdict', () => {
  test('pass: something was judged and everything holds', async () => {
    const result = await run((t) =>
      t.once(async (c) => {
        await c.send({ method: 'GET', path: '/Users' });
        c.judge(MUST, true, () => ({ message: '' }));
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

  test('fail: a MUST is broken', async () => {
    const result = await run((t) =>
      t.forAll(
        fc.nat(),
        async (n, c) => {
          await c.send({ method: 'GET', path: `/Users/${n}` });
          c.judge(MUST, n < 5, () => ({ message: 'wrong', expected: 'e', actual: 'a', hint: 'h' }));
        },
        { runs: 30 },
      ),
    );
    expect(result).toMatchObject({
      verdict: 'fail',
      violated: MUST,
      message: 'wrong',
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
    const result = await run((t) =>
      t.once(async (c) => c.judge(SHOULD, false, () => ({ message: 'better not' }))),
    );
    expect(result).toMatchObject({ verdict: 'warn', violated: SHOULD, message: 'better not' });
    const worse = await run((t) =>
      t.once(async (c) => {
        c.judge(SHOULD, false, () => ({ message: 'better not' }));
        c.judge(MUST, false, () => ({ message: 'wrong' }));
      }),
    );
    expect(worse).toMatchObject({ verdict: 'fail', violated: MUST });
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

  test('because no answer came', async () => {
    const result = await run(
      (t) => t.once(async (c) => void (await c.send({ method: 'GET', path: '/Users' }))),
      {},
      () => Promise.reject(new TransportError('ECONNRESET', 'socket hang up')),
    );
    expect(result).toMatchObject({ verdict: 'error', message: 'socket hang up' });
    expect(result.exchanges[0]).toMatchObject({ response: null, error: 'socket hang up' });
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
