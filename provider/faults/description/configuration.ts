import { ScimError } from '../../../scim/error.ts';
import { isObject } from '../../../scim/json.ts';
import type { FaultTable } from '../fault.ts';
import { mapAttribute, omit } from '../rewrite.ts';
import { answering, both, config, notFound, omitHeader, scheme, showing, writable } from './overrides.ts';

/** What the configuration says: RFC 7643 §5, RFC 7644 §4, RFC 9865 §4. */
export const CONFIGURATION = {
  'config-not-found': {
    title: '/ServiceProviderConfig answers 404',
    violates: 'RFC7644-4',
    overrides: answering('ServiceProviderConfig', () => notFound('/ServiceProviderConfig')),
  },
  'config-schema-missing': {
    title: 'the configuration does not name its schema',
    violates: 'RFC7644-4',
    overrides: config((body) => omit(body, 'schemas')),
  },
  'config-schema-1-1': {
    title: 'the configuration names the schema of SCIM 1.1',
    violates: 'RFC7644-4',
    overrides: config((body) => ({ ...body, schemas: ['urn:scim:schemas:core:1.0:ServiceProviderConfig'] })),
  },
  'config-patch-missing': {
    title: 'the configuration has no patch',
    violates: 'RFC7643-5',
    overrides: config((body) => omit(body, 'patch')),
  },
  'config-patch-supported-text': {
    title: 'patch.supported is the text "true"',
    violates: 'RFC7643-5',
    overrides: config((body) => ({ ...body, patch: { supported: 'true' } })),
  },
  'config-bulk-missing': {
    title: 'the configuration of a provider without bulk has no bulk',
    violates: 'RFC7643-5',
    overrides: config((body) => omit(body, 'bulk')),
  },
  'config-bulk-limits-missing': {
    title: 'bulk has no limits',
    violates: 'RFC7643-5',
    overrides: config((body) => ({ ...body, bulk: { supported: false } })),
  },
  'config-bulk-operations-text': {
    title: 'bulk.maxOperations is a text',
    violates: 'RFC7643-5',
    overrides: config((body) => ({
      ...body,
      bulk: { supported: false, maxOperations: '0', maxPayloadSize: 0 },
    })),
  },
  'config-bulk-payload-with-unit': {
    title: 'bulk.maxPayloadSize is a text with a unit',
    violates: 'RFC7643-5',
    overrides: config((body) => ({
      ...body,
      bulk: { supported: false, maxOperations: 0, maxPayloadSize: '1 MB' },
    })),
  },
  'config-filter-max-results-missing': {
    title: 'filter has no maxResults',
    violates: 'RFC7643-5',
    overrides: config((body) => ({ ...body, filter: { supported: true } })),
  },
  'config-filter-max-results-exceeded': {
    title: 'answers hold more resources than filter.maxResults',
    violates: 'RFC7643-5',
    overrides: config((body) => ({ ...body, filter: { supported: true, maxResults: 3 } })),
  },
  'config-change-password-missing': {
    title: 'the configuration has no changePassword',
    violates: 'RFC7643-5',
    overrides: config((body) => omit(body, 'changePassword')),
  },
  'config-sort-missing': {
    title: 'the configuration has no sort',
    violates: 'RFC7643-5',
    overrides: config((body) => omit(body, 'sort')),
  },
  'config-etag-boolean': {
    title: 'etag is a boolean instead of an object',
    violates: 'RFC7643-5',
    overrides: config((body) => ({ ...body, etag: true })),
  },
  'config-schemes-missing': {
    title: 'the configuration has no authenticationSchemes',
    violates: 'RFC7643-5',
    overrides: config((body) => omit(body, 'authenticationSchemes')),
  },
  'config-schemes-object': {
    title: 'authenticationSchemes is one object instead of a list',
    violates: 'RFC7643-5',
    overrides: config((body) =>
      mapAttribute(body, 'authenticationSchemes', (value) =>
        Array.isArray(value) ? (value[0] ?? null) : value,
      ),
    ),
  },
  'config-scheme-without-type': {
    title: 'an authentication scheme has no type',
    violates: 'RFC7643-5',
    overrides: scheme((item) => omit(item, 'type')),
  },
  'config-scheme-without-name': {
    title: 'an authentication scheme has no name',
    violates: 'RFC7643-5',
    overrides: scheme((item) => omit(item, 'name')),
  },
  'config-scheme-without-description': {
    title: 'an authentication scheme has no description',
    violates: 'RFC7643-5',
    overrides: scheme((item) => omit(item, 'description')),
  },
  'config-behind-authentication': {
    title: 'the authentication schemes cannot be read without credentials',
    violates: 'RFC7643-5',
    overrides: (steps) => ({
      admit: (head) => steps.admit({ ...head, path: head.path.replace(/^\/ServiceProviderConfig$/, '/-') }),
    }),
  },
  'config-writable': {
    title: 'PUT changes the configuration',
    violates: 'RFC7643-5',
    overrides: writable('ServiceProviderConfig'),
  },
  'config-pagination-text': {
    title: 'pagination.index is the text "true"',
    violates: 'RFC9865-4',
    overrides: config((body) => ({ ...body, pagination: { cursor: false, index: 'true' } })),
  },
  'config-pagination-default-unsupported': {
    title: 'pagination.defaultPaginationMethod names the method that is not supported',
    violates: 'RFC9865-4',
    overrides: config((body) => ({
      ...body,
      pagination: { cursor: false, index: true, defaultPaginationMethod: 'cursor' },
    })),
  },
  'change-password-refused': {
    title: 'changePassword is announced, and a new password is refused',
    violates: 'RFC7643-5',
    overrides: (steps) => ({
      modify: (resource, operations, type) => {
        if (operations.some(({ path }) => path?.toLowerCase() === 'password'))
          throw new ScimError(400, 'mutability', 'The password cannot be changed.');
        return steps.modify(resource, operations, type);
      },
    }),
  },
  'etag-announced-only': {
    title: 'etag is announced, and no answer has a version',
    violates: 'RFC7644-4',
    overrides: both(
      showing((shown) =>
        mapAttribute(shown, 'meta', (meta) => (isObject(meta) ? omit(meta, 'version') : meta)),
      ),
      (steps) => ({
        respond: (given) => steps.respond({ ...given, headers: omitHeader(given.headers, 'etag') }),
      }),
    ),
  },
  'sort-announced-only': {
    title: 'sort is announced, and sortBy answers 501',
    violates: 'RFC7644-4',
    overrides: (steps) => ({
      readParameters: (search) => {
        const parameters = steps.readParameters(search);
        if (parameters.has('sortBy')) throw new ScimError(501, null, 'Sorting is not supported.');
        return parameters;
      },
    }),
  },
  'patch-announced-only': {
    title: 'patch is announced, and PATCH of users answers 501',
    violates: 'RFC7644-4',
    overrides: (steps) => ({
      modify: (resource, operations, type) => {
        if (type.name === 'User') throw new ScimError(501, null, 'PATCH is not supported.');
        return steps.modify(resource, operations, type);
      },
    }),
  },
} as const satisfies FaultTable;
