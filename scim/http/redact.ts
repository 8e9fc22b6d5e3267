/** What stands in every output where a secret was. */
const REDACTED = '[redacted]';

/** Headers whose values are secrets whatever they hold; they are never recorded. */
const SECRET_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'api-key',
  'x-auth-token',
]);

/** Removes secrets from text; made once per target from the credentials it was given. */
export type Redactor = (text: string) => string;

/**
 * A redactor for the given secrets in every spelling a target may echo: as they are, URL-encoded,
 * JSON-escaped, base64 and base64url (with any alignment inside a longer encoded text).
 * Secrets shorter than three characters cannot be told from ordinary text and are left alone.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const spellings = [...new Set(secrets.filter((secret) => secret.length >= 3).flatMap(spellingsOf))].sort(
    (a, b) => b.length - a.length,
  );
  if (spellings.length === 0) return (text) => text;
  const pattern = new RegExp(spellings.map(escapeForRegExp).join('|'), 'gi');
  return (text) => text.replace(pattern, REDACTED);
}

/** Headers fit for a report: names in lower case, secret headers replaced, secrets in other values removed. */
export function redactHeaders(
  headers: Readonly<Record<string, string | readonly string[] | number | undefined>>,
  redact: Redactor,
): Record<string, string> {
  const clean: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const key = name.toLowerCase();
    const text = typeof value === 'object' ? value.join(', ') : String(value);
    clean[key] = SECRET_HEADERS.has(key) ? REDACTED : redact(text);
  }
  return clean;
}

function spellingsOf(secret: string): string[] {
  return [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    ...base64Spellings(secret),
  ];
}

/** The characters of a base64 text that depend on the secret alone, for each of the three possible alignments. */
function base64Spellings(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  if (bytes.length < 6) return [bytes.toString('base64'), bytes.toString('base64url')];
  return [0, 1, 2].flatMap((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift), bytes]);
    const whole = padded.length - (padded.length % 3);
    const start = shift === 0 ? 0 : 4;
    return [
      padded.subarray(0, whole).toString('base64').slice(start),
      padded.subarray(0, whole).toString('base64url').slice(start),
    ].filter((text) => text.length >= 4);
  });
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
