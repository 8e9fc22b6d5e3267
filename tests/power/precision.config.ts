import { defineConfig } from 'vitest/config';

/** Every variation on every application: two parts at the same time, then the page about them. */
export default defineConfig({
  test: {
    include: ['tests/power/precision/*.precision.ts'],
    globalSetup: ['tests/power/write-precision.ts'],
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 600_000,
    silent: 'passed-only',
  },
});
