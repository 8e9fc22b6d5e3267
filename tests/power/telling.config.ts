import { defineConfig } from 'vitest/config';

/** Writes the order in which checks run, from what `npm run power` measured last. */
export default defineConfig({
  test: { include: ['tests/power/write-telling.ts'], testTimeout: 600_000, update: 'all' },
});
