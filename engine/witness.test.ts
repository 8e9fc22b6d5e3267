import { expect, test } from 'vitest';
import type { Check, SuiteCheck } from './check.ts';
import { inTurns } from './check.ts';
import { Witness } from './witness.ts';

test('late checks run when no other check is running, and all of them at once', async () => {
  const witness = new Witness(null);
  const order: string[] = [];
  const late = (check: string): Promise<void> => {
    const leave = witness.begin(check);
    return witness.lateTurn(check).then(() => {
      order.push(check);
      leave();
    });
  };
  const leave = witness.begin('suite/usual');
  const both = [late('suite/late'), late('suite/later')];
  await Promise.resolve();
  expect(witness.isRunning('suite/usual')).toBe(true);
  order.push('suite/usual');
  leave();
  await Promise.all(both);
  expect(order).toEqual(['suite/usual', 'suite/late', 'suite/later']);
  expect(witness.isRunning('suite/late')).toBe(false);
});

test('a late check that is alone does not wait', async () => {
  const witness = new Witness(null);
  witness.begin('suite/late');
  await expect(witness.lateTurn('suite/late')).resolves.toBeUndefined();
});

test('checks begin by their turns, and else as they stand', () => {
  const entry = (id: string, turn?: Check['turn']): SuiteCheck => ({
    suite: { name: 'suite', groups: [], title: '', checks: [] },
    check: { id, title: '', requirements: ['APP-attribute'], run: async () => {}, ...(turn && { turn }) },
  });
  const checks = [entry('a', 'last'), entry('b'), entry('c', 'late'), entry('d')];
  expect(inTurns(checks).map(({ check }) => check.id)).toEqual(['b', 'd', 'c', 'a']);
});
