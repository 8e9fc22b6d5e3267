import type { MappedAttribute } from '../config/mapping.ts';
import type { Complaint } from '../engine/complaint.ts';
import { isObject, type Json, member } from '../scim/json.ts';
import { isUnassigned, sameValue } from '../scim/value.ts';
import { changedValue, type More, together, wrongValue } from './complaints.ts';

/** The definitions that decide how values of an attribute compare. */
export type ComparedBy = Pick<MappedAttribute, 'definition' | 'parent'>;

/** An attribute whose values are compared; `text` is its path. */
export type Compared = Pick<MappedAttribute, 'text'> & ComparedBy;

/** Where a resource is not what it should be. */
export interface Deviation<A extends Compared = Compared> {
  readonly attribute: A;
  /**
   * `lost`: there is no value; `left`: there is one where none should be; `type`: another JSON type; `changed`: another
   * value; `canonical`: another spelling that the standard allows (letter case, phone punctuation, blanks trimmed, Unicode
   * form).
   */
  readonly kind: 'lost' | 'left' | 'type' | 'changed' | 'canonical';
  /** Whether what was done was about this attribute; if not, it had to stay as it was. */
  readonly meant: boolean;
  readonly wanted: Json | undefined;
  readonly got: Json | undefined;
}

/** How a value differs from the one that should be there, under the comparison rules of its attribute; null where it does not. */
export function kindOf(
  wanted: Json | undefined,
  got: Json | undefined,
  by: ComparedBy,
): Deviation['kind'] | null {
  if (isUnassigned(wanted)) return isUnassigned(got) ? null : 'left';
  if (isUnassigned(got)) return 'lost';
  if (by.definition.type === 'complex') return sameReference(wanted, got) ? null : 'changed';
  if (typeof wanted !== typeof got || Array.isArray(wanted) !== Array.isArray(got)) return 'type';
  if (wanted === got) return null;
  const same = sameValue(wanted, got, by.definition);
  if (typeof wanted !== 'string' || typeof got !== 'string') return same ? null : 'changed';
  if (same) return by.definition.type === 'string' ? 'canonical' : null;
  return canonicalForm(wanted, by) === canonicalForm(got, by) ? 'canonical' : 'changed';
}

/** Whether a value is the other one, in a spelling that the standard lets a service provider choose; so are two that are none. */
export function alike(a: Json | undefined, b: Json | undefined, by: ComparedBy): boolean {
  return [null, 'canonical'].includes(kindOf(a, b, by));
}

/** Another spelling that the standard allows is no difference. */
export const isReal = ({ kind }: Pick<Deviation, 'kind'>): boolean => kind !== 'canonical';

/**
 * References are the same when they name the same ids, in any order (`scim/value.ts`); `$ref`, `display` and `type` are
 * the service provider's, and so are values beside those that were sent (RFC 7644 §3.3).
 */
function sameReference(wanted: Json, got: Json): boolean {
  const idsOf = (value: Json): readonly (Json | undefined)[] => {
    const elements: readonly Json[] = Array.isArray(value) ? value : [value];
    return elements.map((one) => (isObject(one) ? member(one, 'value') : one));
  };
  const found = idsOf(got);
  return idsOf(wanted).every((id) => found.includes(id));
}

/** Both spellings brought to one where the standard lets a service provider choose (RFC 7643 §4.1.2, RFC 7644 §7.8). */
function canonicalForm(text: string, { parent, definition }: ComparedBy): string {
  const normal = text.normalize('NFC').trim();
  if (parent.name === 'phoneNumbers')
    return normal
      .replace(/^tel:/i, '')
      .replace(/[^\d+]/g, '')
      .replace(/^\+/, '');
  return definition.caseExact && parent.name !== 'emails' ? normal : normal.toLowerCase();
}

/** Deviations as a complaint about the first of them, with the others beside it. @throws RangeError without one */
export function differenceComplaint(
  all: readonly Deviation[],
  when: string,
  more: Omit<More, 'also'> = {},
): Complaint {
  return together(
    all.map(({ attribute: { text }, meant, wanted, got }) =>
      (meant ? wrongValue : changedValue)(text, wanted, got, { when, ...more }),
    ),
  );
}

/** The same where nothing named the attributes. @throws RangeError without one */
export function changeComplaint(all: readonly Deviation[], when: string): Complaint {
  return differenceComplaint(
    all.map((one) => ({ ...one, meant: false })),
    when,
  );
}
