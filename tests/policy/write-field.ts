import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { fieldLines, fieldPage } from './field-page.ts';
import type { Compound } from './measure-compounds.ts';
import type { Measured } from './measure-policies.ts';

/**
 * Collects what the parts measured and prints it; where more than the short form was asked for, with compounds, docs/field.md is
 * written.
 */
export function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'field-'));
  const start = performance.now();
  provide('fieldFolder', folder);
  return () => {
    const lines = (kind: string): readonly string[] =>
      readdirSync(folder)
        .filter((file) => file.startsWith(kind))
        .flatMap((file) => readFileSync(join(folder, file), 'utf8').trimEnd().split('\n'));
    const policies = lines('policies').map((line): Measured => JSON.parse(line));
    const compounds = lines('compounds').map((line): Compound => JSON.parse(line));
    rmSync(folder, { recursive: true });
    process.stdout.write(`${fieldLines(policies, compounds).join('\n')}\n`);
    if (process.env.SCIM_POLICIES === undefined || compounds.length === 0) return;
    const minutes = (performance.now() - start) / 60_000;
    const date = new Date().toISOString().slice(0, 10);
    const page = fileURLToPath(new URL('../../docs/field.md', import.meta.url));
    writeFileSync(page, fieldPage(policies, compounds, { date, minutes }));
  };
}
