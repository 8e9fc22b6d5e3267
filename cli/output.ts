import { join } from 'node:path';
import type { RunReport } from '../report/report.ts';
import { consoleSummary } from '../reporters/console/summary.ts';
import { targetFolder, writeIndex, writeReports } from '../reporters/write.ts';

/**
 * Writes the reports and prints their summaries. A single target's reports go into the folder itself; those of several
 * each into a folder of its own, with an index beside them.
 */
export async function writeAll(reports: readonly RunReport[], out: string, style: { color: boolean; width: number }): Promise<void> {
  const single = reports.length === 1;
  for (const report of reports) {
    const paths = await writeReports(report, single ? out : join(out, targetFolder(report.target.name)));
    process.stdout.write(consoleSummary(report, { ...style, paths: Object.values(paths) }));
  }
  if (reports.length < 2) return;
  const index = await writeIndex(reports, out);
  process.stdout.write(`  report  ${index.html}\n`);
}
