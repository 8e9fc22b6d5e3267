import { writeFileSync } from 'node:fs';
import { isSeq, parseDocument } from 'yaml';
import { readText } from '../../config/document.ts';
import { UsageError } from '../../config/usage-error.ts';
import { nameOfWaiver, useOf, type WaiverUse } from '../../report/waivers.ts';
import { count, oneLine } from '../../reporters/text.ts';
import { EXIT } from '../exit-code.ts';
import { REPORT_FOLDER } from '../options.ts';
import { readReport } from '../read-report.ts';
import { readWaivers } from '../waivers.ts';

/** Why a waiver goes; what is used, or could not be judged, stays. */
const REASONS: Readonly<Partial<Record<WaiverUse, string>>> = {
  expired: 'it has expired',
  needless: 'what it waives passes',
};

/**
 * Takes out of a file of waivers those that have expired, and those whose checks all pass in a report; comments and order of
 * the others stay.
 * @param report a report or its folder; by default the latest
 * @throws UsageError for files that cannot be read or written
 */
export async function pruneWaivers(
  file: string,
  report: string | undefined,
  now = new Date(),
): Promise<number> {
  const waivers = readWaivers(file);
  const run = await readReport(report ?? REPORT_FOLDER);
  const today = now.toISOString().slice(0, 10);
  const removed = waivers.flatMap((waiver, index) => {
    const concerned = [undefined, run.target.application].includes(waiver.application) ? [run] : [];
    const why = REASONS[useOf(waiver, concerned, today)];
    return why === undefined ? [] : [{ index, why: `${nameOfWaiver(waiver)}: ${why}` }];
  });
  if (removed.length > 0)
    write(
      file,
      without(
        readText(file),
        file,
        removed.map(({ index }) => index),
      ),
    );
  for (const { why } of removed) process.stdout.write(`${oneLine(why)}\n`);
  process.stdout.write(
    `${file}: ${count(removed.length, 'waiver')} taken out, ${waivers.length - removed.length} left\n`,
  );
  return EXIT.conformant;
}

/** The text of a list without some of its items. */
function without(text: string, file: string, indices: readonly number[]): string {
  if (file.endsWith('.json')) {
    const items: unknown = JSON.parse(text);
    const kept = Array.isArray(items) ? items.filter((_, index) => !indices.includes(index)) : items;
    return `${JSON.stringify(kept, null, 2)}\n`;
  }
  const document = parseDocument(text);
  const list = document.contents;
  if (isSeq(list)) list.items = list.items.filter((_, index) => !indices.includes(index));
  return document.toString({ lineWidth: 0 });
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${file} cannot be written: ${reason}`);
  }
}
