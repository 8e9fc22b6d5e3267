import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseSource } from '../config/document.ts';
import { applicationIn } from '../config/load-application.ts';
import { UsageError } from '../config/usage-error.ts';

/**
 * Checks that a text is a profile, and writes it to a file where there is one. A profile that says what this one does is no
 * edited one.
 * @param force whether a profile that is there already, and may have been edited, is replaced
 * @param source what it was made of, for messages where there is no file
 * @throws UsageError when it is no profile, cannot be written, or would replace another one
 */
export function writeProfile(
  text: string,
  file: string | null,
  force: boolean,
  source = 'the profile',
): void {
  applicationIn(parseSource(text, file ?? source));
  if (file === null) return;
  try {
    if (!force && existsSync(file) && readFileSync(file, 'utf8') !== text)
      throw new UsageError(
        `${file} is there already, and is not what this gives; --force replaces it, another --out keeps both`,
      );
    writeFileSync(file, text);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`the profile cannot be written to ${file} (--out): ${reason}`, { cause: error });
  }
}
