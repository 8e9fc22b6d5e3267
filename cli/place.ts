import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseReport } from '../report/read.ts';
import type { RunReport } from '../report/report.ts';
import { isNarrow } from '../report/scope.ts';

/** Folders below that of the reports, for what must not replace them. Searches for reports pass over them. */
export const SIDE_FOLDERS = { unjudged: 'not-judged', narrower: 'narrower' } as const;

/** Where the reports of a run go, and why not where they were expected. */
export interface Place {
  readonly folder: string;
  /** What to say about it; null where nothing is out of the ordinary. */
  readonly remark: string | null;
}

/**
 * The folder for a report, so that none is replaced by less: a run that judged nothing keeps what is there, and so does one
 * of fewer checks, or one that was cut short, unless its folder was named.
 * @param folder where it is to go
 * @param named whether the command line names the folder: what is there may be replaced then by what was judged
 */
export async function placeFor(report: RunReport, folder: string, named: boolean): Promise<Place> {
  const earlier = await reportIn(folder);
  if (earlier === null || judged(earlier) === 0) return { folder, remark: null };
  if (judged(report) === 0) return beside(folder, SIDE_FOLDERS.unjudged, 'this run judged nothing');
  if (named) return { folder, remark: null };
  const fewer = isNarrow(report.run.scope) && report.checks.length < earlier.checks.length;
  const shorter = !report.run.complete && judged(report) < judged(earlier);
  if (!fewer && !shorter) return { folder, remark: null };
  return beside(
    folder,
    SIDE_FOLDERS.narrower,
    'this run judged less (name a folder with --out to replace it)',
  );
}

function beside(folder: string, name: string, why: string): Place {
  const place = join(folder, name);
  return { folder: place, remark: `kept the report in ${folder}: ${why}; its own is in ${place}` };
}

/** How many checks came to a judgement. */
function judged({ checks }: RunReport): number {
  return checks.filter(({ verdict }) => verdict === 'pass' || verdict === 'fail' || verdict === 'warn')
    .length;
}

/** The report that is in a folder; null where there is none that can be read. */
async function reportIn(folder: string): Promise<RunReport | null> {
  try {
    return parseReport(await readFile(join(folder, 'report.json'), 'utf8'));
  } catch {
    return null;
  }
}
