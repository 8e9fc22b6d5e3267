import { expect, test } from 'vitest';
import { loadApplication } from '../config/load-application.ts';
import { runInProcess } from '../tests/support/in-process.ts';
import { CHECKS } from './registry.ts';

test('a provider that pages with cursors and keeps RFC 9865 gives no finding', async () => {
  const { results } = await runInProcess({
    application: loadApplication('atea'),
    checks: CHECKS.filter(({ suite }) => suite.name === 'pagination').map(({ check }) => check.id),
    provider: { cursorPagination: true },
  });
  expect(results.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
  expect(results.map(({ id }) => id)).toContain('pagination/cursor-pages');
});
