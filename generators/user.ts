import fc from 'fast-check';
import type { MappedAttribute } from '../config/mapping.ts';
import type { JsonObject } from '../scim/json.ts';
import { findAttribute } from '../scim/schema.ts';
import { USER } from '../scim/schemas/index.ts';
import { CORE_USER } from '../scim/urns.ts';
import { type ResourceOptions, resourceArbitrary, withIdentity } from './resource.ts';

export interface UserOptions extends ResourceOptions {
  /** Ids of users that may be a manager; without any, `manager` is left out. */
  readonly managers?: readonly string[];
  /** Generates `active: false` instead of `active: true` where `active` is present. */
  readonly inactive?: boolean;
}

/**
 * Users that match an attribute table: `userName` and every required attribute, any subset of the others
 * (see `resourceArbitrary`). Shrinks to the required attributes with their simplest values.
 * Throws RangeError when a constraint leaves no value.
 */
export function userArbitrary(
  attributes: readonly MappedAttribute[],
  options: UserOptions = {},
): fc.Arbitrary<JsonObject> {
  return resourceArbitrary(
    {
      schema: CORE_USER,
      attributes: withIdentity(attributes, 'User', findAttribute(USER.attributes, 'userName')),
      references: { User: options.managers ?? [] },
      override: (attribute) => (isActive(attribute) ? fc.constant(options.inactive !== true) : null),
    },
    options,
  );
}

function isActive({ definition, path }: MappedAttribute): boolean {
  return (
    definition.type === 'boolean' && path.subAttribute === null && definition.name.toLowerCase() === 'active'
  );
}
