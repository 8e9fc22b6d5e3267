import { defineConfig } from 'vitest/config';

/** One long run. */
export default defineConfig({
  test: { include: ['bench/*.soak.ts'], testTimeout: 2 * 3_600_000, disableConsoleIntercept: true },
});
