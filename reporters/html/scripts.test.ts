import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../config/package-root.ts';
import { COMPARISON_SCRIPT, SCRIPT } from './scripts.generated.ts';

test.each(['reporters/html', 'ui'])(
  'the scripts are what the programs of %s give; if not: npm run build:browser',
  (room) => {
    const cwd = packageRoot();
    const written = execFileSync(process.execPath, ['bundle-browser.mjs', room], { cwd, encoding: 'utf8' });
    expect(readFileSync(join(cwd, room, 'scripts.generated.ts'), 'utf8')).toBe(written);
  },
);

test('nothing in the scripts ends their element', () => {
  expect(SCRIPT + COMPARISON_SCRIPT).not.toMatch(/<\/?script|<!--/i);
});
