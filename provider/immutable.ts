import { ScimError } from '../scim/error.ts';
import { isObject, type JsonObject, member } from '../scim/json.ts';
import type { AttributeDefinition, ResourceType } from '../scim/schema.ts';
import { isUnassigned, sameValue } from '../scim/value.ts';

/**
 * What a PUT makes of a resource with immutable attributes (RFC 7644 §3.5.1): one that has a value keeps it, whether
 * the client repeats it or leaves it out.
 * @throws ScimError 400 `mutability` when the client sends another value
 */
export function keepImmutable(wanted: JsonObject, before: JsonObject, type: ResourceType): JsonObject {
  const core = keepMembers(wanted, before, type.schema.attributes);
  return type.extensions.reduce((resource, { id, attributes }) => {
    const held = member(before, id);
    if (!isObject(held) || !attributes.some(isImmutable)) return resource;
    const sent = member(resource, id);
    const kept = keepMembers(isObject(sent) ? sent : {}, held, attributes);
    return Object.keys(kept).length === 0 ? resource : { ...resource, [id]: kept };
  }, core);
}

function keepMembers(
  wanted: JsonObject,
  before: JsonObject,
  definitions: readonly AttributeDefinition[],
): JsonObject {
  return definitions.filter(isImmutable).reduce((kept, definition) => {
    const held = member(before, definition.name);
    if (held === undefined || isUnassigned(held)) return kept;
    const sent = member(wanted, definition.name);
    if (sent !== undefined && !sameValue(sent, held, definition)) {
      throw new ScimError(400, 'mutability', `Attribute "${definition.name}" is immutable.`);
    }
    return { ...kept, [definition.name]: held };
  }, wanted);
}

function isImmutable({ mutability }: AttributeDefinition): boolean {
  return mutability === 'immutable';
}
