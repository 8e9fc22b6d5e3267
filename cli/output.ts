import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { systemReason } from '../config/system-error.ts';
import { UsageError } from '../config/usage-error.ts';
import type { RunReport } from '../report/report.ts';
import { consoleSummary } from '../reporters/console/summary.ts';
import { makeFolder } from '../reporters/make-folder.ts';
import { oneLine } from '../reporters/text.ts';
import type { WriteOptions } from '../reporters/write.ts';
import { isOnGitHub, tellGitHub, withoutCommands } from './github.ts';
import { placeFor, SIDE_FOLDERS } from './place.ts';

/** What writes the reports; it takes a while to load, so whoever waits for answers had better ask for it then. */
export const reportWriters = () => import('../reporters/write.ts');

/** Makes sure, before anything is sent, that the reports can be written. @throws UsageError when they cannot */
export async function openFolder(out: string): Promise<void> {
  try {
    const found = await stat(out).catch(() => null);
    if (found?.isDirectory() === false) throw new Error('it is a file');
    await makeFolder(out);
    await access(out, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new UsageError(
      `the reports cannot be written to ${out} (--out): ${systemReason(error, 'folder')}; name another folder`,
    );
  }
}

/**
 * Writes the reports and prints their summaries. A single target's reports go into the folder itself; those of several
 * each into a folder of its own, with an index beside them. None is replaced by less: see {@link placeFor}. GitHub Actions
 * is told in its own way too.
 * @param named whether the command line names `out`; merged reports go where they are told to
 */
export async function writeAll(
  reports: readonly RunReport[],
  out: string,
  { named = true, ...options }: WriteOptions & { readonly named?: boolean } = {},
): Promise<void> {
  const { removeIndex, removeReports, targetFolder, writeIndex, writeReports } = await reportWriters();
  const single = reports.length === 1;
  const style = { color: wantsColor(process.stdout), width: Math.min(process.stdout.columns ?? 100, 120) };
  const entries: { readonly report: RunReport; readonly folder: string }[] = [];
  for (const report of reports) {
    const wanted = single ? out : join(out, targetFolder(report.target.name));
    const { folder, remark } = await placeFor(report, wanted, named);
    if (remark !== null) process.stderr.write(`${oneLine(remark)}\n`);
    else await removeReports(join(folder, SIDE_FOLDERS.unjudged));
    entries.push({ report, folder: relative(out, folder) });
    if (folder === out) await removeIndex(out);
    const paths = await writeReports(report, folder, options);
    const summary = consoleSummary(report, { ...style, paths });
    process.stdout.write(isOnGitHub() ? withoutCommands(summary) : summary);
  }
  if (!single) {
    await removeReports(out);
    process.stdout.write(`  report  ${await writeIndex(entries, out)}\n`);
  }
  if (isOnGitHub()) await tellGitHub(reports);
}

/** Whether output to a stream may be coloured: a terminal that can, unless the environment says otherwise (https://no-color.org). */
export function wantsColor(
  stream: Pick<NodeJS.WriteStream, 'isTTY'>,
  { NO_COLOR, FORCE_COLOR, TERM }: NodeJS.ProcessEnv = process.env,
): boolean {
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  return stream.isTTY === true && TERM !== 'dumb';
}
