import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UsageError } from '../config/usage-error.ts';
import { groups, loadApplication, users } from './generators.ts';

test('users and groups of an application, by id or profile', () => {
  const same = { seed: 7, numRuns: 20 };
  const byId = fc.sample(users('alvao', { flavour: 'realistic' }), same);
  expect(byId).toEqual(fc.sample(users(loadApplication('alvao'), { flavour: 'realistic' }), same));
  expect(byId.every((user) => typeof user.userName === 'string')).toBe(true);
  for (const group of fc.sample(groups('alvao'), same)) expect(group).toHaveProperty('displayName');
});

test('what cannot be generated is said', () => {
  expect(() => users('alvoa')).toThrow(UsageError);
  expect(() => groups('cleanmail-swiss')).toThrow(TypeError);
});
