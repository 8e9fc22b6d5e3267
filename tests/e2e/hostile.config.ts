import { defineConfig } from 'vitest/config';

/** Whole runs over networks, targets and logins in a bad way: they wait for what does not come. */
export default defineConfig({
  test: {
    include: ['tests/{e2e,field}/*.hostile.ts'],
    pool: 'threads',
    maxWorkers: 2,
    maxConcurrency: 3,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    silent: 'passed-only',
  },
});
