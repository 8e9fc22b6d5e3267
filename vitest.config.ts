import { configDefaults, defineConfig } from 'vitest/config';

const shared = {
  pool: 'threads',
  // What is spawned shares the cores with everything else.
  testTimeout: 120_000,
  hookTimeout: 60_000,
  maxConcurrency: 3,
} as const;

/** Unit tests beside the files they test, and the end-to-end tests, which spawn the built command (see `pretest`). */
export default defineConfig({
  test: {
    maxWorkers: 2,
    silent: 'passed-only',
    projects: [
      {
        // The files share their modules: loading them for each anew would take longer than the tests.
        test: {
          ...shared,
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...configDefaults.exclude, 'dist/**', 'dist-*/**', 'tests/**'],
          isolate: false,
        },
      },
      {
        test: {
          ...shared,
          name: 'whole',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: [...configDefaults.exclude, 'tests/browser/**', 'tests/servers/**'],
          isolate: false,
        },
      },
    ],
  },
});
