import { isObject, type Json, type JsonObject, member, sameJson } from '../scim/json.ts';
import { isUnassigned } from '../scim/value.ts';

/** What became of a text, by the first test that it passes; the words follow "it". */
const TEXTS: readonly (readonly [is: (was: string, is: string) => boolean, words: string])[] = [
  [(was, is) => is === was.trim(), 'is without the blanks around it'],
  [(was, is) => is === was.toLowerCase(), 'is in small letters'],
  [(was, is) => is === was.toUpperCase(), 'is in capitals'],
  [(was, is) => is.toLowerCase() === was.toLowerCase(), 'is in other letter case'],
  [(was, is) => is.normalize() === was.normalize(), 'is in another Unicode form'],
  [(was, is) => is === Buffer.from(was, 'utf8').toString('latin1'), 'is UTF-8 that was read as Latin-1'],
  [(was, is) => plain(is) === plain(was), 'is without its accents, or has others'],
  [(was, is) => unescaped(is) === was, 'is escaped for HTML'],
  [(was, is) => is === was.replace(/^0+(?=\d)/, ''), 'is without the zeros it began with'],
  [(was, is) => is === was.replace(/\s+/g, ' ').trim(), 'has other blanks'],
  [hasReplacements, 'has other signs where it is not ASCII'],
];

/**
 * How a value differs from the one that should be there, as the end of a sentence that begins with its name or "it": `is
 * cut off after 64 of 200 characters`, `has 1 of 2 elements`, `lacks primary in one element`; `is another value` where no
 * better words are known.
 */
export function howItDiffers(expected: Json | undefined, actual: Json | undefined): string {
  if (isUnassigned(expected)) return 'is still there';
  if (isUnassigned(actual)) return 'is gone';
  if (typeof expected === 'string' && typeof actual === 'string') return ofTexts(expected, actual);
  if (Array.isArray(expected) && Array.isArray(actual)) return ofElements(expected, actual);
  if (isObject(expected) && isObject(actual)) return ofParts(expected, actual) ?? 'is another value';
  return typeof expected === typeof actual ? 'is another value' : 'is of another JSON type';
}

/** The first texts at one place in both values that differ; null where something else does. */
export function textsApart(
  expected: Json,
  actual: Json,
): { readonly was: string; readonly is: string } | null {
  if (typeof expected === 'string' && typeof actual === 'string') return { was: expected, is: actual };
  const [was, is] = [expected, actual].map((value) =>
    Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [],
  );
  if (was === undefined || is?.length !== was.length) return null;
  const index = was.findIndex((one, place) => !sameJson(one, is[place] ?? null));
  return index < 0 ? null : textsApart(was[index] ?? null, is[index] ?? null);
}

function ofTexts(was: string, is: string): string {
  if (is !== '' && is !== was.trim() && was.startsWith(is))
    return `is cut off after ${is.length} of ${was.length} characters`;
  return TEXTS.find(([matches]) => matches(was, is))?.[1] ?? 'is another value';
}

function ofElements(expected: readonly Json[], actual: readonly Json[]): string {
  if (actual.length !== expected.length) return `has ${actual.length} of ${expected.length} elements`;
  const left = expected.filter((item) => !actual.some((other) => sameJson(item, other)));
  const candidates = actual.filter((item) => !expected.some((other) => sameJson(item, other)));
  const [item] = left;
  const like = candidates.find((other) => sameJson(mainOf(item), mainOf(other))) ?? candidates[0];
  const parts = isObject(item) && isObject(like) ? ofParts(item, like) : null;
  return parts === null ? 'has another element' : `${parts} in one element`;
}

function mainOf(item: Json | undefined): Json {
  return member(item, 'value') ?? member(item, 'type') ?? null;
}

function ofParts(expected: JsonObject, actual: JsonObject): string | null {
  const names = Object.keys(expected);
  const missing = names.find((name) => !isUnassigned(expected[name]) && isUnassigned(member(actual, name)));
  if (missing !== undefined) return `lacks ${missing}`;
  const other = names.find((name) => !sameJson(expected[name] ?? null, member(actual, name) ?? null));
  if (other === undefined) return null;
  return `has another ${other}`;
}

/** Base letters alone. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '');
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  '#x27': "'",
};

function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39|#x27);/g, (entity, name: string) => ENTITIES[name] ?? entity);
}

/** Whether all that is ASCII is as it was, and something stands in place of all else. */
function hasReplacements(was: string, is: string): boolean {
  const ascii = (text: string): string => text.replace(/[^\p{ASCII}]+|\?+/gu, '');
  return /[^\p{ASCII}]/u.test(was) && ascii(was) === ascii(is);
}
