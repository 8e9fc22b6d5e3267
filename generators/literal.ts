import fc from 'fast-check';
import type { CompareOperator } from '../scim/filter.ts';
import type { AttributeDefinition } from '../scim/schema.ts';
import { otherCase } from './letter-case.ts';

type Value = string | number | boolean;
type Edit = (text: string) => string | null;

const HOUR = 3_600_000;

/**
 * Values to compare an attribute with, next to one that a resource holds: itself, parts of it, other letter case,
 * wildcards of other languages, a little more or less. Texts are cut between ASCII characters only, for what follows
 * a cut elsewhere may belong to the character before it.
 */
export function literalFor(
  value: Value,
  operator: CompareOperator,
  { type, caseExact }: AttributeDefinition,
): fc.Arbitrary<Value> {
  if (typeof value === 'boolean') return fc.boolean();
  if (typeof value === 'number') return fc.constantFrom(value, value - 1, value + 1);
  if (type === 'dateTime') return instant(value);
  if (type !== 'string') return fc.constant(value);
  const edits = EDITS[operator] ?? [];
  const texts = edits
    .flatMap((edit) => edit(value) ?? [])
    .filter((text) => text.trim() === text && text !== '');
  const flipped = caseExact || operator !== 'eq' ? texts.flatMap((text) => otherCase(text) ?? []) : [];
  return fc.constantFrom(value, ...texts, ...flipped);
}

/** An instant hours away, in the notation of another time zone (RFC 7643 §2.3.5): as text it has another order. */
function instant(value: string): fc.Arbitrary<string> {
  const time = Date.parse(value);
  if (Number.isNaN(time)) return fc.constant(value);
  const zoned = (hours: number, zone: number): string => {
    const local = new Date(time + (hours + zone) * HOUR).toISOString().replace(/\.\d+Z$/, '');
    const sign = zone < 0 ? '-' : '+';
    return `${local}${zone === 0 ? 'Z' : `${sign}${String(Math.abs(zone)).padStart(2, '0')}:00`}`;
  };
  return fc
    .tuple(fc.constantFrom(-2, -1, 1, 2), fc.constantFrom(0, -9, 9))
    .map(([hours, zone]) => zoned(hours, zone));
}

const characters = (text: string): readonly string[] => [...text];
const isAscii = (character: string | undefined): boolean =>
  character !== undefined && /^[ -~]$/.test(character);

/** A place near the middle where the text can be cut, or null. */
function cutIn(text: string): number | null {
  const all = characters(text);
  const places = all.flatMap((_, index) =>
    index > 0 && isAscii(all[index - 1]) && isAscii(all[index]) ? [index] : [],
  );
  return places[Math.floor(places.length / 2)] ?? null;
}

const head: Edit = (text) => {
  const at = cutIn(text);
  return at === null ? null : characters(text).slice(0, at).join('');
};
const tail: Edit = (text) => {
  const at = cutIn(text);
  return at === null ? null : characters(text).slice(at).join('');
};
const core: Edit = (text) => {
  const rest = tail(head(text) ?? '') ?? '';
  return rest === '' ? null : rest;
};
const replaced =
  (by: string): Edit =>
  (text) => {
    const at = cutIn(text);
    return at === null
      ? null
      : characters(text)
          .with(at - 1, by)
          .join('');
  };
const longer: Edit = (text) => `${text}x`;
const other: Edit = (text) => otherCase(text);

const PARTS: readonly Edit[] = [head, tail, core, replaced('_'), replaced('%'), longer, other];

const EDITS: Partial<Record<CompareOperator, readonly Edit[]>> = {
  eq: [other, longer, head, tail, replaced('_'), replaced('*')],
  ne: [other, longer, head],
  co: PARTS,
  sw: PARTS,
  ew: PARTS,
  gt: [head, longer, other],
  ge: [head, longer, other],
  lt: [head, longer, other],
  le: [head, longer, other],
};
