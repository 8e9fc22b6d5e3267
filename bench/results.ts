import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Measurements, performancePage, type Soak } from './page.ts';

/** Everything that was measured, by the benchmark and by the soak, each when it ran last. */
interface Results {
  readonly bench: Measurements;
  readonly soak: Soak | null;
}

const FILE = docs('performance.json');

/** Keeps what the benchmark measured and writes the page. */
export function writeBench(bench: Measurements): void {
  write({ bench, soak: existsSync(FILE) ? read().soak : null });
}

/** Keeps what the soak measured and writes the page. */
export function writeSoak(soak: Soak): void {
  write({ ...read(), soak });
}

function read(): Results {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

function write(results: Results): void {
  writeFileSync(FILE, `${JSON.stringify(results, null, 2)}\n`);
  const { markdown, svg } = performancePage(results.bench, results.soak);
  writeFileSync(docs('performance.md'), markdown);
  writeFileSync(docs('images/performance.svg'), svg);
}

function docs(name: string): string {
  return fileURLToPath(new URL(`../docs/${name}`, import.meta.url));
}
