import { expect, test } from 'vitest';
import { loadApplication } from '../config/load-application.ts';
import { runInProcess } from '../tests/support/in-process.ts';
import { inTellingOrder } from './in-telling-order.ts';
import { CHECKS, selectChecks } from './registry.ts';

const ids = (checks: typeof CHECKS): readonly string[] => checks.map(({ check }) => check.id);

test('every check is in the order once, and those that wait for the others are last', () => {
  const order = ids(inTellingOrder(CHECKS));
  expect([...order].sort()).toEqual([...ids(CHECKS)].sort());
  const waiting = order.filter((id) => id.startsWith('every-answer/'));
  expect(order.slice(-waiting.length)).toEqual(waiting);
  expect(order).not.toEqual(ids(CHECKS));
});

test('a check that the table does not have yet comes before those that wait', () => {
  const [first] = CHECKS;
  if (first === undefined) throw new Error('no checks');
  const fresh = {
    ...first,
    check: { ...first.check, id: 'filtering/no-such-check' as typeof first.check.id },
  };
  const order = inTellingOrder([fresh, ...selectChecks(['every-answer', 'filtering'], [])]);
  const at = order.indexOf(fresh);
  expect(order.slice(at + 1).every(({ suite }) => suite.name === 'every-answer')).toBe(true);
  expect(at).toBeGreaterThan(0);
});

test('what a check draws does not depend on when it begins', async () => {
  const checks = selectChecks(['required-attributes', 'filtering', 'soft-delete', 'modify'], []);
  const bodies = async (order: readonly string[]) => {
    const { summary, results } = await runInProcess({
      application: loadApplication('alvao'),
      effort: 'smoke',
      checks: checks.map(({ check }) => check.id),
      order,
    });
    const verdicts = results.map(({ id, verdict, runs }) => [id, { verdict, runs }] as const);
    return { transcript: summary.transcript, verdicts: Object.fromEntries(verdicts) };
  };
  const inOrder = await bodies(ids(checks));
  const reversed = await bodies([...ids(checks)].reverse());
  const telling = await bodies(ids(inTellingOrder(checks)));
  expect(Object.keys(inOrder.transcript ?? {}).length).toBeGreaterThan(0);
  expect(reversed).toEqual(inOrder);
  expect(telling).toEqual(inOrder);
});
