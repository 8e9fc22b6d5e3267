import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../config/usage-error.ts';
import type { RunReport } from '../report/report.ts';
import { consoleSummary } from '../reporters/console/summary.ts';
import type { WriteOptions } from '../reporters/write.ts';
import { isOnGitHub, tellGitHub, withoutCommands } from './github.ts';

/** What writes the reports; it takes a while to load, so whoever waits for answers had better ask for it then. */
export const reportWriters = () => import('../reporters/write.ts');

/** Makes sure, before anything is sent, that the reports can be written. @throws UsageError when they cannot */
export async function openFolder(out: string): Promise<void> {
  try {
    await mkdir(out, { recursive: true });
    await access(out, constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`the reports cannot be written to ${out} (--out): ${reason}`);
  }
}

/**
 * Writes the reports and prints their summaries. A single target's reports go into the folder itself; those of several
 * each into a folder of its own, with an index beside them. A target that was not judged gets its reports too, so that
 * no earlier ones pass for this run's. GitHub Actions is told in its own way too.
 */
export async function writeAll(
  reports: readonly RunReport[],
  out: string,
  options: WriteOptions = {},
): Promise<void> {
  const { targetFolder, writeIndex, writeReports } = await reportWriters();
  const single = reports.length === 1;
  const style = { color: wantsColor(process.stdout), width: Math.min(process.stdout.columns ?? 100, 120) };
  for (const report of reports) {
    const folder = single ? out : join(out, targetFolder(report.target.name));
    const paths = await writeReports(report, folder, options);
    const summary = consoleSummary(report, { ...style, paths });
    process.stdout.write(isOnGitHub() ? withoutCommands(summary) : summary);
  }
  if (!single) {
    process.stdout.write(`  report  ${await writeIndex(reports, out)}\n`);
  }
  if (isOnGitHub()) await tellGitHub(reports);
}

/** Whether output to a stream may be coloured (https://no-color.org). */
export function wantsColor(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true && !process.env.NO_COLOR;
}
