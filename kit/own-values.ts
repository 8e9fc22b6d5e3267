import type { MappedAttribute } from '../config/mapping.ts';
import type { Case } from '../engine/case.ts';
import { setPath } from '../generators/build.ts';
import type { Json, JsonObject } from '../scim/json.ts';
import type { AttributeChange } from './dialect.ts';
import { valueAt } from './readback.ts';

/**
 * A new value of a user's attribute, with the marker in what a target may want to be unique. RFC 7643 leaves it to the
 * target whether e-mail addresses are, and another run with the same seed has given out the same ones.
 */
export function ownValue(c: Case, attribute: MappedAttribute, value: Json, marker = c.marker()): Json {
  if (typeof value !== 'string') return value;
  const stamped = c.stampAddresses(setPath({}, attribute.path, value, attribute), marker);
  return valueAt(stamped, attribute, c.session.userType) ?? value;
}

/** Changes of a user as they fit the one that is there: from the values that he is shown with, to values of his own. */
export function ownChanges(
  c: Case,
  shown: JsonObject,
  changes: readonly AttributeChange[],
): readonly AttributeChange[] {
  const marker = c.marker();
  return changes.map(({ attribute, current, wanted }) => ({
    attribute,
    current: current === undefined ? undefined : valueAt(shown, attribute, c.session.userType),
    wanted: wanted === undefined ? undefined : ownValue(c, attribute, wanted, marker),
  }));
}
