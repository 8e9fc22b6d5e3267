import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { systemReason } from '../config/system-error.ts';
import { UsageError } from '../config/usage-error.ts';
import type { RunReport } from '../report/report.ts';
import { SIDE_FOLDERS } from './place.ts';
import { readReport } from './read-report.ts';

/** A report with its file, relative to the folder that was searched. */
export interface FoundReport {
  readonly file: string;
  readonly report: RunReport;
}

/**
 * Every `report.json` in a folder or below it, by path.
 * @throws UsageError when the folder cannot be read, holds none, or one of them is no run report
 */
export async function findReports(folder: string): Promise<readonly FoundReport[]> {
  const files = (await entriesOf(folder)).sort();
  if (files.length === 0) throw new UsageError(`there is no report.json in ${folder} or below it`);
  return Promise.all(
    files.map(async (file) => ({ file: relative(folder, file), report: await readReport(file) })),
  );
}

/** Whether a folder below the searched one holds what was written beside a report and not instead of it. */
function isAside(path: string, searched: string): boolean {
  const names: readonly string[] = Object.values(SIDE_FOLDERS);
  return relative(searched, path)
    .split(sep)
    .some((name) => names.includes(name));
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && entry.name === 'report.json' && !isAside(entry.parentPath, folder))
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    throw new UsageError(`the folder ${folder} cannot be read: ${systemReason(error, 'folder')}`);
  }
}
