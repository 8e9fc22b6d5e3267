import { defineConfig } from 'vitest/config';

/**
 * Every variation on every application, and policies drawn at random, of which a false alarm is shrunk to the smallest that
 * raises it: two parts at the same time, then the page about the variations.
 */
export default defineConfig({
  test: {
    include: ['tests/power/precision/*.precision.ts', 'tests/policy/*.field.ts'],
    globalSetup: ['tests/power/write-precision.ts', 'tests/policy/write-field.ts'],
    env: { SCIM_COMPOUNDS: '0' },
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 600_000,
    silent: 'passed-only',
  },
});
