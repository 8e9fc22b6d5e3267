import { expect, test } from 'vitest';
import { suitePicture } from './by-suite.ts';
import { PINNED, readExpectation } from './expectation.ts';
import { serversPage } from './write-docs.ts';

test('docs/servers.md is what the expectations say', async () => {
  const page = serversPage(PINNED.map(readExpectation));
  await expect(page).toMatchFileSnapshot('../../docs/servers.md');
});

test('its picture is what the counts say', async () => {
  const picture = suitePicture(PINNED.map(readExpectation));
  await expect(picture).toMatchFileSnapshot('../../docs/images/servers.svg');
});
