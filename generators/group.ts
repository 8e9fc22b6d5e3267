import type fc from 'fast-check';
import type { MappedAttribute } from '../config/mapping.ts';
import type { JsonObject } from '../scim/json.ts';
import { findAttribute } from '../scim/schema.ts';
import { GROUP } from '../scim/schemas/index.ts';
import { CORE_GROUP } from '../scim/urns.ts';
import { type ResourceOptions, resourceArbitrary, withIdentity } from './resource.ts';

/**
 * Groups that match an attribute table: `displayName` and every required attribute, any subset of the others
 * (see `resourceArbitrary`). They have no members: only who creates users knows ids that exist.
 * Shrinks to the required attributes with their simplest values. Throws RangeError when a constraint leaves no value.
 */
export function groupArbitrary(
  attributes: readonly MappedAttribute[],
  options: ResourceOptions = {},
): fc.Arbitrary<JsonObject> {
  return resourceArbitrary(
    {
      schema: CORE_GROUP,
      attributes: withIdentity(attributes, 'Group', findAttribute(GROUP.attributes, 'displayName')),
      references: {},
      override: () => null,
    },
    options,
  );
}
