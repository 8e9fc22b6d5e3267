import type { Json } from '../scim/json.ts';

/**
 * What must not reach a terminal, a page or a log as it is: C0 and C1 controls (escape sequences), zero-width
 * and bidirectional formatting characters, line separators, tag characters, noncharacters and lone surrogates.
 */
const UNSAFE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\p{Cs}\p{Noncharacter_Code_Point}]|[\u{e0000}-\u{e0fff}]/gu;

function escapeUnits(text: string): string {
  return Array.from(
    { length: text.length },
    (_, index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}

/** Text of the target made harmless and visible: unsafe characters as `\u202e`, which inside JSON means the same. */
export function visible(text: string): string {
  return text.replace(UNSAFE, escapeUnits);
}

/** {@link visible} on one line: line breaks and tabs become single blanks. */
export function oneLine(text: string): string {
  return visible(text.replace(/\s*[\r\n]+\s*|\t/g, ' ')).trim();
}

/** At most `limit` UTF-16 units of a text, never half a surrogate pair, with a note of what is missing. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit).replace(/[\ud800-\udbff]$/, '');
  return `${cut}… (${text.length - cut.length} more characters)`;
}

/** JSON with two-space indentation. */
export function prettyJson(value: Json): string {
  return JSON.stringify(value, null, 2);
}

/** A message body for reading: indented when it is JSON, else as it is. */
export function prettyBody(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

/** "1 check", "2 checks". */
export function count(amount: number, noun: string): string {
  return `${amount.toLocaleString('en-US')} ${noun}${amount === 1 ? '' : 's'}`;
}

/** A duration in milliseconds for reading: "840 ms", "12.3 s", "4 min 5 s". */
export function duration(milliseconds: number): string {
  if (Math.round(milliseconds) < 1000) return `${Math.round(milliseconds)} ms`;
  if (Math.round(milliseconds / 100) < 600) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min${seconds % 60 === 0 ? '' : ` ${seconds % 60} s`}`;
}

/** Names that a line holds; the documents have all. */
const NAMED = 20;

/** Names for a line of text, no more than can be read: "a, b, and 3 more". */
export function someOf(names: readonly string[], most = NAMED): string {
  const rest = names.length > most ? `, and ${names.length - most} more` : '';
  return `${names.slice(0, most).map(oneLine).join(', ')}${rest}`;
}
