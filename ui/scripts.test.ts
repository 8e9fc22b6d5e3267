import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import * as scripts from './scripts.generated.ts';

test('the programs stay small, and nothing in them ends their element or writes markup', () => {
  for (const [name, script] of Object.entries(scripts)) {
    expect(gzipSync(script).length, name).toBeLessThan(20_000);
    expect(script, name).not.toMatch(
      /<\/?script|<!--|innerHTML|outerHTML|insertAdjacentHTML|document\.write/i,
    );
  }
});
