import type fc from 'fast-check';
import type { MappedAttribute } from '../config/mapping.ts';
import { type JsonObject, stringMember } from '../scim/json.ts';
import type { ResourceType } from '../scim/schema.ts';
import { constraintFor } from './constraints.ts';
import { stampName } from './identity.ts';
import { type ResourceOptions, resourceArbitrary } from './resource.ts';

/**
 * Resources of a type that only the target has, from the characteristics its schema declares (RFC 7643 §6, §7).
 * Throws RangeError when a constraint leaves no value.
 */
export function ownTypeArbitrary(
  type: ResourceType,
  attributes: readonly MappedAttribute[],
  options: ResourceOptions = {},
): fc.Arbitrary<JsonObject> {
  return resourceArbitrary(
    { schema: type.schema.id, attributes, references: {}, override: () => null },
    options,
  );
}

/**
 * A copy of such a resource with the marker in every text that has to be unique, and in the first required one:
 * the place where people look for a name.
 */
export function stampOwnType(
  resource: JsonObject,
  marker: string,
  attributes: readonly MappedAttribute[],
  constraints: ResourceOptions['constraints'] = {},
): JsonObject {
  const texts = attributes.filter(
    ({ definition, path }) => definition.type === 'string' && path.urn === null && path.subAttribute === null,
  );
  const name = texts.find(({ required }) => required);
  const stamped = texts.filter((text) => text === name || text.definition.uniqueness !== 'none');
  const renamed = stamped.flatMap(({ definition, text }) => {
    const value = stringMember(resource, definition.name);
    const constraint = constraintFor(constraints, text);
    return value === undefined ? [] : [[definition.name, stampName(value, marker, constraint)] as const];
  });
  return { ...resource, ...Object.fromEntries(renamed) };
}
