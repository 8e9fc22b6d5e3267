import { defineConfig } from 'vitest/config';

/** One file, one measurement at a time: what runs beside another is not measured but guessed. */
export default defineConfig({
  test: {
    include: ['bench/**/*.bench.ts'],
    testTimeout: 600_000,
    fileParallelism: false,
    maxConcurrency: 1,
    disableConsoleIntercept: true,
  },
});
