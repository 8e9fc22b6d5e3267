import type { MappedAttribute } from '../config/mapping.ts';
import { type Json, type JsonObject, member } from '../scim/json.ts';
import { readPath } from '../scim/lookup.ts';
import type { ResourceType } from '../scim/schema.ts';
import { isUnassigned } from '../scim/value.ts';
import { type ComparedBy, type Deviation, kindOf } from './comparing.ts';

/** How a value that came back differs from the one that was sent. */
export interface Difference extends Deviation<MappedAttribute> {
  readonly sent: Json;
}

/**
 * Compares what came back with what was sent, attribute by attribute of the application's table, each under its own
 * comparison rules (RFC 7643 §2.3, §4.1.2). Attributes that were not sent are not looked at: a service provider may
 * add and default whatever it likes (RFC 7644 §3.3). What a change leaves is compared by {@link deviations}.
 */
export function differences(
  sent: JsonObject,
  got: JsonObject,
  attributes: readonly MappedAttribute[],
  type: ResourceType,
): readonly Difference[] {
  return attributes.filter(isClients).flatMap((attribute): Difference[] => {
    const [wanted, is] = [sent, got].map((resource) => valueAt(resource, attribute, type));
    const kind = kindOf(wanted, is, attribute);
    if (isUnassigned(wanted) || kind === null) return [];
    return [{ attribute, kind, meant: true, wanted, sent: wanted, got: is }];
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

/**
 * Whether an attribute is a client's to set and to see: what is readOnly is the service provider's own, whatever a client
 * sends (RFC 7644 §3.3, §3.5.1).
 */
export function isClients(attribute: ComparedBy): boolean {
  const { definition, parent } = attribute;
  return (
    [definition, parent].every(({ mutability }) => mutability !== 'readOnly') && returnedByDefault(attribute)
  );
}

/** Whether an attribute shows in an answer that does not ask for it by name (RFC 7643 §2.2, `returned`). */
export function returnedByDefault({ definition, parent }: ComparedBy): boolean {
  return [definition, parent].every(({ returned }) => returned === 'default' || returned === 'always');
}
