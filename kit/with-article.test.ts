import { expect, test } from 'vitest';
import { withArticle } from './with-article.ts';

test.each(['a user', 'a group', 'an Entitlement', 'a Device', 'an Umbrella', 'a Unit'])('%s', (words) => {
  expect(withArticle(words.replace(/^an? /, ''))).toBe(words);
});
