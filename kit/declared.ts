import type { MappedAttribute } from '../config/mapping.ts';
import { elementTemplate } from '../generators/build.ts';
import { resolvePath } from '../scim/lookup.ts';
import { type AttributePath, formatPath } from '../scim/path.ts';
import { type AttributeDefinition, findAttribute, type ResourceType, type Schema } from '../scim/schema.ts';
import { COMMON_ATTRIBUTES } from '../scim/schemas/index.ts';

/** What a service provider may refuse for reasons no schema tells: password rules are its own (RFC 7643 §4.1.1). */
const LEFT_OUT: ReadonlySet<string> = new Set(['password']);

/**
 * The attributes that clients may write according to a target's own /Schemas and that an attribute table lacks: the
 * sub-attributes of single-valued complex attributes one by one, multi-valued attributes as a whole (RFC 7643 §7).
 * @param declared the type as the target's /Schemas has it
 * @param type the type whose definitions govern the values
 */
export function declaredAttributes(
  declared: ResourceType,
  type: ResourceType,
  table: readonly MappedAttribute[],
): readonly MappedAttribute[] {
  const known = new Set(
    table.flatMap(({ path, parent }) => [
      keyOf({ ...path, filter: null, subAttribute: parent.multiValued ? null : path.subAttribute }, type),
      // A complex attribute that the table has as a whole has all its sub-attributes.
      keyOf({ ...path, filter: null }, type),
    ]),
  );
  return [declared.schema, ...declared.extensions]
    .flatMap((schema) => writablePaths(schema, schema === declared.schema))
    .flatMap((path) => {
      const whole = keyOf({ ...path, subAttribute: null }, type);
      if (known.has(whole) || known.has(keyOf(path, type))) return [];
      return mapped(path, type) ?? [];
    });
}

function writablePaths({ id, attributes }: Schema, core: boolean): readonly AttributePath[] {
  return attributes
    .filter(({ name }) => !core || findAttribute(COMMON_ATTRIBUTES, name) === undefined)
    .filter(isWritable)
    .flatMap(({ name, type, multiValued, subAttributes = [] }): AttributePath[] => {
      const path = { urn: core ? null : id, attribute: name, filter: null, subAttribute: null };
      if (type !== 'complex' || multiValued || isReference(subAttributes)) return [path];
      return subAttributes.filter(isWritable).map((sub) => ({ ...path, subAttribute: sub.name }));
    });
}

function isWritable({ name, type, mutability, subAttributes }: AttributeDefinition): boolean {
  if (mutability === 'readOnly' || LEFT_OUT.has(name.toLowerCase())) return false;
  // Nothing can be given to an attribute of whose parts none can be written.
  return type !== 'complex' || subAttributes === undefined || subAttributes.some(isWritable);
}

/**
 * Whether an element can be found again by the label that a path selects it by, as `addresses[type eq "work"]`: not where
 * the target gives elements labels of its own, or shows none.
 */
export function isSelectable({ path, parent }: MappedAttribute): boolean {
  const labels = Object.keys(elementTemplate(path.filter, parent));
  return labels.every((label) => {
    const definition = findAttribute(parent.subAttributes, label);
    return (
      definition === undefined ||
      (definition.mutability !== 'readOnly' && ['default', 'always'].includes(definition.returned))
    );
  });
}

/** Whether a complex attribute refers to a resource, as `manager` does: its parts make sense only together. */
function isReference(subAttributes: readonly AttributeDefinition[]): boolean {
  return findAttribute(subAttributes, '$ref') !== undefined;
}

function mapped(path: AttributePath, type: ResourceType): MappedAttribute | null {
  const found = resolvePath(path, type);
  if (found === null) return null;
  const definition = found.subAttribute ?? found.attribute;
  return {
    resource: type.name,
    text: formatPath(path),
    path,
    documentedType: 'not documented',
    definition,
    parent: found.attribute,
    documented: { filterable: null, required: null },
    filterable: false,
    required: found.attribute.required && definition.required,
    matching: null,
    source: 'measured',
  };
}

/** One spelling for every way to write a path. */
function keyOf(path: AttributePath, type: ResourceType): string {
  const urn = path.urn?.toLowerCase() === type.schema.id.toLowerCase() ? null : path.urn;
  return formatPath({ ...path, urn }).toLowerCase();
}
