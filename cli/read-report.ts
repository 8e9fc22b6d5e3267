import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../config/usage-error.ts';
import { parseReport } from '../report/read.ts';
import type { RunReport } from '../report/report.ts';

/**
 * Reads a run report from a file, or from `report.json` in a folder.
 * @param what how the message calls it: "the baseline", "the report"
 * @throws UsageError that names the file and says what is wrong with it
 */
export async function readReport(path: string, what = 'the report'): Promise<RunReport> {
  try {
    const isFolder = (await stat(path)).isDirectory();
    return parseReport(await readFile(isFolder ? join(path, 'report.json') : path, 'utf8'));
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const reason = missing ? 'there is no such file' : error instanceof Error ? error.message : String(error);
    throw new UsageError(`${what} ${path} cannot be used: ${reason}`);
  }
}
