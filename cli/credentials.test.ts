import { expect, test } from 'vitest';
import type { AuthConfig } from '../config/target-config.ts';
import { targetAccess } from './credentials.ts';

const access = (auth?: AuthConfig, tokenEnv?: string) =>
  targetAccess(
    { application: 'alvao', url: 'https://x.test', ...(auth && { auth }) },
    tokenEnv === undefined ? {} : { tokenEnv },
  );

test.each([
  [undefined, undefined, { scheme: 'bearer', variable: 'SCIM_TOKEN' }],
  [{ type: 'none' }, undefined, { scheme: 'none', variable: null }],
  [{ type: 'none' }, 'OTHER', { scheme: 'bearer', variable: 'OTHER' }],
  [{ type: 'bearer', token: { env: 'A' } }, undefined, { scheme: 'bearer', variable: 'A' }],
  [{ type: 'bearer', token: { file: '/x' } }, undefined, { scheme: 'bearer', variable: null }],
  [
    { type: 'basic', username: 'me', password: { env: 'P' } },
    undefined,
    { scheme: 'basic', username: 'me', variable: 'P' },
  ],
  [
    { type: 'apiKey', header: 'X-Key', key: { env: 'K' } },
    undefined,
    { scheme: 'header', header: 'x-key', variable: 'K' },
  ],
] as const)('requests of %j with --token-env %j are sent again with %j', (auth, tokenEnv, expected) => {
  expect(access(auth, tokenEnv)).toMatchObject({ gone: false, ...expected });
});
