import { type Application, FEATURES } from '../config/application.ts';
import { isObject, type Json, type JsonObject, member, stringMember } from '../scim/json.ts';
import type { AttributeDefinition, AttributeType, ResourceType, Schema } from '../scim/schema.ts';
import { GROUP_TYPE, USER_TYPE } from '../scim/schemas/index.ts';
import { RESOURCE_TYPE_SCHEMA, SCHEMA_SCHEMA, SERVICE_PROVIDER_CONFIG } from '../scim/urns.ts';
import type { Features, TargetFacts } from './plan.ts';

/** The bodies of the discovery endpoints; undefined where one did not answer with 200 and JSON. */
export interface DiscoveryAnswers {
  readonly serviceProviderConfig: Json | undefined;
  readonly resourceTypes: Json | undefined;
  readonly schemas: Json | undefined;
}

const TYPES: ReadonlySet<string> = new Set([
  'string',
  'boolean',
  'decimal',
  'integer',
  'dateTime',
  'binary',
  'reference',
  'complex',
]);
/** Attributes deeper than this are no SCIM: complex attributes hold no complex ones (RFC 7643 §2.3.8). */
const DEPTH = 2;

/**
 * Reads what a target announces about itself (RFC 7644 §4, RFC 7643 §5-§7). Whatever is missing, malformed or hostile
 * reads as "says nothing": announcements are judged by checks of their own.
 */
export function readDiscovery(answers: DiscoveryAnswers): TargetFacts {
  const resourceTypes = listed(answers.resourceTypes);
  const schemas = listed(answers.schemas).flatMap((item) => readSchema(item) ?? []);
  const config = answers.serviceProviderConfig;
  return {
    features: readFeatures(config),
    limits: {
      maxOperations: limit(config, 'bulk', 'maxOperations'),
      maxPayloadSize: limit(config, 'bulk', 'maxPayloadSize'),
      maxResults: limit(config, 'filter', 'maxResults'),
      maxPageSize: limit(config, 'pagination', 'maxPageSize'),
    },
    groupsListed: groupsListed(resourceTypes),
    user: resourceType(USER_TYPE, schemas, resourceTypes),
    group: resourceType(GROUP_TYPE, schemas, resourceTypes),
    others: otherTypes(schemas, resourceTypes),
  };
}

/** What is known about a target that never said anything. */
export const NO_FACTS: TargetFacts = readDiscovery({
  serviceProviderConfig: undefined,
  resourceTypes: undefined,
  schemas: undefined,
});

/** The facts with the features of the application's profile wherever the target itself is silent. */
export function withProfile(facts: TargetFacts, { features: stated = {} }: Application): TargetFacts {
  const features = Object.fromEntries(
    FEATURES.map((name) => [name, facts.features[name] ?? stated[name] ?? null]),
  );
  return { ...facts, features: features as Features };
}

/** The resources of a ListResponse, or of a bare array as some targets answer. */
function listed(body: Json | undefined): readonly JsonObject[] {
  const items = Array.isArray(body) ? body : member(body, 'Resources');
  return Array.isArray(items) ? items.filter(isObject) : [];
}

function readFeatures(config: Json | undefined): Features {
  return {
    patch: flag(config, 'patch', 'supported'),
    bulk: flag(config, 'bulk', 'supported'),
    filter: flag(config, 'filter', 'supported'),
    changePassword: flag(config, 'changePassword', 'supported'),
    sort: flag(config, 'sort', 'supported'),
    etag: flag(config, 'etag', 'supported'),
    indexPagination: flag(config, 'pagination', 'index'),
    cursorPagination: flag(config, 'pagination', 'cursor'),
  };
}

function flag(config: Json | undefined, feature: string, name: string): boolean | null {
  const value = member(member(config, feature), name);
  return typeof value === 'boolean' ? value : null;
}

/** A limit that can be counted on: a whole number that is not negative. */
function limit(config: Json | undefined, feature: string, name: string): number | null {
  const value = member(member(config, feature), name);
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function groupsListed(resourceTypes: readonly JsonObject[]): boolean | null {
  if (resourceTypes.length === 0) return null;
  return resourceTypes.some((item) => isFor(item, GROUP_TYPE));
}

/** Whether a ResourceType resource describes this type: by its endpoint, or by its schema. */
function isFor(item: JsonObject, type: ResourceType): boolean {
  const endpoint = stringMember(item, 'endpoint')?.replace(/^.*\/(?=[^/]+$)/, '/');
  return (
    endpoint?.toLowerCase() === type.endpoint.toLowerCase() || stringMember(item, 'schema') === type.schema.id
  );
}

function resourceType(
  base: ResourceType,
  schemas: readonly Schema[],
  resourceTypes: readonly JsonObject[],
): ResourceType | null {
  const byId = (id: string): Schema | undefined =>
    schemas.find((schema) => schema.id.toLowerCase() === id.toLowerCase());
  const schema = byId(base.schema.id);
  if (schema === undefined) return null;
  const declared = resourceTypes.find((item) => isFor(item, base));
  const ids = extensionIds(declared) ?? base.extensions.map((extension) => extension.id);
  return { ...base, schema, extensions: ids.flatMap((id) => byId(id) ?? []) };
}

/** The schema URIs of a ResourceType's extensions, or null when it says nothing about them. */
function extensionIds(resourceType: JsonObject | undefined): readonly string[] | null {
  const extensions = member(resourceType, 'schemaExtensions');
  return Array.isArray(extensions)
    ? extensions.flatMap((extension) => stringMember(extension, 'schema') ?? [])
    : null;
}

/** Endpoints of the protocol's own, which hold no resources of a client's, whatever lists them (RFC 7644 §3.2, Table 2). */
const OF_THE_PROTOCOL = /^\/?(serviceproviderconfigs?|resourcetypes?|schemas?|me|bulk|\.search)$/i;

/** Schemas of what describes a service provider: read only (RFC 7643 §5-§7). */
const DESCRIBING: ReadonlySet<string> = new Set(
  [SERVICE_PROVIDER_CONFIG, RESOURCE_TYPE_SCHEMA, SCHEMA_SCHEMA].map((urn) => urn.toLowerCase()),
);

/** Resource types of the target's own: those whose endpoint and schema can be read. Discovery is none, even where it is listed. */
function otherTypes(
  schemas: readonly Schema[],
  resourceTypes: readonly JsonObject[],
): readonly ResourceType[] {
  return resourceTypes.flatMap((item) => {
    if ([USER_TYPE, GROUP_TYPE].some((known) => isFor(item, known))) return [];
    const endpoint = stringMember(item, 'endpoint');
    const id = stringMember(item, 'schema')?.toLowerCase();
    const schema = schemas.find((known) => known.id.toLowerCase() === id);
    if (schema === undefined || endpoint === undefined || !/^\/?[\w.-]+$/.test(endpoint)) return [];
    if (OF_THE_PROTOCOL.test(endpoint) || DESCRIBING.has(schema.id.toLowerCase())) return [];
    const wanted = (extensionIds(item) ?? []).map((extension) => extension.toLowerCase());
    return [
      {
        name: stringMember(item, 'name') ?? schema.name,
        endpoint: endpoint.startsWith('/') ? endpoint : `/${endpoint}`,
        schema,
        extensions: schemas.filter((known) => wanted.includes(known.id.toLowerCase())),
      },
    ];
  });
}

function readSchema(item: JsonObject): Schema | null {
  const id = stringMember(item, 'id');
  if (id === undefined) return null;
  return {
    id,
    name: stringMember(item, 'name') ?? id,
    attributes: readAttributes(member(item, 'attributes'), DEPTH),
  };
}

function readAttributes(value: Json | undefined, depth: number): readonly AttributeDefinition[] {
  if (!Array.isArray(value) || depth === 0) return [];
  return value.flatMap((item) => readAttribute(item, depth) ?? []);
}

/** One attribute definition; characteristics that are missing take the defaults of RFC 7643 §2.2. */
function readAttribute(item: Json, depth: number): AttributeDefinition | null {
  const name = stringMember(item, 'name');
  const type = stringMember(item, 'type');
  if (name === undefined || type === undefined || !TYPES.has(type)) return null;
  const subAttributes = readAttributes(member(item, 'subAttributes'), depth - 1);
  return {
    name,
    type: type as AttributeType,
    multiValued: member(item, 'multiValued') === true,
    required: member(item, 'required') === true,
    caseExact: member(item, 'caseExact') === true,
    mutability: oneOf(item, 'mutability', ['readWrite', 'readOnly', 'immutable', 'writeOnly']),
    returned: oneOf(item, 'returned', ['default', 'always', 'never', 'request']),
    uniqueness: oneOf(item, 'uniqueness', ['none', 'server', 'global']),
    canonicalValues: strings(member(item, 'canonicalValues')),
    referenceTypes: strings(member(item, 'referenceTypes')),
    ...(subAttributes.length > 0 ? { subAttributes } : {}),
  };
}

function oneOf<const T extends string>(item: Json, name: string, values: readonly [T, ...T[]]): T {
  const value = stringMember(item, name);
  return values.find((known) => known === value) ?? values[0];
}

function strings(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
