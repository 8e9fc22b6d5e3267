import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { include: ['tests/servers/**/*.servers.ts'], testTimeout: 120_000 },
});
