import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import type { Claims } from './precision.ts';
import { precisionLine, precisionPage } from './precision-page.ts';

/** Collects what the parts measured and writes docs/precision.md. Vitest calls it before and after them. */
export function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'precision-'));
  const start = performance.now();
  provide('precisionFolder', folder);
  return () => {
    const claims = readdirSync(folder).flatMap((file): Claims[] =>
      JSON.parse(readFileSync(join(folder, file), 'utf8')),
    );
    rmSync(folder, { recursive: true });
    const minutes = (performance.now() - start) / 60_000;
    const date = new Date().toISOString().slice(0, 10);
    const page = fileURLToPath(new URL('../../docs/precision.md', import.meta.url));
    writeFileSync(page, precisionPage(claims, { date, minutes }));
    process.stdout.write(`${precisionLine(claims)}\n`);
  };
}
