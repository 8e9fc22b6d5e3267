import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../config/usage-error.ts';
import { parseReport } from '../report/read.ts';
import { renameChecks } from '../report/rename-checks.ts';
import type { RunReport } from '../report/report.ts';
import { type CurrentId, currentCheckId } from '../suites/aliases.ts';

/** How a report is read. */
export interface ReadOptions {
  /** Looks up the ids of removed checks. */
  readonly current?: CurrentId;
  /** What to do where there is no such file. */
  readonly advice?: string;
}

/**
 * Reads a run report from a file, or from `report.json` in a folder. Checks that were removed since have the ids of
 * those that judge in their place.
 * @param what how the message calls it: "the baseline", "the report"
 * @throws UsageError that names the file and says what is wrong with it
 */
export async function readReport(
  path: string,
  what = 'the report',
  { current = currentCheckId, advice = '' }: ReadOptions = {},
): Promise<RunReport> {
  try {
    const isFolder = (await stat(path)).isDirectory();
    const text = await readFile(isFolder ? join(path, 'report.json') : path, 'utf8');
    return renameChecks(parseReport(text), current);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const reason = missing
      ? `there is no such file${advice}`
      : error instanceof Error
        ? error.message
        : String(error);
    throw new UsageError(`${what} ${path} cannot be used: ${reason}`);
  }
}
