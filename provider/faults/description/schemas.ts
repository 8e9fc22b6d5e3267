import { CORE_USER } from '../../../scim/urns.ts';
import { listAll } from '../../discovery.ts';
import type { FaultTable } from '../fault.ts';
import { mapAttribute, omit } from '../rewrite.ts';
import { answering, declaring, defining, each, isList, notFound, typeOf, writable } from './overrides.ts';

/** Schemas as they are listed: RFC 7643 §7, RFC 7644 §4. */
export const SCHEMAS = {
  'schemas-not-found': {
    title: '/Schemas answers 404',
    violates: 'RFC7644-4',
    overrides: answering('Schemas', () => notFound('/Schemas')),
  },
  'schemas-array': {
    title: '/Schemas answers with a bare array',
    violates: 'RFC7644-4',
    overrides: answering('Schemas', (body) => (isList(body) ? JSON.stringify(body.Resources) : body)),
  },
  'schemas-without-user': {
    title: '/Schemas does not list the core schema of users',
    violates: 'RFC7644-4',
    overrides: each('Schemas', (schema) => (schema.id === CORE_USER ? null : schema)),
  },
  'schemas-counted-wrong': {
    title: 'totalResults of /Schemas is 0',
    violates: 'RFC7644-4',
    overrides: answering('Schemas', (body) => (isList(body) ? { ...body, totalResults: 0 } : body)),
  },
  'schema-by-id-not-found': {
    title: 'a single schema answers 404',
    violates: 'RFC7644-4',
    overrides: answering('Schemas', (body) => (isList(body) ? body : notFound('The schema'))),
  },
  'schema-by-id-as-list': {
    title: 'a single schema is answered as a list',
    violates: 'RFC7644-4',
    overrides: answering('Schemas', (body) => (isList(body) ? body : listAll([body]))),
  },
  'schema-by-id-shortened': {
    title: 'a single schema comes without its last attribute',
    violates: 'RFC7644-4',
    overrides: answering('Schemas', (body) =>
      isList(body)
        ? body
        : mapAttribute(body, 'attributes', (value) => (Array.isArray(value) ? value.slice(0, -1) : value)),
    ),
  },
  'schema-without-id': {
    title: 'schemas have no id',
    violates: 'RFC7643-7',
    overrides: each('Schemas', (schema) => omit(schema, 'id')),
  },
  'schema-id-short': {
    title: 'the id of a schema is its name',
    violates: 'RFC7643-7',
    overrides: each('Schemas', (schema) => ({ ...schema, id: typeOf(schema) })),
  },
  'schema-attribute-without-plurality': {
    title: 'definitions have no multiValued where it is false',
    violates: 'RFC7643-7',
    overrides: defining('userName', (definition) => omit(definition, 'multiValued')),
  },
  'schema-attribute-nameless': {
    title: 'the definition of a sub-attribute has no name',
    violates: 'RFC7643-7',
    overrides: defining('emails.display', (definition) => omit(definition, 'name')),
  },
  'schema-type-unknown': {
    title: 'the type of an attribute is "text"',
    violates: 'RFC7643-7',
    overrides: declaring('displayName', { type: 'text' }),
  },
  'schema-groups-writable': {
    title: 'the schema of users declares groups as readWrite',
    violates: 'RFC7643-4.1.2',
    overrides: declaring('groups', { mutability: 'readWrite' }),
  },
  'schema-password-shown': {
    title: 'the schema of users declares that password is returned by default',
    violates: 'RFC7643-4.1.1',
    overrides: declaring('password', { returned: 'default' }),
  },
  'schema-complex-without-parts': {
    title: 'a complex attribute lists no subAttributes',
    violates: 'RFC7643-7',
    overrides: defining('emails', (definition) => omit(definition, 'subAttributes')),
  },
  'schemas-writable': {
    title: 'POST adds schemas, and PUT changes them',
    violates: 'RFC7643-7',
    overrides: writable('Schemas'),
  },
  'discovery-paged': {
    title: 'startIndex and count choose among the schemas and resource types',
    violates: 'RFC7644-4',
    overrides: (steps) => ({
      browse: (resources, parameters) => {
        const from = Number(parameters.get('startIndex') ?? 1) - 1;
        const count = Number(parameters.get('count') ?? resources.length);
        return steps.browse(resources, parameters).slice(from, from + count);
      },
    }),
  },
  'discovery-filter-followed': {
    title: 'a filter on /Schemas is followed',
    violates: 'RFC7644-4',
    overrides: (steps) => ({
      refuseFilter: () => {},
      browse: (resources, parameters) => {
        const wanted = /^id eq "([^"]*)"$/.exec(parameters.get('filter') ?? '')?.[1];
        const all = steps.browse(resources, parameters);
        return wanted === undefined ? all : all.filter(({ id }) => id === wanted);
      },
    }),
  },
  'discovery-filter-ignored': {
    title: 'a filter on a discovery endpoint is ignored without a word',
    violates: 'RFC7644-4',
    overrides: () => ({ refuseFilter: () => {} }),
  },
} as const satisfies FaultTable;
