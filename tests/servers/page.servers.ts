import { expect, test } from 'vitest';
import { PINNED, readExpectation } from './expectation.ts';
import { serversPage } from './write-docs.ts';

test('docs/servers.md is what the expectations say', async () => {
  const page = serversPage(PINNED.map(readExpectation));
  await expect(page).toMatchFileSnapshot('../../docs/servers.md');
});
