import { defineConfig } from 'vitest/config';

/** Lawful providers, and several faults at once over them: two parts at the same time, then the figures. */
export default defineConfig({
  test: {
    include: ['tests/{policy,field}/*.field.ts'],
    globalSetup: ['tests/policy/write-field.ts'],
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 900_000,
    silent: 'passed-only',
  },
});
