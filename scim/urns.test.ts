import { expect, test } from 'vitest';
import * as urns from './urns.ts';

const SCHEMA = 'urn:ietf:params:scim:schemas';
const MESSAGE = 'urn:ietf:params:scim:api:messages:2.0';

test('the URIs are those registered by RFC 7643 §10.4 and RFC 7644 §8.2', () => {
  expect({ ...urns }).toEqual({
    CORE_USER: `${SCHEMA}:core:2.0:User`,
    CORE_GROUP: `${SCHEMA}:core:2.0:Group`,
    ENTERPRISE_USER: `${SCHEMA}:extension:enterprise:2.0:User`,
    SERVICE_PROVIDER_CONFIG: `${SCHEMA}:core:2.0:ServiceProviderConfig`,
    RESOURCE_TYPE_SCHEMA: `${SCHEMA}:core:2.0:ResourceType`,
    SCHEMA_SCHEMA: `${SCHEMA}:core:2.0:Schema`,
    LIST_RESPONSE: `${MESSAGE}:ListResponse`,
    SEARCH_REQUEST: `${MESSAGE}:SearchRequest`,
    PATCH_OP: `${MESSAGE}:PatchOp`,
    BULK_REQUEST: `${MESSAGE}:BulkRequest`,
    BULK_RESPONSE: `${MESSAGE}:BulkResponse`,
    ERROR: `${MESSAGE}:Error`,
    SCIM_MEDIA_TYPE: 'application/scim+json',
  });
});
