import { memberNamed } from './_internals/members.ts';
import { invalidValue, missing, normaliseMembers, type Reading } from './_internals/normalise.ts';
import { ScimError } from './error.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import type { AttributeDefinition, ResourceType, Schema } from './schema.ts';
import { COMMON_ATTRIBUTES } from './schemas/common.ts';
import { isUnassigned } from './value.ts';

const READING: Reading = { coerceBooleans: true };

/**
 * What a service provider stores from the body of a POST or PUT: names in the schema's spelling, what is read-only
 * (RFC 7644 §3.3, §3.5.1), unassigned (RFC 7643 §2.5) or unknown left out, strings "True" and "False" of boolean
 * attributes taken for booleans (Entra rules E-071, E-088). `schemas` lists the core schema, then each extension
 * that the body names or has data of; data without the URN are taken (rule E-066), other URNs dropped (E-123).
 * @throws ScimError 400 `invalidSyntax` when the body is no object or does not name the core schema,
 * 400 `invalidValue` when a value is not of its type, a required one is missing or empty, or two are primary.
 */
export function normaliseResource(body: Json, type: ResourceType): JsonObject {
  if (!isObject(body)) throw new ScimError(400, 'invalidSyntax', 'The body has to be a JSON object.');
  const named = schemasOf(body);
  if (!named.has(type.schema.id.toLowerCase())) {
    throw new ScimError(400, 'invalidSyntax', `"schemas" has to contain "${type.schema.id}" (RFC 7643 §3).`);
  }
  const extensions = type.extensions.map((schema) => [schema.id, extensionOf(body, schema)] as const);
  const used = extensions.filter(([id, data]) => data !== null || named.has(id.toLowerCase()));
  return {
    schemas: [type.schema.id, ...used.map(([id]) => id)],
    ...checked(body, coreAttributes(type)),
    ...Object.fromEntries(extensions.filter((entry): entry is [string, JsonObject] => entry[1] !== null)),
  };
}

/** The attributes a client writes at the top level; those in COMMON_ATTRIBUTES come first (RFC 7643 §3.1). */
function coreAttributes(type: ResourceType): readonly AttributeDefinition[] {
  const common = COMMON_ATTRIBUTES.filter((attribute) => attribute.name !== 'schemas');
  const names = new Set(COMMON_ATTRIBUTES.map((attribute) => attribute.name.toLowerCase()));
  return [
    ...common,
    ...type.schema.attributes.filter((attribute) => !names.has(attribute.name.toLowerCase())),
  ];
}

function schemasOf(body: JsonObject): ReadonlySet<string> {
  const schemas = memberNamed(body, 'schemas');
  const urns: readonly Json[] = Array.isArray(schemas) ? schemas : [];
  return new Set(urns.flatMap((urn) => (typeof urn === 'string' ? [urn.toLowerCase()] : [])));
}

/** The extension's data, or null when there are none. */
function extensionOf(body: JsonObject, schema: Schema): JsonObject | null {
  const value = memberNamed(body, schema.id);
  if (isUnassigned(value)) return null;
  if (!isObject(value)) throw invalidValue(schema.id, 'takes an object');
  const data = checked(value, schema.attributes);
  return Object.keys(data).length === 0 ? null : data;
}

function checked(value: JsonObject, definitions: readonly AttributeDefinition[]): JsonObject {
  const members = normaliseMembers(value, definitions, READING);
  const required = missing(members, definitions);
  if (required !== undefined) throw invalidValue(required.name, 'is required');
  return members;
}
