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
  const { reason, obstacle, others } = result;
  return {
    ...result,
    ...toldWithout(result, redact),
    reason: cleaned(reason, redact),
    ...(obstacle === undefined ? {} : { obstacle: cleaned(obstacle, redact) }),
    ...(others === undefined
      ? {}
      : { others: others.map((other) => ({ ...other, ...toldWithout(other, redact) })) }),
  };
}

type Told = Pick<CheckResult, 'message' | 'expected' | 'actual' | 'hint' | 'finding'>;

function toldWithout({ message, expected, actual, hint, finding }: Told, redact: Redactor): Told {
  const told = cleaned({ message, expected, actual, hint }, redact);
  return finding === undefined ? told : { ...told, finding: cleaned(finding, redact) };
}

/** The same value with every text in it redacted. */
function cleaned<T>(value: T, redact: Redactor): T {
  return JSON.parse(JSON.stringify(value), (_, item: unknown) =>
    typeof item === 'string' ? redact(item) : item,
  );
}
