import { expect } from 'vitest';
import { allFiles } from './report.ts';

/** A secret as targets, proxies and frameworks may spell it. */
export function spellings(secret: string): readonly string[] {
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll('/', '\\/'),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('base64url'),
    Buffer.from(`Bearer ${secret}`).toString('base64'),
    secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
  ];
}

/** Expects that none of these texts stands in a file below the folder or in what was printed. */
export async function expectNowhere(texts: readonly string[], out: string, printed: string): Promise<void> {
  const places: readonly (readonly [string, string])[] = [...(await allFiles(out)), ['the console', printed]];
  for (const [place, text] of places) {
    for (const secret of texts) {
      const at = text.indexOf(secret);
      expect(at < 0 ? '' : text.slice(Math.max(0, at - 100), at + 100), place).toBe('');
    }
  }
}
