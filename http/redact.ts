/** What stands in every output where a secret was. */
export const REDACTED = '[redacted]';

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
 * A redactor for the given secrets in every spelling a target may echo: as they are, URL-encoded, escaped for JSON or
 * HTML in the ways of common frameworks, base64 and base64url (with any alignment inside a longer encoded text).
 * Secrets shorter than three characters cannot be told from ordinary text and are left alone.
 */
export function createRedactor(secrets: readonly string[]): Redactor {
  const texts = [
    ...new Set(
      secrets
        .filter((secret) => secret.length >= 3)
        .flatMap((secret) => [secret, ...base64Spellings(secret), ...base64Spellings(formEncoded(secret))]),
    ),
  ].sort((a, b) => b.length - a.length);
  if (texts.length === 0) return (text) => text;
  const pattern = new RegExp(texts.map(anySpelling).join('|'), 'gi');
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
    const key = redact(name.toLowerCase());
    const text = typeof value === 'object' ? value.join(', ') : String(value);
    clean[key] = SECRET_HEADERS.has(key) ? REDACTED : redact(text);
  }
  return clean;
}

/** Names of characters in HTML. */
const ENTITIES: Readonly<Record<string, string>> = {
  '&': 'amp',
  '<': 'lt',
  '>': 'gt',
  '"': 'quot',
  "'": 'apos',
};

/** A pattern for the text, each part of it escaped or not. */
function anySpelling(text: string): string {
  return spellings(text).join('');
}

/**
 * The patterns of a text's parts one by one: its characters, and its runs of backslashes, which every escaping makes longer.
 * No beginning of the text can be read in two ways that end at the same place: a matcher that goes back has nothing to try
 * twice, and takes time linear in what the target sent.
 */
export function spellings(text: string): readonly string[] {
  return (text.match(/\\+|[^\\]/gu) ?? []).map((part) =>
    part.startsWith('\\') ? anyRun(part.length) : anySpellingOf(part, AFTER_ANYTHING),
  );
}

/** What escapes a character: how it may stand as it is, and the backslashes in front of its number. */
interface Escaping {
  readonly plain: (character: string) => string;
  readonly number: string;
}

/** The backslashes in front may be the end of a run before, which takes as many as there are. */
const AFTER_ANYTHING: Escaping = {
  plain: (character) => `\\\\{0,9}${escapeForRegExp(character)}`,
  number: '\\\\{0,9}(?<=\\\\)',
};

const BACKSLASHES: Escaping = { plain: () => '(?<!\\\\)\\\\+(?!\\\\)', number: '\\\\{1,9}' };

/** A pattern for so many backslashes: as they are they are one run, which is taken as a whole; encoded they stand one by one. */
function anyRun(length: number): string {
  return `(?:${anySpellingOf('\\', BACKSLASHES)}){1,${length}}`;
}

/** A pattern for one character, however it is escaped; nothing escapes ASCII letters and digits. */
function anySpellingOf(character: string, { plain, number }: Escaping): string {
  if (/[a-z0-9]/i.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  const entity = ENTITIES[character];
  return `(?:${[
    plain(character),
    [...Buffer.from(character, 'utf8')].map((byte) => `%(?:25){0,9}${hex(byte, 2)}`).join(''),
    utf16(character)
      .map((unit) => `${number}u${hex(unit, 4)}`)
      .join(''),
    `&#0{0,9}${code};`,
    `&#x0{0,9}${hex(code, 1)};`,
    ...(entity === undefined ? [] : [`&${entity};`]),
    ...(character === ' ' ? ['\\+'] : []),
  ].join('|')})`;
}

function utf16(character: string): number[] {
  return Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** The whole in base64, and the characters of it that depend on the secret alone for each of the three alignments. */
function base64Spellings(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const inner = [0, 1, 2].map((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift), bytes]);
    return padded.subarray(shift === 0 ? 0 : 3, padded.length - (padded.length % 3));
  });
  return [bytes, ...inner.filter((part) => bytes.length >= 6 && part.length >= 3)].flatMap((part) => [
    part.toString('base64'),
    part.toString('base64url'),
  ]);
}

/** As openid-client writes the secret of a client before it goes into base64 (RFC 6749 §2.3.1, appendix B). */
function formEncoded(text: string): string {
  const encoded = [...Buffer.from(text, 'utf8')].map((byte) => `%${hex(byte, 2).toUpperCase()}`).join('');
  return encoded.replaceAll('%20', '+').replace(/%(?:3\d|[46][1-9A-F]|[57][0-9A])/g, decodeURIComponent);
}

function escapeForRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
