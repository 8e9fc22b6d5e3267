/** Attribute data types of RFC 7643 §2.3, in the spelling of the `type` characteristic (§7). */
export type AttributeType =
  | 'string'
  | 'boolean'
  | 'decimal'
  | 'integer'
  | 'dateTime'
  | 'binary'
  | 'reference'
  | 'complex';

/** One attribute definition with the characteristics of RFC 7643 §2.2 and §7. */
export interface AttributeDefinition {
  readonly name: string;
  readonly type: AttributeType;
  readonly multiValued: boolean;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: 'readOnly' | 'readWrite' | 'immutable' | 'writeOnly';
  readonly returned: 'always' | 'never' | 'default' | 'request';
  readonly uniqueness: 'none' | 'server' | 'global';
  /** An empty list is no restriction; a non-empty one is a recommendation a provider MAY enforce (§2.3.1). */
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly AttributeDefinition[];
}

/** A schema: the attributes one schema URI defines (RFC 7643 §7). */
export interface Schema {
  readonly id: string;
  readonly name: string;
  readonly attributes: readonly AttributeDefinition[];
}

/** A resource type: its endpoint, core schema and extensions (RFC 7643 §6). */
export interface ResourceType {
  readonly name: string;
  /** Path below the base URL, with a leading slash: `/Users`. */
  readonly endpoint: string;
  readonly schema: Schema;
  readonly extensions: readonly Schema[];
}

/** The attribute named `name`, compared without regard to case (RFC 7643 §2.1), or undefined. */
export function findAttribute(
  attributes: readonly AttributeDefinition[] | undefined,
  name: string,
): AttributeDefinition | undefined {
  const wanted = name.toLowerCase();
  return attributes?.find((attribute) => attribute.name.toLowerCase() === wanted);
}
