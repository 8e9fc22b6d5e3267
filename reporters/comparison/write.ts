import { join } from 'node:path';
import type { Comparison } from '../../report/comparison.ts';
import { parseComparison } from '../../report/read-comparison.ts';
import { writeFiles } from '../write.ts';
import { comparisonHtml } from './html.tsx';
import { comparisonMarkdown } from './markdown.ts';

/** The files of one comparison, as paths. */
export interface ComparisonPaths {
  readonly json: string;
  readonly html: string;
  readonly markdown: string;
}

/**
 * Writes `comparison.json`, `comparison.html` and `comparison.md` into a folder, each whole or not at all.
 * Throws a UsageError when the folder cannot be written.
 */
export async function writeComparison(comparison: Comparison, dir: string): Promise<ComparisonPaths> {
  const json = `${JSON.stringify(comparison, null, 2)}\n`;
  // What other tools will read must be a comparison; anything else is a defect of this program.
  parseComparison(json);
  const paths = {
    json: join(dir, 'comparison.json'),
    html: join(dir, 'comparison.html'),
    markdown: join(dir, 'comparison.md'),
  };
  await writeFiles(dir, [
    [paths.json, json],
    [paths.html, comparisonHtml(comparison)],
    [paths.markdown, comparisonMarkdown(comparison)],
  ]);
  return paths;
}
