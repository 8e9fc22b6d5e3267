import { configDefaults, defineConfig } from 'vitest/config';

/** Unit tests beside the files they test, and the end-to-end tests, which spawn the built command (see `pretest`). */
export default defineConfig({
  test: {
    include: ['**/*.test.{ts,tsx}'],
    exclude: [...configDefaults.exclude, 'dist/**', 'dist-*/**', 'tests/browser/**', 'tests/servers/**'],
    pool: 'threads',
    maxWorkers: 2,
    silent: 'passed-only',
    // What is spawned shares the cores with everything else.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    maxConcurrency: 3,
  },
});
