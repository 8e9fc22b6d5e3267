import { defineConfig } from 'vitest/config';

/**
 * How sure the oracle is: Stryker, which starts Vitest itself, in processes of its own and for as long as it takes; and the
 * differential tests with ten times the cases of `npm test`.
 */
export default defineConfig({
  test: {
    include: ['tests/mutation/*.mutation.ts', 'scim/*.differential.test.ts'],
    env: { SCIM_DIFFERENTIAL_CASES: '10000' },
    pool: 'forks',
    testTimeout: 0,
  },
});
