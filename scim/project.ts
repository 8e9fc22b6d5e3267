import { memberNamed, withMember } from './_internals/members.ts';
import { ScimError } from './error.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { resolvePath } from './lookup.ts';
import { parsePath } from './path.ts';
import type { AttributeDefinition, ResourceType } from './schema.ts';
import { COMMON_ATTRIBUTES } from './schemas/common.ts';

/** Attribute names in standard notation (RFC 7644 §3.10), as in the query parameters of the same names. */
export interface Projection {
  readonly attributes?: readonly string[];
  readonly excludedAttributes?: readonly string[];
}

/** Definitions named by a parameter: the attribute as a whole, or only the sub-attributes listed. */
type Named = ReadonlyMap<AttributeDefinition, 'whole' | ReadonlySet<AttributeDefinition>>;
interface Wanted {
  readonly requested: Named | null;
  readonly excluded: Named;
}

/**
 * What a response contains of a resource (RFC 7644 §3.9): attributes `returned` always; by default those returned by
 * default; with `attributes` only those named instead, with `excludedAttributes` all but those named. Names that
 * are not defined have no effect. Members the schemas do not define are kept unless `attributes` is given.
 * @throws ScimError 400 `invalidValue` when both are given, which §3.9 calls mutually exclusive
 */
export function project(resource: JsonObject, type: ResourceType, projection: Projection = {}): JsonObject {
  const { attributes = [], excludedAttributes = [] } = projection;
  if (attributes.length > 0 && excludedAttributes.length > 0) {
    throw new ScimError(400, 'invalidValue', '"attributes" and "excludedAttributes" exclude each other.');
  }
  const wanted: Wanted = {
    requested: attributes.length === 0 ? null : named(attributes, type),
    excluded: named(excludedAttributes, type),
  };
  let result = filtered(resource, [...COMMON_ATTRIBUTES, ...type.schema.attributes], wanted, type);
  for (const extension of type.extensions) {
    const data = memberNamed(resource, extension.id);
    if (isObject(data))
      result = withMember(result, extension.id, filtered(data, extension.attributes, wanted));
  }
  return result;
}

function named(texts: readonly string[], type: ResourceType): Named {
  const found = new Map<AttributeDefinition, 'whole' | Set<AttributeDefinition>>();
  for (const text of texts) {
    const resolved = resolveText(text.trim(), type);
    if (resolved === null) continue;
    const { attribute, subAttribute } = resolved;
    const known = found.get(attribute);
    if (subAttribute === null) found.set(attribute, 'whole');
    else if (known === undefined) found.set(attribute, new Set([subAttribute]));
    else if (known !== 'whole') known.add(subAttribute);
  }
  return found;
}

function resolveText(text: string, type: ResourceType) {
  try {
    const path = parsePath(text);
    return path.filter === null ? resolvePath(path, type) : null;
  } catch (error) {
    if (error instanceof ScimError) return null;
    throw error;
  }
}

/** The holder's members after {@link project}'s rules; with `type`, extension objects are left for the caller. */
function filtered(
  holder: JsonObject,
  definitions: readonly AttributeDefinition[],
  wanted: Wanted,
  type?: ResourceType,
): JsonObject {
  const extensions = new Set(type?.extensions.map((schema) => schema.id.toLowerCase()));
  const members: [string, Json][] = [];
  for (const [key, value] of Object.entries(holder)) {
    const name = key.toLowerCase();
    const definition = definitions.find((item) => item.name.toLowerCase() === name);
    if (definition === undefined) {
      if (wanted.requested === null || extensions.has(name)) members.push([key, value]);
      continue;
    }
    const visible = visibleValue(value, definition, wanted);
    if (visible !== undefined) members.push([key, visible]);
  }
  return Object.fromEntries(members);
}

function visibleValue(value: Json, definition: AttributeDefinition, wanted: Wanted): Json | undefined {
  const request = wanted.requested?.get(definition);
  const exclusion = wanted.excluded.get(definition);
  const explicit = wanted.requested !== null;
  if (!isVisible(definition, explicit, request !== undefined, exclusion === 'whole')) return undefined;
  const { subAttributes } = definition;
  if (subAttributes === undefined) return value;
  const some = request === 'whole' ? undefined : request;
  const without = exclusion === 'whole' ? undefined : exclusion;
  const shows = (sub: AttributeDefinition) =>
    isVisible(sub, some !== undefined, some?.has(sub) ?? false, without?.has(sub) ?? false);
  return withSubAttributes(value, subAttributes, shows, some === undefined);
}

/** The table of RFC 7643 §7, "returned". */
function isVisible(
  definition: AttributeDefinition,
  explicit: boolean,
  requested: boolean,
  excluded: boolean,
): boolean {
  switch (definition.returned) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'request':
      return requested;
    case 'default':
      return explicit ? requested : !excluded;
  }
}

/** The value with the sub-attributes that show; undefined when that leaves nothing of it. */
function withSubAttributes(
  value: Json,
  definitions: readonly AttributeDefinition[],
  shows: (definition: AttributeDefinition) => boolean,
  keepUnknown: boolean,
): Json | undefined {
  if (Array.isArray(value)) {
    const items = value.flatMap(
      (item: Json) => withSubAttributes(item, definitions, shows, keepUnknown) ?? [],
    );
    return items.length === 0 && value.length > 0 ? undefined : items;
  }
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([key]) => {
    const definition = definitions.find((item) => item.name.toLowerCase() === key.toLowerCase());
    return definition === undefined ? keepUnknown : shows(definition);
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
