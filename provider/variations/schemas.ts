import { isObject, type JsonObject } from '../../scim/json.ts';
import type { AttributeDefinition, ResourceType, Schema } from '../../scim/schema.ts';
import { define, USER_TYPE } from '../../scim/schemas/index.ts';
import { storing } from '../faults/rewrite.ts';
import type { SettingsChange, VariationTable } from './variation.ts';

const BADGE: Schema = {
  id: 'urn:example:params:scim:schemas:extension:badge:2.0:User',
  name: 'Badge',
  attributes: [
    define('level', 'string'),
    define('number', 'integer'),
    define('issued', 'dateTime'),
    define('weight', 'decimal'),
  ],
};

const COST_GROUP = define('costGroup', 'string', { multiValued: true });
const DESK = define('desk', 'complex', {
  subAttributes: [define('floor', 'integer'), define('since', 'dateTime'), define('standing', 'boolean')],
});

/** A type beside users and groups. */
const DEVICE_TYPE: ResourceType = {
  name: 'Device',
  endpoint: '/Devices',
  schema: {
    id: 'urn:example:params:scim:schemas:core:2.0:Device',
    name: 'Device',
    attributes: [
      define('serial', 'string', { required: true, caseExact: true, uniqueness: 'server' }),
      define('displayName', 'string'),
    ],
  },
  extensions: [],
};

/** Settings with other attributes in the schema of users. */
function attributes(
  change: (definitions: readonly AttributeDefinition[]) => readonly AttributeDefinition[],
): SettingsChange {
  return ({ userType = USER_TYPE }) => ({
    userType: { ...userType, schema: { ...userType.schema, attributes: change(userType.schema.attributes) } },
  });
}

/** Settings with other characteristics of some attributes of users. */
function characteristics(names: readonly string[], changed: Partial<AttributeDefinition>): SettingsChange {
  return attributes((definitions) =>
    definitions.map((definition) =>
      names.includes(definition.name) ? { ...definition, ...changed } : definition,
    ),
  );
}

/** Attributes of RFC 7643 §4.1 that hardly any directory has. */
const RARE: readonly string[] = ['ims', 'photos', 'entitlements', 'x509Certificates', 'profileUrl'];

const isUser = ({ schemas }: JsonObject): boolean =>
  Array.isArray(schemas) && schemas.includes(USER_TYPE.schema.id);

/** What users and groups consist of. */
export const SCHEMAS = {
  'more-attributes': {
    title: 'users have attributes beyond RFC 7643, declared in /Schemas',
    permittedBy: 'RFC7643-3.3',
    settings: attributes((definitions) => [...definitions, COST_GROUP, DESK]),
    overrides: storing((resource) =>
      isUser(resource)
        ? { costGroup: ['a', 'b'], desk: { floor: 3, since: '2020-01-02T03:04:05Z' }, ...resource }
        : resource,
    ),
  },
  'another-extension': {
    title: 'users have an extension of the provider’s own, with values',
    permittedBy: 'RFC7643-3.3',
    settings: ({ userType = USER_TYPE }) => ({
      userType: { ...userType, extensions: [...userType.extensions, BADGE] },
    }),
    overrides: storing((resource) => {
      if (!isUser(resource)) return resource;
      const data = resource[BADGE.id];
      const given = { level: 'gold', number: 7, issued: '2020-01-02T03:04:05Z', weight: 1.5 };
      return {
        ...resource,
        schemas: [...new Set([...(Array.isArray(resource.schemas) ? resource.schemas : []), BADGE.id])],
        [BADGE.id]: { ...given, ...(isObject(data) ? data : {}) },
      };
    }),
  },
  'another-resource-type': {
    title: 'there are devices beside users and groups',
    permittedBy: 'RFC7643-6',
    settings: ({ otherTypes = [] }) => ({ otherTypes: [...otherTypes, DEVICE_TYPE] }),
  },
  'fewer-attributes': {
    title: 'users have none of the rarer attributes of RFC 7643',
    permittedBy: 'RFC7643-4.1',
    settings: attributes((definitions) => definitions.filter(({ name }) => !RARE.includes(name))),
  },
  'groups-of-users-not-shown': {
    title: 'users do not show their groups',
    permittedBy: 'RFC7643-4.1.2',
    settings: attributes((definitions) => definitions.filter(({ name }) => name !== 'groups')),
    overrides: (steps) => ({
      represent: (resource, type) => {
        const { groups: _, ...shown } = steps.represent(resource, type);
        return type.name === 'User' ? shown : steps.represent(resource, type);
      },
    }),
  },
  'names-case-exact': {
    title: 'nicknames, types and languages of users are compared with their letter case',
    permittedBy: 'RFC7643-2.2',
    settings: characteristics(['nickName', 'userType', 'preferredLanguage'], { caseExact: true }),
  },
  'canonical-values-declared': {
    title: '/Schemas recommends values for preferredLanguage and userType',
    permittedBy: 'RFC7643-7',
    settings: characteristics(['preferredLanguage', 'userType'], { canonicalValues: ['en', 'de', 'fr'] }),
  },
} as const satisfies VariationTable;
