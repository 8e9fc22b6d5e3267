import { open, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../config/usage-error.ts';
import { withCauses } from '../report/causes.ts';
import { parseReport } from '../report/read.ts';
import type { RunReport } from '../report/report.ts';
import { harJson } from './har.ts';
import { type IndexEntry, indexHtml } from './html/index-page.tsx';
import { GENERATOR } from './html/page.tsx';
import { reportHtml } from './html/report.tsx';
import { junitXml } from './junit.ts';
import { makeFolder } from './make-folder.ts';
import { summaryMarkdown } from './markdown.ts';

/** The files of a run: the name of each, and the reporter that makes its text. */
const FILES: readonly (readonly [name: string, reporter: (report: RunReport) => string])[] = [
  ['report.json', reportJson],
  ['junit.xml', junitXml],
  ['report.html', reportHtml],
  ['summary.md', (report) => summaryMarkdown([report])],
];

/** Written only where it is wanted. */
const ARCHIVE = 'exchanges.har';

/** What is written besides. */
export interface WriteOptions {
  /** Whether to write the exchanges as an HTTP Archive. */
  readonly har?: boolean;
}

/**
 * Writes the files of a run, and `exchanges.har` if wanted, into a folder, which is created if need be. The causes of its
 * findings are added to the report. Each file appears whole or not at all; an archive of an earlier run goes.
 * @returns the paths of the files
 * @throws UsageError when the folder cannot be written
 */
export async function writeReports(
  plain: RunReport,
  dir: string,
  { har = false }: WriteOptions = {},
): Promise<readonly string[]> {
  const report = withCauses(plain);
  const files = har ? [...FILES, [ARCHIVE, harJson] as const] : FILES;
  const texts = files.map(([name, reporter]) => [join(dir, name), reporter(report)] as const);
  await writeFiles(dir, texts);
  if (!har) await rm(join(dir, ARCHIVE), { force: true });
  return texts.map(([path]) => path);
}

/** The report as other tools and later comparisons read it. @throws Error when it is none: a defect of this program */
function reportJson(report: RunReport): string {
  const json = `${JSON.stringify(report, null, 2)}\n`;
  parseReport(json);
  return json;
}

/**
 * Writes `index.html` and `summary.md` over several runs into a folder.
 * @param entries each run with the folder of its reports, relative to that one: {@link targetFolder} or one below it
 * @returns the path of the index
 * @throws UsageError when the folder cannot be written
 */
export async function writeIndex(entries: readonly IndexEntry[], dir: string): Promise<string> {
  const index = join(dir, 'index.html');
  await writeFiles(dir, [
    [index, indexHtml(entries)],
    [join(dir, 'summary.md'), summaryMarkdown(entries.map(({ report }) => report))],
  ]);
  return index;
}

/**
 * Removes the files of an earlier run from a folder where they would pass for those of a later one, such as the reports of
 * one target beside an index over several. Files of other tools stay, and with them the folder.
 */
export async function removeReports(dir: string): Promise<void> {
  try {
    parseReport(await readFile(join(dir, 'report.json'), 'utf8'));
  } catch {
    return;
  }
  const names = [...FILES.map(([name]) => name), ARCHIVE];
  await Promise.all(names.map((name) => rm(join(dir, name), { force: true })));
  await rmdir(dir).catch(() => {});
}

/** Removes the index of an earlier run over several targets, beside which the report of a single one would be passed over. */
export async function removeIndex(dir: string): Promise<void> {
  const index = join(dir, 'index.html');
  const text = await readFile(index, 'utf8').catch(() => '');
  if (text.includes(`<meta name="generator" content="${GENERATOR}"`)) await rm(index, { force: true });
}

/** A target's name as the name of a folder: letters, digits, `.`, `_` and `-`, never hidden and never a parent. */
export function targetFolder(name: string): string {
  return name.replace(/[^\w.-]+/g, '-').replace(/^[.-]+/, '') || 'target';
}

/** Writes files into a folder, which is created if need be; each appears whole or not at all. @throws UsageError */
export async function writeFiles(
  dir: string,
  files: readonly (readonly [path: string, text: string])[],
): Promise<void> {
  try {
    await makeFolder(dir);
    await Promise.all(files.map(([path, text]) => writeAtomically(path, text)));
  } catch (error) {
    throw new UsageError(
      `cannot write the reports to ${dir}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** A reader never sees half a file: the text goes to a temporary neighbour, which then takes the name. */
async function writeAtomically(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(text, 'utf8');
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
