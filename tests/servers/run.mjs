// Runs the tests of the servers: `npm run test:servers -- [--reports] [--short] [words for vitest, as a server's name]`.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const OWN = ['--reports', '--short'];
const words = process.argv.slice(2);
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [
    at('../../node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    at('vitest.config.ts'),
    ...words.filter((word) => !OWN.includes(word)),
  ],
  {
    cwd: at('../..'),
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(words.includes('--reports') ? { SCIM_SERVERS_REPORTS: at('reports') } : {}),
      ...(words.includes('--short') ? { SCIM_SERVERS_SHORT: '1' } : {}),
    },
  },
);
process.exitCode = status ?? 1;
