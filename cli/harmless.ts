import { secretsOf } from '../http/credentials.ts';
import { createRedactor, type Redactor } from '../http/redact.ts';
import type { CheckResult } from '../report/report.ts';
import { oneLine } from '../reporters/text.ts';
import type { TargetSpec } from './targets.ts';

/** What of a target must not be seen. */
export type Secrets = Pick<TargetSpec, 'credentials' | 'headers'>;

/** Removes a target's credentials from text. */
export function redactorOf({ credentials, headers }: Secrets): Redactor {
  return createRedactor([...secretsOf(credentials), ...Object.values(headers)]);
}

/** Words that quote a target as one line for a terminal: it may echo its credentials, or send escape sequences. */
export function harmless(text: string, secrets: Secrets): string {
  return oneLine(redactorOf(secrets)(text));
}

/** A result whose sentences, which may quote what the target answered, are without secrets; its exchanges are already. */
export function withoutSecrets(result: CheckResult, redact: Redactor): CheckResult {
  const clean = (text: string | null): string | null => (text === null ? null : redact(text));
  const { reason, message, expected, actual, hint } = result;
  return {
    ...result,
    reason: clean(reason),
    message: clean(message),
    expected: clean(expected),
    actual: clean(actual),
    hint: clean(hint),
  };
}
