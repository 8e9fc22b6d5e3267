import { expect, test } from 'vitest';
import { wantsColor } from './output.ts';

test.each([
  [true, {}, true],
  [false, {}, false],
  [true, { TERM: 'dumb' }, false],
  [true, { NO_COLOR: '1' }, false],
  [false, { FORCE_COLOR: '1' }, true],
  [true, { TERM: 'dumb', FORCE_COLOR: '1' }, true],
  [true, { FORCE_COLOR: '0' }, false],
  [true, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
])('a terminal (%j) with %j is coloured: %j', (isTTY, env, expected) => {
  expect(wantsColor({ isTTY }, env)).toBe(expected);
});
