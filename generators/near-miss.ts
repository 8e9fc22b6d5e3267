import type { ValueConstraint } from '../config/application.ts';
import { satisfies, splitEmail } from './constraints.ts';
import { otherCase } from './letter-case.ts';

/** A value close to another one, and whether an `eq` filter for that other one must still find it. */
export interface NearMiss {
  readonly label: string;
  readonly value: string;
  readonly equal: boolean;
}

export interface NearMissOptions {
  /** The attribute's `caseExact` characteristic (RFC 7643 §2.2). */
  readonly caseExact: boolean;
  /** Leaves out candidates that the target would refuse. */
  readonly constraint?: ValueConstraint;
  /** Leaves out candidates that lost the run's marker, so that a sweep still finds what is stored under them. */
  readonly marker?: string;
}

type Edit = (text: string) => string;

/** Edits of plain text; of an e-mail address they change the local part alone, so that its domain stays a reserved one. */
const EDITS: readonly (readonly [label: string, edit: Edit])[] = [
  ['prefix', (text) => characters(text).slice(0, -1).join('')],
  ['suffix', (text) => characters(text).slice(1).join('')],
  ['value with a suffix', (text) => `${text}x`],
  ['value with a prefix', (text) => `x${text}`],
  ['doubled', (text) => text + text],
  ['inner blank', (text) => afterFirst(text, ' ')],
  ['wildcard *', (text) => replaceFirst(text, '*')],
  ['wildcard %', (text) => replaceFirst(text, '%')],
  ['wildcard _', (text) => replaceFirst(text, '_')],
  ['quoted', (text) => `"${text}"`],
];

/** Edits of a whole address that end in a reserved name again: `.test` and `.example` are (RFC 2606 §2). */
const ADDRESS_EDITS: readonly (readonly [label: string, edit: Edit])[] = [
  ['prefix of the address', (text) => text.replace(/(?<=[@.]example)\.(?:com|net|org)$/i, '')],
  ['address with a suffix', (text) => `${text}.test`],
  ['quoted address', (text) => `"${text}"`],
];

/**
 * Values that a sloppy comparison takes for `value`: parts of it, longer ones, other letter case, wildcards.
 * Never `value` itself, never one that differs only in surrounding blanks (a provider may trim),
 * and all different from each other under `caseExact`.
 */
export function nearMisses(value: string, options: NearMissOptions): readonly NearMiss[] {
  const flipped = otherCase(value);
  const sameCase = edited(value);
  const all =
    flipped === null
      ? sameCase
      : [{ label: 'other letter case', value: flipped, equal: !options.caseExact }, ...sameCase];
  const fold: Edit = (text) => (options.caseExact ? text : text.toLowerCase()).trim();
  const seen = new Set(['', fold(value)]);
  const distinct = all.filter((candidate) => {
    const key = fold(candidate.value);
    return candidate.equal || (!seen.has(key) && seen.add(key));
  });
  return distinct.filter(
    (candidate) => satisfies(candidate.value, options.constraint) && keeps(candidate, options),
  );
}

function edited(value: string): readonly NearMiss[] {
  const address = splitEmail(value);
  const local: Edit = (text) => (address === null ? text : `${text}@${address.domain}`);
  const plain = EDITS.map(([label, edit]) => {
    const text = edit(address?.local ?? value);
    return { label, value: text === '' ? '' : local(text), equal: false };
  });
  const whole = address === null ? [] : ADDRESS_EDITS;
  return [...plain, ...whole.map(([label, edit]) => ({ label, value: edit(value), equal: false }))];
}

/** A flipped marker still counts: `co` finds it, since userName and displayName are not caseExact. */
function keeps(candidate: NearMiss, { marker }: NearMissOptions): boolean {
  return marker === undefined || candidate.value.toLowerCase().includes(marker.toLowerCase());
}

function afterFirst(text: string, inserted: string): string {
  const [first = '', ...rest] = characters(text);
  return first + inserted + rest.join('');
}

function replaceFirst(text: string, replacement: string): string {
  return replacement + characters(text).slice(1).join('');
}

function characters(text: string): readonly string[] {
  return [...text];
}
