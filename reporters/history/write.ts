import { join } from 'node:path';
import type { History } from '../../report/history.ts';
import { writeFiles } from '../write.ts';
import { historyHtml } from './html.tsx';

/** The files of one history, as paths. */
export interface HistoryPaths {
  readonly json: string;
  readonly html: string;
}

/** Writes `history.json` and `history.html` into a folder. Throws a UsageError when the folder cannot be written. */
export async function writeHistory(history: History, dir: string): Promise<HistoryPaths> {
  const paths = { json: join(dir, 'history.json'), html: join(dir, 'history.html') };
  await writeFiles(dir, [
    [paths.json, `${JSON.stringify(history, null, 2)}\n`],
    [paths.html, historyHtml(history)],
  ]);
  return paths;
}
