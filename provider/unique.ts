import { ScimError } from '../scim/error.ts';
import { type JsonObject, member } from '../scim/json.ts';
import type { ResourceType } from '../scim/schema.ts';
import { isUnassigned, sameValue } from '../scim/value.ts';
import { idOf, uniqueAttribute } from './store.ts';

/**
 * Refuses a value that a schema declares unique (RFC 7643 §7) and that another resource has. The names that the store
 * keeps an index of are not looked at again.
 * @param id null for a new resource
 * @throws ScimError 409 `uniqueness`
 */
export function requireUniqueValues(
  resource: JsonObject,
  type: ResourceType,
  others: readonly JsonObject[],
  id: string | null,
): void {
  for (const definition of type.schema.attributes) {
    if (definition.uniqueness === 'none' || definition.name === uniqueAttribute(type.name)) continue;
    const value = member(resource, definition.name);
    if (value === undefined || isUnassigned(value)) continue;
    const holder = others.find((other) => {
      const held = member(other, definition.name);
      return held !== undefined && idOf(other) !== id && sameValue(held, value, definition);
    });
    if (holder) throw new ScimError(409, 'uniqueness', `${definition.name} is in use.`);
  }
}
