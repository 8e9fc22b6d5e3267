import { expect, test } from 'vitest';
import { EXPECTATIONS, readExpectation } from './expectation.ts';
import { serversPage } from './write-docs.ts';

test('docs/servers.md is what the expectations say', async () => {
  const page = serversPage(Object.values(EXPECTATIONS).map(readExpectation));
  await expect(page).toMatchFileSnapshot('../../docs/servers.md');
});
