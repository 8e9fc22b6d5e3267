import { toolVersion } from '../../config/package-root.ts';
import { historyOf } from '../../report/history.ts';
import { historySummary } from '../../reporters/history/console.ts';
import { writeHistory } from '../../reporters/history/write.ts';
import { EXIT } from '../exit-code.ts';
import { findReports } from '../find-reports.ts';
import { openFolder } from '../output.ts';

/** Reads past reports and writes what happened over them. @throws UsageError when a report cannot be read */
export async function history(folder: string, out: string): Promise<number> {
  const found = historyOf(await findReports(folder), toolVersion());
  await openFolder(out);
  const paths = await writeHistory(found, out);
  process.stdout.write(historySummary(found, Object.values(paths)));
  return EXIT.conformant;
}
