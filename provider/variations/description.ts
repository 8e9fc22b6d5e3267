import { ScimError } from '../../scim/error.ts';
import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import { type Answer, failure } from '../answer.ts';
import {
  both,
  config,
  type Endpoint,
  each,
  isList,
  notFound,
  omitHeader,
} from '../faults/description/overrides.ts';
import { mapAttribute, omit } from '../faults/rewrite.ts';
import { describing } from '../faults/showing.ts';
import { metaOf } from '../store.ts';
import type { Overrides, VariationTable } from './variation.ts';

/** Overrides of an endpoint that is not there. */
const missing =
  (...endpoints: readonly Endpoint[]): Overrides =>
  (steps) => ({
    discovered: (body, name) =>
      endpoints.some((endpoint) => endpoint === name) ? notFound(`/${name}`) : steps.discovered(body, name),
  });

const unsupported = (feature: string, more: JsonObject = {}): Overrides =>
  config((body) => ({ ...body, [feature]: { supported: false, ...more } }));

const bare = (given: Answer): Answer => ({ ...given, headers: omitHeader(given.headers, 'etag') });

/** What is meant where /Schemas says nothing (RFC 7643 §2.2). */
const DEFAULTS: JsonObject = {
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
};

function withoutDefaults(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutDefaults);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([name, said]) => DEFAULTS[name] !== said);
  return mapAttribute(Object.fromEntries(kept), 'subAttributes', withoutDefaults);
}

function described(value: Json): Json {
  if (Array.isArray(value)) return value.map(described);
  if (!isObject(value)) return value;
  const text = `The attribute ${String(value.name)}.`;
  return mapAttribute({ ...value, description: text }, 'subAttributes', described);
}

const inReverse = (body: JsonObject): JsonObject =>
  mapAttribute(body, 'Resources', (list) => (Array.isArray(list) ? [...list].reverse() : list));

/** Discovery is advisable; the client of a gallery's application wants the schemas. */
const NOT_THERE: readonly string[] = ['RFC7644-4-config', 'RFC7644-4-resource-types', 'RFC7644-4-schemas'];
const NO_SCHEMAS: readonly string[] = ['E-034', 'E-035', 'E-037'];

/** What the discovery endpoints say, and the features they announce. */
export const DESCRIPTIONS = {
  'no-discovery': {
    title: 'there are no discovery endpoints',
    permittedBy: 'RFC7644-4',
    warns: [...NOT_THERE, ...NO_SCHEMAS],
    overrides: missing('ServiceProviderConfig', 'ResourceTypes', 'Schemas'),
  },
  'no-service-provider-config': {
    title: 'there is no /ServiceProviderConfig',
    permittedBy: 'RFC7644-4',
    warns: ['RFC7644-4-config'],
    overrides: missing('ServiceProviderConfig'),
  },
  'no-resource-types': {
    title: 'there is no /ResourceTypes',
    permittedBy: 'RFC7644-4',
    warns: ['RFC7644-4-resource-types'],
    overrides: missing('ResourceTypes'),
  },
  'no-schemas': {
    title: 'there is no /Schemas',
    permittedBy: 'RFC7644-4',
    warns: ['RFC7644-4-schemas', ...NO_SCHEMAS],
    overrides: missing('Schemas'),
  },
  'discovery-501': {
    title: 'the discovery endpoints answer that they are not implemented',
    permittedBy: 'RFC7644-3.12',
    warns: [...NOT_THERE, ...NO_SCHEMAS],
    overrides: () => ({ discovered: () => failure(new ScimError(501, null, 'There is no discovery.')) }),
  },
  'discovery-without-authentication': {
    title: 'the discovery endpoints ask for no credentials',
    permittedBy: 'RFC7644-4',
    overrides: (steps) => ({
      admit: (head) => {
        if (head.method !== 'GET' || !/^\/(Schemas|ResourceTypes)(\/|$)/.test(head.path)) steps.admit(head);
      },
    }),
  },
  'discovery-in-reverse': {
    title: 'resource types and schemas are listed in another order',
    permittedBy: 'RFC7644-4',
    overrides: (steps) => ({
      discovered: (body, endpoint) => steps.discovered(isList(body) ? inReverse(body) : body, endpoint),
    }),
  },
  'discovery-with-descriptions': {
    title: 'resource types, schemas and attributes have descriptions, the configuration a documentation',
    permittedBy: 'RFC7643-7',
    overrides: both(
      both(
        each('Schemas', (schema) => ({
          ...mapAttribute(schema, 'attributes', described),
          description: 'A schema.',
        })),
        each('ResourceTypes', (type) => ({ ...type, description: 'A type of resources.' })),
      ),
      config((body) => ({ ...body, documentationUri: 'https://docs.example.com/scim' })),
    ),
  },
  'discovery-with-times': {
    title: 'what describes the provider has times and versions',
    permittedBy: 'RFC7643-3.1',
    overrides: (steps) => {
      const dated = (body: JsonObject): JsonObject => ({
        ...body,
        meta: {
          ...metaOf(body),
          created: '2019-03-04T05:06:07Z',
          lastModified: '2023-03-04T05:06:07Z',
          version: 'W/"d1"',
        },
      });
      return {
        discovered: (body, endpoint) =>
          steps.discovered(
            isList(body)
              ? mapAttribute(body, 'Resources', (list) =>
                  Array.isArray(list) ? list.filter(isObject).map(dated) : list,
                )
              : dated(body),
            endpoint,
          ),
      };
    },
  },
  'schemas-without-defaults': {
    title: '/Schemas leaves out the characteristics that are as RFC 7643 presumes them',
    permittedBy: 'RFC7643-2.2',
    overrides: describing((body) =>
      isList(body)
        ? mapAttribute(body, 'Resources', (list) =>
            Array.isArray(list)
              ? list.filter(isObject).map((schema) => mapAttribute(schema, 'attributes', withoutDefaults))
              : list,
          )
        : mapAttribute(body, 'attributes', withoutDefaults),
    ),
  },
  'no-etags': {
    title: 'there are no versions, neither in headers nor in meta',
    permittedBy: 'RFC7644-3.14',
    overrides: both(unsupported('etag'), (steps) => ({
      stamp: (resource, type, before) => {
        const stored = steps.stamp(resource, type, before);
        return { ...stored, meta: omit(metaOf(stored), 'version') };
      },
      isKnown: () => false,
      requireVersion: () => {},
      respond: (given) => bare(steps.respond(given)),
    })),
  },
  'no-sorting': {
    title: 'sortBy has no effect, and the configuration says so',
    permittedBy: 'RFC7644-3.4.2.3',
    overrides: both(unsupported('sort'), () => ({ sort: (found) => found })),
  },
  'no-bulk': {
    title: 'there are no bulk requests, and the configuration says so',
    permittedBy: 'RFC7644-3.7',
    overrides: both(unsupported('bulk', { maxOperations: 0, maxPayloadSize: 0 }), () => ({
      readBulk: () => {
        throw new ScimError(501, null, '/Bulk is not supported.');
      },
    })),
  },
  'small-bulk-limits': {
    title: 'a bulk request may have five operations and 20,000 bytes',
    permittedBy: 'RFC7644-3.7.4',
    overrides: both(
      config((body) => ({ ...body, bulk: { supported: true, maxOperations: 5, maxPayloadSize: 20_000 } })),
      () => ({
        limitBulk: (count, bytes) => {
          if (bytes > 20_000)
            throw new ScimError(413, null, 'The bulk request exceeds maxPayloadSize (20000 bytes).');
          if (count > 5) throw new ScimError(413, null, 'The bulk request exceeds maxOperations (5).');
        },
      }),
    ),
  },
  'no-password-changes': {
    title: 'passwords cannot be changed, and the configuration says so',
    permittedBy: 'RFC7643-5',
    overrides: both(unsupported('changePassword'), (steps) => ({
      intake: (body, type, before) => steps.intake(before ? omit(body, 'password') : body, type, before),
      modify: (resource, operations, type) =>
        steps.modify(
          resource,
          operations.filter(({ path }) => path?.toLowerCase() !== 'password'),
          type,
        ),
    })),
  },
  'several-authentication-schemes': {
    title: 'the configuration names several authentication schemes with documentation',
    permittedBy: 'RFC7643-5',
    overrides: config((body) => ({
      ...body,
      authenticationSchemes: [
        {
          type: 'oauth2',
          name: 'OAuth 2.0',
          description: 'Client credentials (RFC 6749).',
          specUri: 'https://www.rfc-editor.org/info/rfc6749',
          documentationUri: 'https://docs.example.com/scim/oauth',
        },
        {
          type: 'oauthbearertoken',
          name: 'Bearer token',
          description: 'A token in the Authorization header (RFC 6750).',
          primary: true,
        },
      ],
    })),
  },
} as const satisfies VariationTable;
