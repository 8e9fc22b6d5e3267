import { isObject, type Json, type JsonObject } from './json.ts';
import type { AttributeDefinition, AttributeType, ResourceType, Schema } from './schema.ts';
import { COMMON_ATTRIBUTES } from './schemas/common.ts';

/** Who writes the representation: a client in a POST or PUT, or a service provider in an answer without projection. */
export type Writer = 'client' | 'provider';

/** xsd:dateTime, date and time both (RFC 7643 §2.3.5). */
const DATE_TIME = '^-?\\d{4,}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?([Zz]|[+-]\\d\\d:\\d\\d)?$';
/** RFC 4648 §4 and §5; the padding may be left out (RFC 7643 §2.3.6). */
const BASE64 = '^[\\w+/-]*={0,2}$';

/** The JSON form of each simple type (RFC 7643 §2.3, Table 1); null is the unassigned state (§2.5). */
const SIMPLE: Readonly<Record<Exclude<AttributeType, 'complex'>, JsonObject>> = {
  string: { type: ['string', 'null'] },
  reference: { type: ['string', 'null'] },
  boolean: { type: ['boolean', 'null'] },
  decimal: { type: ['number', 'null'] },
  integer: { type: ['integer', 'null'] },
  dateTime: { type: ['string', 'null'], pattern: DATE_TIME },
  binary: { type: ['string', 'null'], pattern: BASE64 },
};

/** Null and the empty array: what a required attribute may not be (RFC 7643 §2.5). */
const UNASSIGNED: JsonObject = { anyOf: [{ type: 'null' }, { type: 'array', maxItems: 0 }] };

/**
 * A JSON Schema (draft-07) for the representations of a resource type: data types and plurality (RFC 7643 §2.3, §7),
 * and what `required` demands of the writer (§7). Attributes that no schema defines are allowed: §3.3 lets a resource
 * have more schemas than its reader knows. Names are those of the definitions; see {@link withDefinedNames}.
 */
export function resourceJsonSchema(type: ResourceType, writer: Writer): JsonObject {
  const common = COMMON_ATTRIBUTES.map((attribute) => attribute.name.toLowerCase());
  const own = type.schema.attributes.filter(({ name }) => !common.includes(name.toLowerCase()));
  const core = objectSchema([...COMMON_ATTRIBUTES, ...own], writer);
  const extensions = type.extensions.map(({ id, attributes }) => [id, objectSchema(attributes, writer)]);
  return {
    ...core,
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: { ...(isObject(core.properties) ? core.properties : {}), ...Object.fromEntries(extensions) },
  };
}

/** The object that holds these attributes. */
function objectSchema(definitions: readonly AttributeDefinition[], writer: Writer): JsonObject {
  const required = definitions.filter((definition) => isOwed(definition, writer));
  return {
    type: ['object', 'null'],
    properties: Object.fromEntries(
      definitions.map((definition) => [
        definition.name,
        required.includes(definition)
          ? { ...attributeSchema(definition, writer), not: UNASSIGNED }
          : attributeSchema(definition, writer),
      ]),
    ),
    required: required.map(({ name }) => name),
  };
}

/** Whether the writer has to give a value: a client what it can write, a provider what it shows unasked. */
function isOwed({ required, mutability, returned }: AttributeDefinition, writer: Writer): boolean {
  if (!required) return false;
  if (writer === 'client') return mutability !== 'readOnly';
  return mutability !== 'writeOnly' && returned !== 'never' && returned !== 'request';
}

function attributeSchema(definition: AttributeDefinition, writer: Writer): JsonObject {
  const { type, multiValued, subAttributes = [] } = definition;
  const value = type === 'complex' ? objectSchema(subAttributes, writer) : SIMPLE[type];
  return multiValued ? { type: ['array', 'null'], items: value } : value;
}

/**
 * A copy of a resource with its names in the spelling of their definitions, since names have no letter case
 * (RFC 7643 §2.1) and JSON Schema has. Of several spellings of one name the first stays.
 */
export function withDefinedNames(resource: JsonObject, type: ResourceType): JsonObject {
  const core = [...COMMON_ATTRIBUTES, ...type.schema.attributes];
  const spelled = renamed(resource, core, type.extensions);
  return Object.fromEntries(
    Object.entries(spelled).map(([name, value]) => {
      const extension = type.extensions.find(({ id }) => id === name);
      return [name, extension && isObject(value) ? renamed(value, extension.attributes) : value];
    }),
  );
}

function renamed(
  object: JsonObject,
  definitions: readonly AttributeDefinition[],
  extensions: readonly Schema[] = [],
): JsonObject {
  const members = new Map<string, Json>();
  for (const [key, value] of Object.entries(object)) {
    const wanted = key.toLowerCase();
    const definition = definitions.find(({ name }) => name.toLowerCase() === wanted);
    const name = definition?.name ?? extensions.find(({ id }) => id.toLowerCase() === wanted)?.id ?? key;
    if (!members.has(name)) members.set(name, definition ? renamedValue(value, definition) : value);
  }
  return Object.fromEntries(members);
}

function renamedValue(value: Json, definition: AttributeDefinition): Json {
  const { subAttributes = [] } = definition;
  if (Array.isArray(value)) return value.map((item: Json) => renamedValue(item, definition));
  return isObject(value) ? renamed(value, subAttributes) : value;
}
