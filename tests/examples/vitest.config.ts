import { defineConfig } from 'vitest/config';

/** The recipes of examples/, the code of the guides and the package, used as they stand. */
export default defineConfig({
  test: {
    include: ['tests/{examples,docs}/*.examples.ts'],
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    silent: 'passed-only',
  },
});
