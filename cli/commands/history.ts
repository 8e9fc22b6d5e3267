import { join } from 'node:path';
import { toolVersion } from '../../config/package-root.ts';
import { historyOf } from '../../report/history.ts';
import { historySummary } from '../../reporters/history/console.ts';
import { writeHistory } from '../../reporters/history/write.ts';
import { EXIT } from '../exit-code.ts';
import { findReports } from '../find-reports.ts';
import { openFolder } from '../output.ts';
import { pageLink } from '../page-link.ts';

/** Reads past reports and writes what happened over them. @throws UsageError when a report cannot be read */
export async function history(folder: string, out: string): Promise<number> {
  const reports = await findReports(folder);
  const found = historyOf(
    reports.map(({ file, report }) => {
      const page = pageLink(join(folder, file), out);
      return page === null ? { file, report } : { file, report, page };
    }),
    toolVersion(),
  );
  await openFolder(out);
  const paths = await writeHistory(found, out);
  process.stdout.write(historySummary(found, Object.values(paths)));
  return EXIT.conformant;
}
