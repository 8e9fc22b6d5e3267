import { expect, test } from 'vitest';
import { CHECK_ALIASES, currentIds } from './aliases.ts';
import { CHECK_IDS } from './check-ids.ts';

test('no check goes by the id of one that was removed', () => {
  const ids = new Set<string>(CHECK_IDS);
  const strange = Object.keys(CHECK_ALIASES).filter(
    (id) => ids.has(id) || !/^[a-z0-9-]+\/[a-z0-9-]+$/.test(id),
  );
  expect(strange).toEqual([]);
});

test('a whole id is looked up in any letter case, its beginning is not', () => {
  const current = currentIds({ 'filtering/gone': 'filtering/and' });
  expect(['filtering/gone', 'Filtering/GONE'].map(current)).toEqual(['filtering/and', 'filtering/and']);
  const others = ['filtering/go', 'filtering/gone-too', 'filtering/pages', 'RFC7644-3.3', 'toString', ''];
  expect(others.map(current)).toEqual(others);
});
