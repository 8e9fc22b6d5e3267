import type { Filter } from '../scim/filter.ts';
import { resolvePath } from '../scim/lookup.ts';
import type { AttributePath } from '../scim/path.ts';
import {
  type AttributeDefinition,
  type AttributeType,
  findAttribute,
  type ResourceType,
  type Schema,
} from '../scim/schema.ts';
import { define } from '../scim/schemas/index.ts';
import type { DocumentedType } from './application.ts';
import { isCoreUrn } from './row-path.ts';

/** SCIM data types (RFC 7643 §2.3) of the types that tutorials print. */
const TYPES: Readonly<Record<DocumentedType, AttributeType>> = {
  String: 'string',
  Boolean: 'boolean',
  Reference: 'reference',
  Integer: 'integer',
  Decimal: 'decimal',
  DateTime: 'dateTime',
  Binary: 'binary',
  Complex: 'complex',
};

/**
 * The resource type with whatever the path names and neither RFC 7643 nor the target defines: the schema of its URN,
 * the attribute and its sub-attributes, with the characteristics of §2.2 by default and the documented type.
 */
export function extendType(
  type: ResourceType,
  path: AttributePath,
  documented: DocumentedType,
): ResourceType {
  const resolved = resolvePath({ ...path, filter: null, subAttribute: null }, type);
  const attribute = resolved?.attribute;
  const extended = withType(extendAttribute(attribute, path, TYPES[documented]), path);
  if (extended === attribute) return type;
  const schema = resolved?.schema ?? schemaOf(path.urn, type);
  const changed = { ...schema, attributes: put(schema.attributes, extended) };
  if (schema.id === type.schema.id) return { ...type, schema: changed };
  const known = type.extensions.some(({ id }) => id === schema.id);
  return {
    ...type,
    extensions: known
      ? type.extensions.map((extension) => (extension.id === schema.id ? changed : extension))
      : [...type.extensions, changed],
  };
}

/** The schema a path's URN names: the core schema without one, a new extension for an unknown one. */
function schemaOf(urn: string | null, type: ResourceType): Schema {
  if (urn === null || isCoreUrn(urn)) return type.schema;
  const known = type.extensions.find(({ id }) => id.toLowerCase() === urn.toLowerCase());
  return known ?? { id: urn, name: urn, attributes: [] };
}

function extendAttribute(
  attribute: AttributeDefinition | undefined,
  path: AttributePath,
  leaf: AttributeType,
): AttributeDefinition {
  const named = path.subAttribute === null ? [] : [definition(path.subAttribute, leaf)];
  const needed = [...named, ...(path.filter === null ? [] : filterOperands(path.filter))];
  const missing = needed.filter(({ name }) => findAttribute(attribute?.subAttributes, name) === undefined);
  const multiValued = path.filter !== null || attribute?.multiValued === true;
  if (attribute === undefined && needed.length === 0) return definition(path.attribute, leaf);
  if (attribute !== undefined && missing.length === 0 && attribute.multiValued === multiValued)
    return attribute;
  return {
    ...(attribute ?? define(path.attribute)),
    type: 'complex',
    multiValued,
    subAttributes: missing.reduce(put, attribute?.subAttributes ?? []),
  };
}

/** The attribute with the type that the path's filter names among its canonical values: the table makes use of it. */
function withType(attribute: AttributeDefinition, { filter }: AttributePath): AttributeDefinition {
  if (filter?.kind !== 'compare' || filter.operator !== 'eq' || typeof filter.value !== 'string')
    return attribute;
  const type =
    filter.path.attribute.toLowerCase() === 'type' && findAttribute(attribute.subAttributes, 'type');
  if (!type) return attribute;
  const { value } = filter;
  const known = type.canonicalValues ?? [];
  if (known.some((item) => item.toLowerCase() === value.toLowerCase())) return attribute;
  const subAttributes = put(attribute.subAttributes ?? [], { ...type, canonicalValues: [...known, value] });
  return { ...attribute, subAttributes };
}

/** An attribute nobody defined. A complex one has the default sub-attribute of RFC 7643 §2.4. */
function definition(name: string, type: AttributeType): AttributeDefinition {
  return define(name, type, type === 'complex' ? { subAttributes: [define('value')] } : {});
}

/** The attributes that a filter in square brackets compares, typed by the literal. */
function filterOperands(filter: Filter): readonly AttributeDefinition[] {
  switch (filter.kind) {
    case 'compare': {
      const type =
        typeof filter.value === 'boolean'
          ? 'boolean'
          : typeof filter.value === 'number'
            ? 'decimal'
            : 'string';
      return [define(filter.path.attribute, type)];
    }
    case 'and':
    case 'or':
      return [...filterOperands(filter.left), ...filterOperands(filter.right)];
    case 'not':
      return filterOperands(filter.filter);
    default:
      return [define(filter.path.attribute)];
  }
}

function put(
  attributes: readonly AttributeDefinition[],
  attribute: AttributeDefinition,
): readonly AttributeDefinition[] {
  const old = findAttribute(attributes, attribute.name);
  return old === undefined
    ? [...attributes, attribute]
    : attributes.map((item) => (item === old ? attribute : item));
}
