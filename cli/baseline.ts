import { readFile } from 'node:fs/promises';
import { UsageError } from '../config/usage-error.ts';
import { parseReport } from '../report/read.ts';
import type { RunReport } from '../report/report.ts';
import type { TargetSpec } from './targets.ts';

/**
 * Reads the report that a run is compared with.
 * @throws UsageError when it cannot be read, is no run report, or is about another application than a target's
 */
export async function readBaseline(file: string, targets: readonly TargetSpec[]): Promise<RunReport> {
  const baseline = await read(file);
  const other = targets.find(({ application }) => application.id !== baseline.target.application);
  if (other === undefined) return baseline;
  throw new UsageError(
    `the baseline ${file} is about ${baseline.target.application}, but ${other.name} runs ${other.application.id}`,
  );
}

async function read(file: string): Promise<RunReport> {
  try {
    return parseReport(await readFile(file, 'utf8'));
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const reason = missing ? 'there is no such file' : error instanceof Error ? error.message : String(error);
    throw new UsageError(`the baseline ${file} cannot be used: ${reason}`);
  }
}
