import { defineConfig } from 'vitest/config';

/** Stryker, which starts Vitest itself: in processes of its own, and for as long as it takes. */
export default defineConfig({
  test: {
    include: ['tests/mutation/*.mutation.ts'],
    pool: 'forks',
    testTimeout: 0,
  },
});
