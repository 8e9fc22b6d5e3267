import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { define, USER_TYPE } from '../scim/schemas/index.ts';
import { CheckContext, Failure } from './context.ts';
import { NO_FACTS } from './discovery.ts';
import { checkOf, MUST, OK, planFor, SHOULD, sessionFor } from './fixtures/session.ts';
import type { Plan } from './plan.ts';
import { NotOffered, SetupFailure } from './violation.ts';

function contextFor(changes: Partial<Plan> = {}): CheckContext {
  return new CheckContext(
    sessionFor(() => OK, changes).session,
    checkOf(async () => {}),
  );
}

/** The failure that this ends with. */
async function failureOf(work: Promise<void>): Promise<Failure> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Failure)) throw new Error(`expected a Failure, got ${String(error)}`);
  return error;
}

const complaint = (what: string) => () => ({ deviation: 'form', what, says: 'is wrong' }) as const;

describe('once', () => {
  test('counts what was judged and sent', async () => {
    const t = contextFor();
    await t.once(async (c) => {
      await c.send({ method: 'GET', path: '/Users' });
      c.judge(MUST, true, complaint('no'));
    });
    expect(t.tally).toMatchObject({ judged: 1, requests: 1, runs: 1, warnings: [] });
  });

  test('turns a violation into a failure with its exchanges and without a counterexample', async () => {
    const t = contextFor();
    const failure = await failureOf(
      t.once(async (c) => {
        await c.send({ method: 'GET', path: '/Users', purpose: 'look' });
        c.judge(MUST, false, complaint('it'));
      }),
    );
    expect(failure).toMatchObject({
      message: 'it is wrong',
      counterexample: null,
      evidence: { finding: { requirement: MUST } },
    });
    expect(failure.evidence.exchanges).toHaveLength(1);
  });

  test('a broken SHOULD is a warning, once', async () => {
    const t = contextFor();
    await t.once(async (c) => {
      c.judge(SHOULD, false, complaint('first'));
      c.judge(SHOULD, false, complaint('second'));
    });
    expect(t.tally.warnings.map(({ message }) => message)).toEqual(['first is wrong']);
  });

  test('judging what the check does not name is a mistake', async () => {
    await expect(contextFor().once(async (c) => c.judge('E-001', true, complaint('')))).rejects.toThrow(
      'without naming it',
    );
  });
});

describe('forAll', () => {
  const fails = (t: CheckContext) =>
    t.forAll(
      fc.record({ a: fc.nat(), b: fc.string() }),
      async ({ a }, c) => c.judge(MUST, a < 50, complaint(`${a}`)),
      { runs: 100, steps: ({ a }) => [`set a to ${a}`] },
    );

  test('gives the smallest input with the steps, the seed and the path that lead to it', async () => {
    const failure = await failureOf(fails(contextFor()));
    expect(failure).toMatchObject({
      message: '50 is wrong',
      counterexample: {
        value: { a: 50, b: '' },
        steps: ['set a to 50'],
        path: expect.stringMatching(/^0\/\d+(:\d+)*$/),
        cutShort: false,
      },
    });
    expect(failure.counterexample?.shrinks).toBeGreaterThan(0);
  });

  test('with that path goes straight to it', async () => {
    const { counterexample } = await failureOf(fails(contextFor()));
    const t = contextFor({ path: counterexample?.path ?? '' });
    const again = await failureOf(fails(t));
    expect(again.counterexample?.value).toEqual(counterexample?.value);
    expect(t.tally.runs).toBeLessThan(20);
  });

  test('the path of another property changes nothing', async () => {
    const { counterexample } = await failureOf(fails(contextFor()));
    const other = await failureOf(fails(contextFor({ path: '1/0' })));
    expect(other.counterexample).toEqual(counterexample);
  });

  test('inputs depend on the seed, the check and the place, and on nothing else', async () => {
    const inputs = async (seed: number): Promise<number[][]> => {
      const t = contextFor({ seed });
      const seen: number[][] = [[], []];
      for (const list of seen) {
        await t.forAll(fc.integer(), async (n, c) => {
          list.push(n);
          c.judge(MUST, true, complaint(''));
        });
      }
      return seen;
    };
    const [first, second] = await inputs(1);
    expect(await inputs(1)).toEqual([first, second]);
    expect(second).not.toEqual(first);
    expect((await inputs(2))[0]).not.toEqual(first);
  });

  test('examples go first', async () => {
    const seen: number[] = [];
    await contextFor().forAll(
      fc.nat(),
      async (n) => {
        seen.push(n);
      },
      { examples: [-1, -2], runs: 3 },
    );
    expect(seen.slice(0, 2)).toEqual([-1, -2]);
  });

  test('inputs that all fail the precondition prove nothing', async () => {
    await expect(contextFor().forAll(fc.nat(), async () => fc.pre(false))).rejects.toThrow(
      new SetupFailure('no generated input could be judged'),
    );
  });

  test('trouble is thrown as it is', async () => {
    const trouble = new SetupFailure('cannot create');
    await expect(contextFor().forAll(fc.nat(), async () => Promise.reject(trouble))).rejects.toBe(trouble);
  });
});

describe('forEach', () => {
  test('tries every item although one fails, and each that fails is a finding', async () => {
    const tried: string[] = [];
    const failure = await failureOf(
      contextFor().forEach(['a', 'b', 'c'], async (item, own) => {
        tried.push(item);
        await own.once(async (c) => c.judge(MUST, item === 'b', complaint(item)));
      }),
    );
    expect(tried).toEqual(['a', 'b', 'c']);
    expect([failure, ...failure.others].map(({ message }) => message)).toEqual(['a is wrong', 'c is wrong']);
  });

  test('a failure outweighs trouble', async () => {
    const work = contextFor().forEach(['trouble', 'wrong'], async (item, own) => {
      if (item === 'trouble') throw new SetupFailure('cannot create');
      await own.once(async (c) => c.judge(MUST, false, complaint(item)));
    });
    expect((await failureOf(work)).message).toBe('wrong is wrong');
  });

  test('trouble alone is thrown', async () => {
    const work = contextFor().forEach(['a'], () => Promise.reject(new SetupFailure('cannot create')));
    await expect(work).rejects.toThrow(SetupFailure);
  });

  test('what is not offered for one item says nothing of the others', async () => {
    const absent = (item: string): void => {
      if (item === 'absent') throw new NotOffered('there is no such thing');
    };
    const work = contextFor().forEach(['absent', 'there'], async (item, own) => {
      absent(item);
      await own.once(async (c) => c.judge(MUST, true, complaint(item)));
    });
    await expect(work).resolves.toBeUndefined();
    await expect(contextFor().forEach(['absent'], async (item) => absent(item))).rejects.toThrow(NotOffered);
  });

  test('warnings come in the order of the items, whichever was judged first', async () => {
    const t = contextFor();
    await t.forEach(['slow', 'quick'], (item, own) =>
      own.once(async (c) => {
        if (item === 'slow') await new Promise((resolve) => setTimeout(resolve, 10));
        c.judge(SHOULD, false, complaint(item));
      }),
    );
    expect(t.tally.warnings.map(({ finding }) => finding.what)).toEqual(['slow', 'quick']);
  });

  test('each item has a place of its own, that leads back to its counterexample', async () => {
    const run = (t: CheckContext) =>
      t.forEach([10, 20], (limit, own) =>
        own.forAll(fc.nat(), async (n, c) => c.judge(MUST, limit === 10 || n < limit, complaint(`${n}`)), {
          runs: 50,
        }),
      );
    const failure = await failureOf(run(contextFor()));
    expect(failure.counterexample).toMatchObject({ value: 20, path: expect.stringMatching(/^0\.1\.0\//) });
    const again = await failureOf(run(contextFor({ path: failure.counterexample?.path ?? '' })));
    expect(again.counterexample?.value).toBe(20);
  });
});

describe('what is shown on request only', () => {
  const schema = {
    ...USER_TYPE.schema,
    attributes: [define('title'), define('groups', 'string', { returned: 'request' })],
  };
  const target = { ...planFor().target, facts: { ...NO_FACTS, user: { ...USER_TYPE, schema } } };

  test.each([
    ['title', 'http://unit.test/scim/Users/1'],
    ['groups', 'http://unit.test/scim/Users/1?attributes=groups'],
    [undefined, 'http://unit.test/scim/Users/1'],
  ])('of %s the reading that shows it decides', async (attribute, url) => {
    const { session } = sessionFor(() => ({ ...OK, text: '{"id":"1"}' }), { target });
    const failure = await failureOf(
      new CheckContext(
        session,
        checkOf(async () => {}),
      ).once(async (c) => {
        await c.read({ path: '/Users/1' });
        c.judge(MUST, false, () => ({ deviation: 'missing', what: 'it', attribute }));
      }),
    );
    const { finding, exchanges } = failure.evidence;
    expect(exchanges[finding.deciding ?? -1]?.request.url).toBe(url);
  });
});
