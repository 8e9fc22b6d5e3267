import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../config/usage-error.ts';
import { withCauses } from '../report/causes.ts';
import { parseReport } from '../report/read.ts';
import type { RunReport } from '../report/report.ts';
import { harJson } from './har.ts';
import { indexHtml } from './html/index-page.tsx';
import { reportHtml } from './html/report.tsx';
import { junitXml } from './junit.ts';
import { summaryMarkdown } from './markdown.ts';

/** The files of one run, as paths. */
export interface ReportPaths {
  readonly json: string;
  readonly junit: string;
  readonly html: string;
  readonly markdown: string;
  readonly har?: string;
}

/** What is written besides. */
export interface WriteOptions {
  /** Whether to write the exchanges as an HTTP Archive. */
  readonly har?: boolean;
}

/**
 * Writes `report.json`, `junit.xml`, `report.html` and `summary.md`, and `exchanges.har` if wanted, into a folder, which is
 * created if need be. The causes of its findings are added to the report. Each file appears whole or not at all; an
 * archive of an earlier run goes. Throws a UsageError when the folder cannot be written.
 */
export async function writeReports(
  plain: RunReport,
  dir: string,
  { har = false }: WriteOptions = {},
): Promise<ReportPaths> {
  const report = withCauses(plain);
  const json = `${JSON.stringify(report, null, 2)}\n`;
  // What other tools and later comparisons will read must be a run report; anything else is a defect of this program.
  parseReport(json);
  const paths = {
    json: join(dir, 'report.json'),
    junit: join(dir, 'junit.xml'),
    html: join(dir, 'report.html'),
    markdown: join(dir, 'summary.md'),
  };
  const archive = join(dir, 'exchanges.har');
  await writeFiles(dir, [
    [paths.json, json],
    [paths.junit, junitXml(report)],
    [paths.html, reportHtml(report)],
    [paths.markdown, summaryMarkdown([report])],
    ...(har ? [[archive, harJson(report)] as const] : []),
  ]);
  if (har) return { ...paths, har: archive };
  await rm(archive, { force: true });
  return paths;
}

/**
 * Writes `index.html` and `summary.md` over several runs into a folder whose sub-folders {@link targetFolder} hold
 * the runs' own reports. Throws a UsageError when the folder cannot be written.
 */
export async function writeIndex(
  reports: readonly RunReport[],
  dir: string,
): Promise<Pick<ReportPaths, 'html' | 'markdown'>> {
  const paths = { html: join(dir, 'index.html'), markdown: join(dir, 'summary.md') };
  await writeFiles(dir, [
    [paths.html, indexHtml(reports.map((report) => ({ report, folder: targetFolder(report.target.name) })))],
    [paths.markdown, summaryMarkdown(reports)],
  ]);
  return paths;
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
    await mkdir(dir, { recursive: true });
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
