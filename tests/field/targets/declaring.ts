import type { AttributeDefinition, ResourceType } from '../../../scim/schema.ts';
import { define } from '../../../scim/schemas/index.ts';

/** The type with an attribute, or a part of one, that /Schemas declares in another way: `members`, `members.$ref`. */
export function declaring(
  type: ResourceType,
  path: string,
  change: Partial<AttributeDefinition>,
): ResourceType {
  const attributes = changed(type.schema.attributes, path.split('.'), change);
  return { ...type, schema: { ...type.schema, attributes } };
}

function changed(
  definitions: readonly AttributeDefinition[],
  [name, ...rest]: readonly string[],
  change: Partial<AttributeDefinition>,
): readonly AttributeDefinition[] {
  return definitions.map((definition) => {
    if (definition.name !== name) return definition;
    if (rest.length === 0) return { ...definition, ...change };
    return { ...definition, subAttributes: changed(definition.subAttributes ?? [], rest, change) };
  });
}

/** A type of which clients can change nothing: entitlements that the target knows of itself. */
export const ENTITLEMENT: ResourceType = {
  name: 'Entitlement',
  endpoint: '/Entitlements',
  schema: {
    id: 'urn:example:params:scim:schemas:core:2.0:Entitlement',
    name: 'Entitlement',
    attributes: [
      define('value', 'string', { mutability: 'readOnly' }),
      define('display', 'string', { mutability: 'readOnly' }),
    ],
  },
  extensions: [],
};
