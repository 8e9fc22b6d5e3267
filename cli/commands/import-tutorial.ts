import { readText } from '../../config/document.ts';
import { formatProfile } from '../../config/tutorial/format-profile.ts';
import { importTutorial } from '../../config/tutorial/import-tutorial.ts';
import { writeProfile } from '../write-profile.ts';

/** What goes to the terminal: the profile when it was not written to a file, and what was not found. */
export interface ImportOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Reads a tutorial into a profile and writes it to `out`, or gives it back for the standard output.
 * @param force whether a profile that is there already, and may have been edited, is replaced
 * @throws UsageError for a file that cannot be read or is no provisioning tutorial; then nothing is written
 */
export function importTutorialCommand(file: string, out: string | null, force = false): ImportOutput {
  const { application, missing } = importTutorial(readText(file), file);
  const text = formatProfile(application);
  writeProfile(text, out, force, file);
  const found =
    missing.length === 0
      ? 'Everything that a profile holds was found.'
      : `Not found or not understood:\n${missing.map((item) => `- ${item}`).join('\n')}`;
  const written =
    out === null ? '' : `${application.name} written to ${out}; use it with --application ${out}\n`;
  return { stdout: out === null ? text : '', stderr: `${written}${found}\n` };
}
