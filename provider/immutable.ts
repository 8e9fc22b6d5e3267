import { ScimError } from '../scim/error.ts';
import { isObject, type Json, type JsonObject, member } from '../scim/json.ts';
import type { AttributeDefinition, ResourceType } from '../scim/schema.ts';
import { isUnassigned, sameValue } from '../scim/value.ts';

/**
 * What a PUT makes of a resource with immutable attributes (RFC 7644 §3.5.1): one that has a value keeps it, whether
 * the client repeats it or leaves it out.
 * @throws ScimError 400 `mutability` when the client sends another value
 */
export function keepImmutable(wanted: JsonObject, before: JsonObject, type: ResourceType): JsonObject {
  const extensions = type.extensions.flatMap(({ id, attributes }) => {
    const [sent, held] = [member(wanted, id), member(before, id)];
    if (!isObject(held)) return [];
    const own = isObject(sent) ? sent : {};
    const kept = keptMembers(own, held, attributes);
    return kept.length === 0 ? [] : [[id, { ...own, ...Object.fromEntries(kept) }] as const];
  });
  const { schemas } = wanted;
  const urns = new Set([...(Array.isArray(schemas) ? schemas : []), ...extensions.map(([id]) => id)]);
  return {
    ...wanted,
    ...(urns.size > 0 && { schemas: [...urns] }),
    ...Object.fromEntries(keptMembers(wanted, before, type.schema.attributes)),
    ...Object.fromEntries(extensions),
  };
}

/** The immutable attributes that have a value, with it. */
function keptMembers(
  wanted: JsonObject,
  before: JsonObject,
  definitions: readonly AttributeDefinition[],
): readonly (readonly [name: string, value: Json])[] {
  return definitions.flatMap((definition) => {
    const held = member(before, definition.name);
    if (definition.mutability !== 'immutable' || held === undefined || isUnassigned(held)) return [];
    const sent = member(wanted, definition.name);
    if (sent !== undefined && !sameValue(sent, held, definition)) {
      throw new ScimError(400, 'mutability', `Attribute "${definition.name}" is immutable.`);
    }
    return [[definition.name, held] as const];
  });
}
