import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../config/package-root.ts';
import { COMPARISON_SCRIPT, SCRIPT } from './scripts.generated.ts';

test('the scripts are what the browser programs give; if not: npm run build:browser', () => {
  const cwd = packageRoot();
  const written = execFileSync(process.execPath, ['bundle-browser.mjs'], { cwd, encoding: 'utf8' });
  expect(readFileSync(join(cwd, 'reporters/html/scripts.generated.ts'), 'utf8')).toBe(written);
});

test('nothing in the scripts ends their element', () => {
  expect(SCRIPT + COMPARISON_SCRIPT).not.toMatch(/<\/?script|<!--/i);
});
