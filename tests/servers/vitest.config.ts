import { defineConfig } from 'vitest/config';

const shared = {
  testTimeout: 600_000,
  hookTimeout: 60_000,
};

/** Each server runs in its own worker, two at a time; then the page, which shows the counts of their runs. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...shared,
          name: 'servers',
          include: ['tests/servers/*.servers.ts'],
          exclude: ['tests/servers/page.servers.ts'],
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: 'page',
          include: ['tests/servers/page.servers.ts'],
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
