import { secretsOf } from '../http/credentials.ts';
import { createRedactor, type Redactor } from '../http/redact.ts';
import { oneLine } from '../reporters/text.ts';
import type { TargetSpec } from './targets.ts';

/** What of a target must not be seen. */
export type Secrets = Pick<TargetSpec, 'credentials' | 'headers'>;

/** Removes a target's credentials from text. Results of checks come from the session without them (engine/complaint.ts). */
function redactorOf({ credentials, headers }: Secrets): Redactor {
  return createRedactor([...secretsOf(credentials), ...Object.values(headers)]);
}

/** Words that quote a target as one line for a terminal: it may echo its credentials, or send escape sequences. */
export function harmless(text: string, secrets: Secrets): string {
  return oneLine(redactorOf(secrets)(text));
}
