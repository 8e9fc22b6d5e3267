import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { knownFaults } from '../../../provider/faults.ts';
import { type Catch, catchFault } from '../measure.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the parts leave what they measured. */
    powerFolder: string;
  }
}

/** Tests every `parts`-th fault of the catalogue, from `part` on: the parts run at the same time, one on each core. */
export function measurePart(part: number, parts: number): void {
  const faults = knownFaults().filter((_, index) => index % parts === part);
  const caught: Catch[] = [];
  afterAll(() => {
    const folder = inject('powerFolder');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${part}.json`), JSON.stringify(caught));
  });
  describe('a fault is caught', () => {
    test.each(faults)('$id', async (fault) => {
      const result = await catchFault(fault, ['quick', 'standard', 'thorough']);
      caught.push(result);
      expect(result.effort, fault.title).not.toBeNull();
    });
  });
}
