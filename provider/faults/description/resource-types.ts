import { ScimError } from '../../../scim/error.ts';
import { type Json, member } from '../../../scim/json.ts';
import { ENTERPRISE_USER } from '../../../scim/urns.ts';
import { listAll } from '../../discovery.ts';
import type { FaultTable } from '../fault.ts';
import { mapAttribute, omit } from '../rewrite.ts';
import { answering, each, extension, isList, notFound, typeOf, writable } from './overrides.ts';

/** Resource types: RFC 7643 §6, RFC 7644 §4. */
export const RESOURCE_TYPES = {
  'resource-types-not-found': {
    title: '/ResourceTypes answers 404',
    violates: 'RFC7644-4',
    overrides: answering('ResourceTypes', () => notFound('/ResourceTypes')),
  },
  'resource-types-array': {
    title: '/ResourceTypes answers with a bare array',
    violates: 'RFC7644-4',
    overrides: answering('ResourceTypes', (body) => (isList(body) ? JSON.stringify(body.Resources) : body)),
  },
  'resource-types-without-user': {
    title: '/ResourceTypes does not list users',
    violates: 'RFC7644-4',
    overrides: each('ResourceTypes', (type) => (typeOf(type) === 'User' ? null : type)),
  },
  'resource-type-nameless': {
    title: 'a resource type has no name',
    violates: 'RFC7643-6',
    overrides: each('ResourceTypes', (type) => omit(type, 'name')),
  },
  'resource-type-without-endpoint': {
    title: 'a resource type has no endpoint',
    violates: 'RFC7643-6',
    overrides: each('ResourceTypes', (type) => (typeOf(type) === 'Group' ? type : omit(type, 'endpoint'))),
  },
  'resource-type-endpoint-wrong': {
    title: 'the endpoint of a resource type repeats the path of the base URL',
    violates: 'RFC7643-6',
    overrides: each('ResourceTypes', (type) =>
      mapAttribute(type, 'endpoint', (path) => `/scim/v2${String(path)}`),
    ),
  },
  'resource-type-without-schema': {
    title: 'a resource type has no schema',
    violates: 'RFC7643-6',
    overrides: each('ResourceTypes', (type) => omit(type, 'schema')),
  },
  'resource-type-schema-unknown': {
    title: 'a resource type names a schema by its name instead of its URI',
    violates: 'RFC7643-6',
    overrides: each('ResourceTypes', (type) => ({ ...type, schema: typeOf(type) })),
  },
  'resource-type-extension-unknown': {
    title: 'a resource type names an extension that /Schemas does not list',
    violates: 'RFC7643-6',
    overrides: each('Schemas', (schema) => (schema.id === ENTERPRISE_USER ? null : schema)),
  },
  'resource-type-extension-as-text': {
    title: 'schemaExtensions holds URIs instead of objects',
    violates: 'RFC7643-6',
    overrides: each('ResourceTypes', (type) =>
      mapAttribute(type, 'schemaExtensions', (value) =>
        Array.isArray(value) ? value.map((item: Json) => member(item, 'schema') ?? '') : value,
      ),
    ),
  },
  'resource-type-extension-without-required': {
    title: 'an extension does not say whether it is required',
    violates: 'RFC7643-6',
    overrides: extension((item) => omit(item, 'required')),
  },
  'resource-type-extension-not-enforced': {
    title: 'an extension is declared as required, and resources do without it',
    violates: 'RFC7643-6',
    overrides: extension((item) => ({ ...item, required: true })),
  },
  'resource-type-extension-demanded': {
    title: 'an extension is declared as optional, and users without it are refused',
    violates: 'RFC7643-6',
    overrides: (steps) => ({
      intake: (body, type, before) => {
        const taken = steps.intake(body, type, before);
        if (type.extensions.some(({ id }) => member(body, id) === undefined))
          throw new ScimError(400, 'invalidValue', 'The extension is required.');
        return taken;
      },
    }),
  },
  'resource-type-name-other': {
    title: 'the name of a resource type is not what meta.resourceType says',
    violates: 'RFC7643-6',
    overrides: each('ResourceTypes', (type) => ({ ...type, name: `${typeOf(type)}s` })),
  },
  'resource-type-single-as-list': {
    title: 'a single resource type is answered as a list',
    violates: 'RFC7644-4',
    overrides: answering('ResourceTypes', (body) => (isList(body) ? body : listAll([body]))),
  },
  'resource-type-single-not-found': {
    title: 'a single resource type answers 404',
    violates: 'RFC7644-4',
    overrides: answering('ResourceTypes', (body) => (isList(body) ? body : notFound('The type'))),
  },
  'resource-types-writable': {
    title: 'POST adds resource types',
    violates: 'RFC7643-6',
    overrides: writable('ResourceTypes'),
  },
} as const satisfies FaultTable;
