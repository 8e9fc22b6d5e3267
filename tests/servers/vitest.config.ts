import { defineConfig } from 'vitest/config';

/** Each server runs in its own worker; one with a database in WebAssembly takes some milliseconds of CPU for a request. */
export default defineConfig({
  test: {
    include: ['tests/servers/*.servers.ts'],
    maxWorkers: 2,
    testTimeout: 600_000,
    hookTimeout: 60_000,
  },
});
