import type { MappedAttribute } from '../config/mapping.ts';
import type { Complaint } from '../engine/complaint.ts';
import { isObject, type Json, type JsonObject, member } from '../scim/json.ts';
import { readPath } from '../scim/lookup.ts';
import type { ResourceType } from '../scim/schema.ts';
import { isUnassigned, sameValue } from '../scim/value.ts';
import { changedValue, type More, together, wrongValue } from './complaints.ts';

/** How a value that came back differs from the one that was sent. */
export interface Difference {
  readonly attribute: MappedAttribute;
  /**
   * `lost`: nothing came back; `type`: another JSON type; `changed`: another value;
   * `canonical`: another spelling that the standard allows (letter case, phone punctuation, blanks trimmed, Unicode form).
   */
  readonly kind: 'lost' | 'type' | 'changed' | 'canonical';
  readonly sent: Json;
  readonly got: Json | undefined;
}

/**
 * Compares what came back with what was sent, attribute by attribute of the application's table, each under its own
 * comparison rules (RFC 7643 §2.3, §4.1.2). Attributes that were not sent are not looked at: a service provider may
 * add and default whatever it likes (RFC 7644 §3.3).
 */
export function differences(
  sent: JsonObject,
  got: JsonObject,
  attributes: readonly MappedAttribute[],
  type: ResourceType,
): readonly Difference[] {
  return attributes.flatMap((attribute) => {
    const difference = compareAt(attribute, sent, got, type);
    return difference === null ? [] : [difference];
  });
}

/** The value of an attribute in a resource, or undefined when it is unassigned. */
export function valueAt(
  resource: JsonObject,
  attribute: MappedAttribute,
  type: ResourceType,
): Json | undefined {
  const values = readPath(resource, attribute.path, type);
  if (values.length === 0) return undefined;
  const stray = arrayInPlaceOf(resource, attribute);
  if (stray !== null) return stray;
  return attribute.parent.multiValued && attribute.path.filter === null ? values : values[0];
}

/** The array that stands where a single value belongs, or null: reading by path would not tell the difference. */
function arrayInPlaceOf(resource: JsonObject, { path, parent, definition }: MappedAttribute): Json | null {
  if (parent.multiValued || definition.multiValued) return null;
  const holder = path.urn === null ? resource : member(resource, path.urn);
  const value = member(holder, parent.name);
  const leaf = path.subAttribute === null ? value : member(value, definition.name);
  return Array.isArray(leaf) ? leaf : null;
}

function compareAt(
  attribute: MappedAttribute,
  sent: JsonObject,
  got: JsonObject,
  type: ResourceType,
): Difference | null {
  // What is readOnly is the service provider's own, whatever a client sends (RFC 7644 §3.3, §3.5.1).
  const provided = [attribute.definition, attribute.parent].some(
    ({ mutability }) => mutability === 'readOnly',
  );
  if (provided || !returnedByDefault(attribute)) return null;
  const was = valueAt(sent, attribute, type);
  if (was === undefined || isUnassigned(was)) return null;
  const is = valueAt(got, attribute, type);
  const kind = is === undefined || isUnassigned(is) ? 'lost' : kindOf(was, is, attribute);
  return kind === null ? null : { attribute, kind, sent: was, got: is };
}

/** Whether an attribute shows in an answer that does not ask for it by name (RFC 7643 §2.2, `returned`). */
export function returnedByDefault({ definition, parent }: MappedAttribute): boolean {
  return [definition, parent].every(({ returned }) => returned === 'default' || returned === 'always');
}

/** Another spelling that the standard allows is no difference. */
export const isReal = ({ kind }: Difference): boolean => kind !== 'canonical';

/** The definitions that decide how values of an attribute compare. */
export type ComparedBy = Pick<MappedAttribute, 'definition' | 'parent'>;

/** Whether a single value is the other one, in a spelling that the standard lets a service provider choose. */
export function alike(was: Json, is: Json, attribute: ComparedBy): boolean {
  return [null, 'canonical'].includes(kindOf(was, is, attribute));
}

function kindOf(was: Json, is: Json, attribute: ComparedBy): Difference['kind'] | null {
  if (attribute.definition.type === 'complex') return sameReference(was, is) ? null : 'changed';
  if (typeof was !== typeof is || Array.isArray(was) !== Array.isArray(is)) return 'type';
  if (was === is) return null;
  if (typeof was !== 'string' || typeof is !== 'string') {
    return sameValue(was, is, attribute.definition) ? null : 'changed';
  }
  if (sameValue(was, is, attribute.definition))
    return attribute.definition.type === 'string' ? 'canonical' : null;
  return canonicalForm(was, attribute) === canonicalForm(is, attribute) ? 'canonical' : 'changed';
}

/**
 * References are the same when they name the same ids, in any order (`scim/value.ts`); `$ref`, `display` and `type` are
 * the service provider's, and so are values beside those that were sent (RFC 7644 §3.3).
 */
function sameReference(was: Json, is: Json): boolean {
  const idsOf = (value: Json): readonly (Json | undefined)[] => {
    const elements: readonly Json[] = Array.isArray(value) ? value : [value];
    return elements.map((one) => (isObject(one) ? member(one, 'value') : one));
  };
  const found = idsOf(is);
  return idsOf(was).every((id) => found.includes(id));
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

/** Differences as a complaint about the first of them, with the others beside it. @throws RangeError without one */
export function differenceComplaint(
  all: readonly Difference[],
  when: string,
  more: Omit<More, 'also'> = {},
): Complaint {
  return together(
    all.map(({ attribute: { text }, sent, got }) => wrongValue(text, sent, got, { when, ...more })),
  );
}

/** The same where nothing named the attributes. @throws RangeError without one */
export function changeComplaint(all: readonly Difference[], when: string): Complaint {
  return together(all.map(({ attribute: { text }, sent, got }) => changedValue(text, sent, got, { when })));
}
