import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import type { Catch } from './measure.ts';
import { powerPage, powerTable } from './power-page.ts';

/** Collects what the parts measured and writes docs/power.md and docs/power.json. Vitest calls it before and after them. */
export function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'power-'));
  const start = performance.now();
  provide('powerFolder', folder);
  return () => {
    const caught = readdirSync(folder).flatMap((file): Catch[] =>
      JSON.parse(readFileSync(join(folder, file), 'utf8')),
    );
    rmSync(folder, { recursive: true });
    const minutes = (performance.now() - start) / 60_000;
    const date = new Date().toISOString().slice(0, 10);
    const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
    writeFileSync(join(docs, 'power.json'), `${JSON.stringify({ date, caught }, null, 1)}\n`);
    writeFileSync(join(docs, 'power.md'), powerPage(caught, { date, minutes }));
    process.stdout.write(powerTable(caught));
  };
}
