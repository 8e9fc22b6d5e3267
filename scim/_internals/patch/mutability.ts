import { ScimError } from '../../error.ts';
import type { Json } from '../../json.ts';
import type { AttributeDefinition } from '../../schema.ts';
import { isUnassigned, sameValue } from '../../value.ts';

/**
 * Refuses another value for an immutable attribute that has one (RFC 7644 §3.5.2: a client "MAY 'add' a value to an
 * 'immutable' attribute if the attribute had no previous value").
 * @throws ScimError 400 `mutability`
 */
export function assertChangeable(
  definition: AttributeDefinition,
  before: Json | undefined,
  after: Json | undefined,
): void {
  if (definition.mutability !== 'immutable' || isUnassigned(before)) return;
  if (!sameValue(before, after ?? null, definition)) throw mutabilityError(definition, 'is immutable');
}

/** An operation that an attribute's mutability forbids (RFC 7644 §3.12, Table 9). */
export function mutabilityError(definition: AttributeDefinition, why: string): ScimError {
  return new ScimError(400, 'mutability', `Attribute "${definition.name}" ${why}.`);
}
