import { memberNamed } from './_internals/members.ts';
import { type Operand, predicate, type Scope } from './_internals/predicate.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import type { AttributePath } from './path.ts';
import { type AttributeDefinition, findAttribute, type ResourceType, type Schema } from './schema.ts';
import { COMMON_ATTRIBUTES } from './schemas/common.ts';
import { isUnassigned } from './value.ts';

/** The definitions a path leads to. */
export interface ResolvedPath {
  /** The schema the attribute belongs to; common attributes count to the core schema (RFC 7643 §3.1). */
  readonly schema: Schema;
  /** Whether values stand in the schema's own object inside the resource (RFC 7643 §3.3). */
  readonly extension: boolean;
  readonly attribute: AttributeDefinition;
  readonly subAttribute: AttributeDefinition | null;
}

/**
 * The definitions a path leads to, or null when there are none or the path selects elements of an attribute that has
 * none. URNs and names are compared without case (RFC 7644 §3.10). An unqualified name may also be an extension's:
 * qualifying those is only a SHOULD there; the core schema goes first.
 */
export function resolvePath(path: AttributePath, type: ResourceType): ResolvedPath | null {
  const found = findInSchemas(path, type);
  if (found === null || (path.filter !== null && !found.attribute.multiValued)) return null;
  if (path.subAttribute === null) return { ...found, subAttribute: null };
  const subAttribute = findAttribute(found.attribute.subAttributes, path.subAttribute);
  return subAttribute === undefined ? null : { ...found, subAttribute };
}

function findInSchemas(path: AttributePath, type: ResourceType): Omit<ResolvedPath, 'subAttribute'> | null {
  const urn = path.urn?.toLowerCase();
  for (const schema of [type.schema, ...type.extensions]) {
    if (urn !== undefined && schema.id.toLowerCase() !== urn) continue;
    const extension = schema !== type.schema;
    const attribute =
      (extension ? undefined : findAttribute(COMMON_ATTRIBUTES, path.attribute)) ??
      findAttribute(schema.attributes, path.attribute);
    if (attribute !== undefined) return { schema, extension, attribute };
  }
  return null;
}

/**
 * The assigned values at a path: one at most for a single-valued attribute, the elements of a multi-valued one, the
 * sub-attribute's value of each (selected) element. Empty when nothing is assigned or the attribute is not defined.
 * @throws ScimError 400 `invalidFilter` when the path's filter may not be asked (RFC 7644 §3.4.2.2, Table 3)
 */
export function readPath(resource: JsonObject, path: AttributePath, type: ResourceType): readonly Json[] {
  return resourceScope(type)(path)?.read(resource) ?? [];
}

/** Where paths lead in resources of a type; types and paths never change, and most paths are followed again and again. */
const OPERANDS = new WeakMap<ResourceType, WeakMap<AttributePath, Operand | null>>();

/** Paths as seen from a resource. */
export function resourceScope(type: ResourceType): Scope {
  const known = OPERANDS.get(type) ?? new WeakMap<AttributePath, Operand | null>();
  OPERANDS.set(type, known);
  return (path) => {
    const found = known.get(path);
    if (found !== undefined) return found;
    const operand = operandAt(path, type);
    known.set(path, operand);
    return operand;
  };
}

function operandAt(path: AttributePath, type: ResourceType): Operand | null {
  const resolved = resolvePath(path, type);
  if (resolved === null) return null;
  const { schema, extension, attribute, subAttribute } = resolved;
  const selected = path.filter === null ? () => true : elementTest(path.filter, attribute);
  return {
    definition: subAttribute ?? attribute,
    read: (resource) => {
      const holder = extension ? memberNamed(resource, schema.id) : resource;
      const elements = assigned(holder, attribute.name).filter(selected);
      return subAttribute === null
        ? elements
        : elements.flatMap((element) => assigned(element, subAttribute.name));
    },
  };
}

/**
 * The filter in square brackets as a test of one element. Elements that are no objects answer to the name `value`
 * (RFC 7644 §3.5.2.2 speaks of "comparing a 'value'").
 * @throws ScimError 400 `invalidFilter`
 */
export function elementTest(
  filter: NonNullable<AttributePath['filter']>,
  attribute: AttributeDefinition,
): (element: Json) => boolean {
  const test = predicate(filter, elementScope(attribute));
  return (element) => test(isObject(element) ? element : { value: element });
}

/** What a filter in square brackets may name: the sub-attributes, or `value` where elements are no objects. */
export function elementAttributes(attribute: AttributeDefinition): readonly AttributeDefinition[] {
  return attribute.subAttributes ?? [{ ...attribute, name: 'value', multiValued: false }];
}

function elementScope(attribute: AttributeDefinition): Scope {
  const definitions = elementAttributes(attribute);
  return (path): Operand | null => {
    const definition = path.subAttribute === null ? findAttribute(definitions, path.attribute) : undefined;
    return definition === undefined
      ? null
      : { definition, read: (element) => assigned(element, definition.name) };
  };
}

/** The assigned values of a member: the items of an array, else the value itself. */
function assigned(holder: Json | undefined, name: string): readonly Json[] {
  const value = isObject(holder) ? memberNamed(holder, name) : undefined;
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).filter((item: Json) => !isUnassigned(item));
}
