import { describe, expect, test } from 'vitest';
import { loadApplication } from '../../config/load-application.ts';
import { causesOf } from '../../report/causes.ts';
import { assembleReport } from '../../suites/assemble.ts';
import type { CheckId } from '../../suites/check-ids.ts';
import { CHECKS, selectChecks } from '../../suites/registry.ts';
import { runInProcess } from '../support/in-process.ts';
import { answersParallelWritesWith500 } from './targets/load.ts';
import { poisoned } from './targets/misbehaving.ts';
import type { Target } from './targets/target.ts';
import { fails, failsAfter, listsFail, poisonedForGood, stumblesOver } from './targets/worsening.ts';

const DEFAULT_SET = selectChecks([], []).map(({ check }) => check.id);

/** What the default set makes of a target that gets worse. */
async function run(target: Target, checks: readonly CheckId[] = DEFAULT_SET) {
  const { plan, results, summary } = await runInProcess({
    application: loadApplication('alvao'),
    checks,
    target,
  });
  const outcome = { plan, results: new Map(results.map((one) => [one.id, one])), summary };
  const report = assembleReport({ ...outcome, stopped: null, durationMs: 1 }, new Date(0));
  const applicable = results.filter(({ verdict }) => verdict !== 'skip');
  const errors = applicable.filter(({ verdict }) => verdict === 'error');
  const [first, ...causes] = causesOf(report);
  return {
    judged: 1 - errors.length / applicable.length,
    reasons: new Set(errors.map(({ reason }) => reason)),
    found: results.filter(({ verdict }) => verdict === 'fail' || verdict === 'warn').map(({ id }) => id),
    first,
    causes,
    lost: summary.lost,
    observations: summary.observations,
    leftBehind: summary.leftBehind,
    requests: summary.requests,
  };
}

const REFUSALS = ['absent', 'null', 'empty'].map((way) => `required-attributes/refuses-${way}`);

describe('a target that changes for the worse', () => {
  test('until a user is deleted whom it should not have created', async () => {
    const { judged, found, first, leftBehind } = await run(poisoned);
    expect(judged).toBe(1);
    expect(found).toEqual(REFUSALS);
    expect(first).toMatchObject({ requirement: 'RFC7643-4.1.1-user-name', blocks: [] });
    expect(leftBehind).toEqual([]);
  });

  test('until it is deleted again, whichever checks leave something out of what they create', async () => {
    const late = CHECKS.filter(({ check: { turn } }) => turn === 'late').map(({ check }) => check.id);
    const { judged, found } = await run(poisoned, late);
    expect(found).toEqual(REFUSALS);
    expect(judged).toBe(1);
  });

  test('for good, which is one finding, and what comes too late is not judged', async () => {
    const { judged, found, first, reasons, causes } = await run(poisonedForGood);
    expect(judged).toBeGreaterThanOrEqual(0.9);
    expect(found).toEqual(['required-attributes/refuses-absent']);
    expect(first?.title).toMatch(
      /^since request \d+ of the run, which came after POST \/Users \(create a user without userName\), POST \/Users is answered with 500/,
    );
    expect(first?.explains).toEqual(found);
    expect(reasons.size).toBe(1);
    expect([...reasons][0]).toMatch(
      /^not judged: since request .* \(see required-attributes\/refuses-absent\)$/,
    );
    expect(causes.map(({ blocks }) => blocks)).toEqual([[]]);
  });

  test('while a user with an odd text is there, and what that blocks is repeated', async () => {
    const { judged, found, first, observations, leftBehind } = await run(stumblesOver(/DROP TABLE/));
    expect(judged).toBe(1);
    expect(found.every((id) => id.endsWith('hard-values'))).toBe(true);
    expect(first?.title).toBe(
      'after POST /Users (create the user), POST /Users is answered with 500 (NullPointerException) until that resource is deleted',
    );
    expect(observations).not.toHaveProperty(['errors.underLoad']);
    expect(leftBehind).toEqual([]);
  });

  test('in its lists', async () => {
    const { judged, found, first, leftBehind } = await run(listsFail);
    expect(judged).toBe(1);
    expect(found).toEqual([...REFUSALS, 'every-answer/statuses']);
    expect(first?.title).toMatch(
      /^after POST \/Users \(create a user without userName\), GET \/Users\S* is answered/,
    );
    expect(leftBehind).toEqual([]);
  });

  test('after so many creations, which is one cause, told once', async () => {
    const { found, first, causes, reasons, requests } = await run(failsAfter(60));
    expect(found).toHaveLength(1);
    expect(first?.title).toMatch(/^since request \d+ of the run/);
    expect(first?.blocks.length).toBeGreaterThan(100);
    expect(causes).toEqual([]);
    expect(reasons.size).toBe(1);
    expect(requests).toBeLessThan(3000);
  });

  test.each([
    ['503', fails(503, { after: 300, most: 30 })],
    ['500', fails(500, { after: 300, most: 30 })],
    ['429', fails(429, { after: 300, most: 6 })],
  ])('for a while, with %s, is asked again', async (status, target) => {
    const { judged, found, observations } = await run(target);
    expect(found).toEqual([]);
    expect(judged).toBe(1);
    if (status !== '429') expect(observations).toHaveProperty(['errors.forAWhile', 'status'], Number(status));
  });

  test('because its token expires, and says from when on', async () => {
    const { found, lost, first, causes } = await run(fails(401, { after: 400 }));
    expect(found).toEqual([]);
    expect(lost).toMatch(/^the target refuses the credentials .* \(401\), from request 4\d\d of the run on$/);
    expect(first?.title).toBe(lost);
    expect(causes).toEqual([]);
  });
});

test('a target that fails under load has not changed for the worse', async () => {
  const { first, observations } = await run(answersParallelWritesWith500);
  expect(first).toBeUndefined();
  expect(observations).toHaveProperty(['errors.underLoad']);
  expect(observations).not.toHaveProperty(['errors.forAWhile']);
});
