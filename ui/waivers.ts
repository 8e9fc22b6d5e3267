import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { readWaivers } from '../cli/waivers.ts';
import { UsageError } from '../config/usage-error.ts';
import type { Waiver } from '../report/waivers.ts';

/** Where waivers go that no configuration has a file for. */
export const WAIVERS_FILE = 'scim-conformance.waivers.json';

/**
 * Adds a waiver to a file of them, which is made if need be; comments and order of the others stay.
 * @throws UsageError when the file is none of waivers, or would be none with it; then it is as it was
 */
export function addWaiver(file: string, waiver: Waiver): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : null;
  if (before !== null) readWaivers(file);
  try {
    writeFileSync(file, withWaiver(before ?? '[]', file, waiver));
    readWaivers(file);
  } catch (error) {
    if (before !== null) writeFileSync(file, before);
    throw error instanceof UsageError ? error : new UsageError(`${file} cannot be written: ${String(error)}`);
  }
}

function withWaiver(text: string, file: string, waiver: Waiver): string {
  if (file.endsWith('.json')) {
    const items: unknown = JSON.parse(text);
    return `${JSON.stringify(Array.isArray(items) ? [...items, waiver] : [waiver], null, 2)}\n`;
  }
  const document = parseDocument(text);
  document.add(waiver);
  return document.toString({ lineWidth: 0 });
}
