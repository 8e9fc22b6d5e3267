import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UsageError } from '../../config/usage-error.ts';
import { policyOfSeed } from '../../provider/policy/draw.ts';
import { policyFrom } from './serve-policy.ts';

function written(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'policy-')), 'policy.json');
  writeFileSync(file, text);
  return file;
}

test('a policy comes out of a file or a seed, or there is none', async () => {
  expect(await policyFrom(undefined, undefined)).toBeNull();
  expect(await policyFrom(undefined, 3)).toEqual(policyOfSeed(3));
  const policy = { attributes: ['User.title:required'], without: [], variations: ['no-bulk'] };
  expect(await policyFrom(written(JSON.stringify(policy)), undefined)).toEqual(policy);
});

test.each([
  ['both', () => policyFrom(written('{}'), 3)],
  ['no JSON', () => policyFrom(written('{'), undefined)],
  ['no policy', () => policyFrom(written('{"attributes":["x"]}'), undefined)],
  ['no file', () => policyFrom('/nowhere/policy.json', undefined)],
])('%s is refused as a mistake of the user', async (_, read) => {
  await expect(read()).rejects.toThrow(UsageError);
});
