import { type AttributeDefinition, findAttribute, type ResourceType, type Schema } from '../scim/schema.ts';
import { COMMON_ATTRIBUTES } from '../scim/schemas/index.ts';

/** A resource type and what a reader has to know about how it was put together. */
export interface OverlaidType {
  readonly type: ResourceType;
  readonly notes: readonly string[];
}

/**
 * Characteristics that the text of RFC 7643 fixes, whatever a target's /Schemas says: `userName` is case insensitive
 * (§4.1.1), and values that are an `id` are case exact (§3.1), although the printed schemas (§8.7.1), which targets
 * copy, say otherwise.
 */
const FIXED: Readonly<Record<string, Partial<AttributeDefinition>>> = {
  userName: { caseExact: false },
  'members.value': { caseExact: true },
  'groups.value': { caseExact: true },
  'manager.value': { caseExact: true },
};

/**
 * The RFC's resource type with the characteristics the target's /Schemas declares, and with the attributes and
 * extensions only the target has. Data types and plurality stay the RFC's: a target may not redefine those of the
 * RFC's own attributes, and a wrong declaration must not change what the harness sends.
 */
export function overlayType(base: ResourceType, discovered: ResourceType | null): OverlaidType {
  if (discovered === null) return { type: base, notes: [] };
  const own = base.extensions.map((schema) => schema.id.toLowerCase());
  const type: ResourceType = {
    ...base,
    endpoint: discovered.endpoint,
    schema: overlaySchema(base.schema, discovered.schema),
    extensions: [
      ...base.extensions.map((schema) => overlaySchema(schema, findSchema(discovered.extensions, schema.id))),
      ...discovered.extensions.filter((schema) => !own.includes(schema.id.toLowerCase())),
    ],
  };
  const notes = [base.schema, ...base.extensions].flatMap((schema) => {
    const declared =
      schema === base.schema ? discovered.schema : findSchema(discovered.extensions, schema.id);
    return typeNotes(schema.attributes, declared?.attributes, '');
  });
  return { type, notes };
}

function findSchema(schemas: readonly Schema[], id: string): Schema | undefined {
  return schemas.find((schema) => schema.id.toLowerCase() === id.toLowerCase());
}

function overlaySchema(base: Schema, declared: Schema | undefined): Schema {
  if (declared === undefined) return base;
  const specific = declared.attributes.filter(
    ({ name }) => findAttribute(COMMON_ATTRIBUTES, name) === undefined,
  );
  return { ...base, attributes: overlayAttributes(base.attributes, specific, '') };
}

function overlayAttributes(
  base: readonly AttributeDefinition[],
  declared: readonly AttributeDefinition[],
  prefix: string,
): readonly AttributeDefinition[] {
  return [
    ...base.map((attribute) => overlayAttribute(attribute, findAttribute(declared, attribute.name), prefix)),
    ...declared.filter(({ name }) => findAttribute(base, name) === undefined),
  ];
}

function overlayAttribute(
  base: AttributeDefinition,
  declared: AttributeDefinition | undefined,
  prefix: string,
): AttributeDefinition {
  if (declared === undefined) return base;
  const { name, type, multiValued, subAttributes } = base;
  const path = prefix + name;
  const { subAttributes: declaredSubs = [], ...characteristics } = declared;
  // References and binaries are case exact by their type (RFC 7643 §2.3.6, §2.3.7).
  const caseExact = type === 'reference' || type === 'binary' || declared.caseExact;
  return {
    ...base,
    ...characteristics,
    ...{ name, type, multiValued, caseExact },
    ...FIXED[path],
    ...(subAttributes && { subAttributes: overlayAttributes(subAttributes, declaredSubs, `${path}.`) }),
  };
}

/** Text and references are both JSON strings, so that declaring one for the other changes nothing. */
function shape({ type, multiValued }: AttributeDefinition): string {
  return `${multiValued ? 'multi-valued ' : ''}${type === 'reference' ? 'string' : type}`;
}

function typeNotes(
  base: readonly AttributeDefinition[],
  declared: readonly AttributeDefinition[] | undefined,
  prefix: string,
): readonly string[] {
  return base.flatMap((attribute) => {
    const found = findAttribute(declared, attribute.name);
    if (found === undefined) return [];
    const path = prefix + attribute.name;
    if (shape(found) === shape(attribute)) {
      return typeNotes(attribute.subAttributes ?? [], found.subAttributes, `${path}.`);
    }
    return [
      `The target's /Schemas calls ${path} ${shape(found)}; RFC 7643 defines it as ${shape(attribute)}, which is used.`,
    ];
  });
}
