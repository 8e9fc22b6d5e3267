import { defineConfig } from 'vitest/config';

/** That each of the servers in a folder of its own starts, one at a time; the first run downloads them. */
export default defineConfig({
  test: {
    include: ['tests/servers/*/*.servers.ts'],
    maxWorkers: 1,
    testTimeout: 600_000,
  },
});
