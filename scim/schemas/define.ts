import type { AttributeDefinition, AttributeType } from '../schema.ts';

/** References and binaries are case exact by their type, whatever the printed schemas say (RFC 7643 §2.3.6, §2.3.7). */
const CASE_EXACT_TYPES: ReadonlySet<AttributeType> = new Set(['reference', 'binary']);

/** An attribute definition with the defaults of RFC 7643 §2.2 where `characteristics` is silent. */
export function define(
  name: string,
  type: AttributeType = 'string',
  characteristics: Partial<AttributeDefinition> = {},
): AttributeDefinition {
  return {
    name,
    type,
    multiValued: false,
    required: false,
    caseExact: CASE_EXACT_TYPES.has(type),
    mutability: 'readWrite',
    returned: 'default',
    uniqueness: 'none',
    ...characteristics,
  };
}

/** Sub-attribute `type` with its recommended values; an empty list recommends nothing. */
export function typeLabel(...canonicalValues: readonly string[]): AttributeDefinition {
  return define('type', 'string', { canonicalValues });
}

/** A multi-valued complex attribute with the given sub-attributes. */
export function plural(
  name: string,
  subAttributes: readonly AttributeDefinition[],
  characteristics: Partial<AttributeDefinition> = {},
): AttributeDefinition {
  return define(name, 'complex', { multiValued: true, subAttributes, ...characteristics });
}
