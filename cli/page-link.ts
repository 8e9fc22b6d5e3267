import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';

/**
 * The link from a page in a folder to the page of a report; null where the report has none beside it.
 * @param report the report's file, or its folder
 */
export function pageLink(report: string, from: string): string | null {
  const page = join(report.endsWith('.json') ? dirname(report) : report, 'report.html');
  const path = relative(from, page);
  if (!existsSync(page) || isAbsolute(path)) return null;
  return path.split(sep).map(encodeURIComponent).join('/');
}
