import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stryker } from '@stryker-mutator/core';

type Options = ConstructorParameters<typeof Stryker>[0];

/** Kept between runs, so that a mutant whose code and tests are as before is not tried again; without it all are. */
const KEPT = 'coverage/mutation';

/** How Stryker changes the oracle: all of `scim/`, with every mutator that Stryker has. */
export const OPTIONS: Options = {
  mutate: ['scim/**/*.ts', '!scim/**/*.test.ts', '!scim/**/fixtures/**'],
  testRunner: 'vitest',
  vitest: { configFile: 'tests/mutation/oracle.config.ts', related: false },
  plugins: ['@stryker-mutator/vitest-runner'],
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 20_000,
  incremental: true,
  incrementalFile: `${KEPT}/incremental.json`,
  reporters: ['progress-append-only', 'html'],
  htmlReporter: { fileName: `${KEPT}/index.html` },
  tempDirName: join(tmpdir(), 'scim-conformance-mutation'),
  // What the copies of the project need beside node_modules.
  ignorePatterns: [
    '/*',
    '!/package.json',
    '!/tsconfig.json',
    '!/scim',
    '!/tests',
    '/tests/*',
    '!/tests/mutation',
  ],
  // Rewriting tsconfig.json takes the programming interface of TypeScript 6, and the copies do not need it; nor their types.
  tsconfigFile: 'none',
  disableTypeChecks: false,
};
