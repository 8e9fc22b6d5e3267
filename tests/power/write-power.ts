import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import type { Catch } from './measure.ts';
import { type Power, powerTable } from './power-page.ts';
import { POWER, writePowerPage } from './write-page.ts';

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
    const power: Power = { date, minutes, caught };
    writeFileSync(POWER, `${JSON.stringify(power, null, 1)}\n`);
    writePowerPage();
    process.stdout.write(powerTable(caught));
  };
}
