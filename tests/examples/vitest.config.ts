import { defineConfig } from 'vitest/config';

/** The recipes of examples/, played as they stand; each step spawns the built command. */
export default defineConfig({
  test: {
    include: ['tests/examples/*.examples.ts'],
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    silent: 'passed-only',
  },
});
