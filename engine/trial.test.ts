import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { TransportError } from '../http/transport.ts';
import type { RequirementId } from '../requirements/index.ts';
import { Case } from './case.ts';
import { MUST, OK, sessionFor } from './fixtures/session.ts';
import { Trial } from './trial.ts';
import { InputRefused, SetupFailure, Violation } from './violation.ts';

const BUDGET = { shrinkMs: 60_000, shrinkRequests: 1_000 };

function trialOf<T>(play: (c: Case, value: T) => Promise<void>, budget = BUDGET): Trial<T> {
  const { session } = sessionFor(() => OK);
  return new Trial<T>(budget, () => new Case(session, [MUST]), play);
}

const violate = (requirement: string, message = requirement): never => {
  const [c] = [new Case(sessionFor(() => OK).session, [])];
  throw new Violation(
    c.evidence(requirement as RequirementId, { deviation: 'form', what: message, says: '' }),
  );
};

/** What fast-check finds with the trial as its predicate. */
function check<T>(arbitrary: fc.Arbitrary<T>, trial: Trial<T>) {
  return fc.check(
    fc.asyncProperty(arbitrary, (value) => trial.run(value)),
    { seed: 3, numRuns: 50 },
  );
}

test('a property that holds is tried on every input', async () => {
  const trial = trialOf(async () => {});
  expect((await check(fc.integer(), trial)).failed).toBe(false);
  expect(trial).toMatchObject({ held: 50, smallest: null, broken: null, cutShort: false });
});

describe('a violation', () => {
  test('is shrunk to the smallest input, with the message of that input', async () => {
    const trial = trialOf<number>(async (_, n) => {
      if (n >= 100) violate(MUST, `wrong for ${n}`);
    });
    const details = await check(fc.nat(), trial);
    expect(details.counterexample).toEqual([100]);
    expect(trial.smallest).toMatchObject({
      value: 100,
      violation: { message: 'wrong for 100', evidence: { finding: { requirement: MUST } } },
    });
  });

  test('stands as it is when the run ends before it is shrunk', async () => {
    const trial = trialOf<number>(async (_, n) => {
      if (n < 5000) throw new TransportError('LOST', 'the run ends');
      violate(MUST);
    });
    await trial.run(5000).catch(() => {});
    await expect(trial.run(500)).resolves.toBeUndefined();
    expect(trial).toMatchObject({ smallest: { value: 5000 }, broken: null, cutShort: true });
  });

  test('of another requirement is no smaller one', async () => {
    const trial = trialOf<number>(async (_, n) => {
      if (n > 1000) violate('first');
      if (n > 10) violate('second');
    });
    await trial.run(5000).catch(() => {});
    await expect(trial.run(500)).resolves.toBeUndefined();
    await expect(trial.run(2000)).rejects.toThrow(Violation);
    expect(trial.smallest).toMatchObject({ value: 2000, violation: { message: 'first' } });
  });

  test('is not displaced by trouble while it is shrunk', async () => {
    const trial = trialOf<number>(async (_, n) => {
      if (n >= 100) violate(MUST);
      throw new SetupFailure('cannot create');
    });
    await trial.run(100).catch(() => {});
    await expect(trial.run(3)).resolves.toBeUndefined();
    expect(trial).toMatchObject({ broken: null, smallest: { value: 100 } });
  });
});

describe('shrinking has a budget', () => {
  test('of requests, counted from the first violation', async () => {
    let played = 0;
    const trial = trialOf<number>(
      async (c, n) => {
        played++;
        c.requests = 10;
        if (n >= 100) violate(MUST);
      },
      { ...BUDGET, shrinkRequests: 25 },
    );
    for (const n of [1, 2, 3]) await trial.run(n);
    await trial.run(1000).catch(() => {});
    const before = played;
    for (const n of [900, 800, 700, 600, 500]) await trial.run(n).catch(() => {});
    expect(played - before).toBe(2);
    expect(trial).toMatchObject({ cutShort: true, smallest: { value: 800 } });
  });

  test('of time, but for the requests that the plainest inputs take', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const violating = async (c: Case): Promise<void> => {
      c.requests = 400;
      vi.advanceTimersByTime(2_000);
      violate(MUST);
    };
    const trial = trialOf<number>(violating, { shrinkMs: 1_000, shrinkRequests: 4_000 });
    await trial.run(1000).catch(() => {});
    await expect(trial.run(900)).rejects.toThrow();
    await expect(trial.run(800)).resolves.toBeUndefined();
    expect(trial).toMatchObject({ cutShort: true, smallest: { value: 900 } });
    vi.useRealTimers();
  });

  test('of time, however few requests were sent', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const violating = async (c: Case): Promise<void> => {
      c.requests = 1;
      vi.advanceTimersByTime(7_000);
      violate(MUST);
    };
    const trial = trialOf<number>(violating, { shrinkMs: 1_000, shrinkRequests: 4_000 });
    await trial.run(1000).catch(() => {});
    for (const n of [900, 800, 700]) await trial.run(n).catch(() => {});
    expect(trial).toMatchObject({ cutShort: true, smallest: { value: 800 } });
    vi.useRealTimers();
  });
});

describe('what is no violation', () => {
  test('trouble ends the property, and nothing more is tried', async () => {
    let played = 0;
    const trial = trialOf(async () => {
      played++;
      throw new SetupFailure('cannot create');
    });
    expect((await check(fc.integer(), trial)).failed).toBe(false);
    expect(played).toBe(1);
    expect(trial.broken).toEqual(new SetupFailure('cannot create'));
  });

  test('an unmet precondition is left to fast-check', async () => {
    const trial = trialOf<number>(async (_, n) => fc.pre(n % 2 === 0));
    const details = await check(fc.integer(), trial);
    expect(details).toMatchObject({ failed: false, numRuns: 50 });
    expect(details.numSkips).toBeGreaterThan(0);
    expect(trial).toMatchObject({ held: 50, broken: null });
  });

  test('refused inputs are skipped as long as others are accepted', async () => {
    const trial = trialOf<number>(async (_, n) => {
      if (n % 2 === 0) throw new InputRefused(`refuses ${n}`);
    });
    expect((await check(fc.nat(), trial)).failed).toBe(false);
    expect(trial).toMatchObject({ held: 50, broken: null });
  });

  test('where every input is refused, the property cannot be judged', async () => {
    let played = 0;
    const trial = trialOf(async () => {
      played++;
      throw new InputRefused('refuses everything');
    });
    await check(fc.integer(), trial);
    expect(trial.broken).toEqual(new InputRefused('refuses everything'));
    expect(played).toBeLessThan(20);
  });
});
