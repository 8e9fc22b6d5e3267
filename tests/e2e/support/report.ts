import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { create } from 'xmlbuilder2';
import { parseReport } from '../../../report/read.ts';
import type { CheckResult, RunReport } from '../../../report/report.ts';

/** The names of the files of one run report. */
export const FILES: readonly string[] = ['junit.xml', 'report.html', 'report.json', 'summary.md'];

/** The run report in a folder, validated. */
export async function readReport(folder: string): Promise<RunReport> {
  return parseReport(await readFile(join(folder, 'report.json'), 'utf8'));
}

/** Every file below a folder by its path, with its text. */
export async function allFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      files.map(async (file): Promise<[string, string]> => [file, await readFile(file, 'utf8')]),
    ),
  );
}

/** The check with this id. */
export function checkOf(report: RunReport, id: string): CheckResult {
  const found = report.checks.find((check) => check.id === id);
  if (found === undefined) throw new Error(`the report has no check ${id}`);
  return found;
}

/** The checks that failed. */
export function failed(report: RunReport): readonly CheckResult[] {
  return report.checks.filter(({ verdict }) => verdict === 'fail');
}

/** The attributes of every element of this name in an XML text, which has to be well-formed. */
export function elements(xml: string, name: string): Record<string, string>[] {
  const found: Record<string, string>[] = [];
  create(xml).each(
    ({ node }) => {
      if (node.nodeName !== name || node.nodeType !== 1) return;
      const attributes =
        'attributes' in node ? [...(node.attributes as Iterable<{ name: string; value: string }>)] : [];
      found.push(Object.fromEntries(attributes.map((attribute) => [attribute.name, attribute.value])));
    },
    false,
    true,
  );
  return found;
}
