import { ScimError } from '../scim/error.ts';
import type { JsonObject } from '../scim/json.ts';
import type { AttributeDefinition, ResourceType, Schema } from '../scim/schema.ts';
import { RESOURCE_TYPE_SCHEMA, SCHEMA_SCHEMA, SERVICE_PROVIDER_CONFIG } from '../scim/urns.ts';
import { MAX_OPERATIONS, MAX_PAYLOAD } from './bulk.ts';
import { MAX_PAGE_SIZE } from './cursor.ts';
import { listResponse, MAX_RESULTS } from './query.ts';

function meta(resourceType: string, location: string): JsonObject {
  return { resourceType, location };
}

/** How results are paged where cursors are on (RFC 9865 §4). */
const PAGINATION: JsonObject = {
  cursor: true,
  index: true,
  defaultPaginationMethod: 'index',
  defaultPageSize: MAX_PAGE_SIZE,
  maxPageSize: MAX_PAGE_SIZE,
};

/** The service provider's features (RFC 7643 §5): what is advertised here is what the handlers do. */
function serviceProviderConfig(baseUrl: string, cursors: boolean): JsonObject {
  return {
    schemas: [SERVICE_PROVIDER_CONFIG],
    patch: { supported: true },
    bulk: { supported: true, maxOperations: MAX_OPERATIONS, maxPayloadSize: MAX_PAYLOAD },
    filter: { supported: true, maxResults: MAX_RESULTS },
    changePassword: { supported: true },
    sort: { supported: true },
    etag: { supported: true },
    ...(cursors && { pagination: PAGINATION }),
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'The token in the Authorization header, as a bearer token (RFC 6750).',
        primary: true,
      },
    ],
    meta: meta('ServiceProviderConfig', `${baseUrl}/ServiceProviderConfig`),
  };
}

/** One resource type (RFC 7643 §6). */
function resourceTypeBody(type: ResourceType, baseUrl: string): JsonObject {
  return {
    schemas: [RESOURCE_TYPE_SCHEMA],
    id: type.name,
    name: type.name,
    endpoint: type.endpoint,
    schema: type.schema.id,
    schemaExtensions: type.extensions.map(({ id }) => ({ schema: id, required: false })),
    meta: meta('ResourceType', `${baseUrl}/ResourceTypes/${type.name}`),
  };
}

function attributeBody(attribute: AttributeDefinition): JsonObject {
  const { name, type, multiValued, required, caseExact, mutability, returned, uniqueness } = attribute;
  return {
    name,
    type,
    multiValued,
    required,
    caseExact,
    mutability,
    returned,
    uniqueness,
    ...(attribute.canonicalValues && { canonicalValues: attribute.canonicalValues }),
    ...(attribute.referenceTypes && { referenceTypes: attribute.referenceTypes }),
    ...(attribute.subAttributes && { subAttributes: attribute.subAttributes.map(attributeBody) }),
  };
}

/** One schema (RFC 7643 §7). */
function schemaBody({ id, name, attributes }: Schema, baseUrl: string): JsonObject {
  return {
    schemas: [SCHEMA_SCHEMA],
    id,
    name,
    attributes: attributes.map(attributeBody),
    meta: meta('Schema', `${baseUrl}/Schemas/${id}`),
  };
}

/** The resources behind `/ServiceProviderConfig`, `/ResourceTypes` and `/Schemas`. */
export interface Discovery {
  readonly config: JsonObject;
  readonly resourceTypes: readonly JsonObject[];
  readonly schemas: readonly JsonObject[];
}

/** Everything the discovery endpoints answer for these resource types (RFC 7644 §4). */
export function discovery(types: readonly ResourceType[], baseUrl: string, cursors = false): Discovery {
  const schemas = new Map(
    types.flatMap(({ schema, extensions }) => [schema, ...extensions]).map((schema) => [schema.id, schema]),
  );
  return {
    config: serviceProviderConfig(baseUrl, cursors),
    resourceTypes: types.map((type) => resourceTypeBody(type, baseUrl)),
    schemas: [...schemas.values()].map((schema) => schemaBody(schema, baseUrl)),
  };
}

/** A ListResponse of all of them; query parameters other than `filter` are ignored (RFC 7644 §4). */
export function listAll(resources: readonly JsonObject[]): JsonObject {
  return listResponse({ resources, total: resources.length, startIndex: 1 });
}

/**
 * The one with this id.
 * @throws ScimError 404
 */
export function pick(resources: readonly JsonObject[], id: string): JsonObject {
  const wanted = id.toLowerCase();
  const found = resources.find((resource) => String(resource.id).toLowerCase() === wanted);
  if (!found) throw new ScimError(404, null, `Resource ${id} not found.`);
  return found;
}
