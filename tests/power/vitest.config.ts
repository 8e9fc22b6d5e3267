import { defineConfig } from 'vitest/config';

/** The whole fault catalogue: two parts at the same time, then the page about it. */
export default defineConfig({
  test: {
    include: ['tests/power/parts/*.power.ts'],
    globalSetup: ['tests/power/write-power.ts'],
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 600_000,
    silent: 'passed-only',
  },
});
