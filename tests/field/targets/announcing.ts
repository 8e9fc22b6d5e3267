import { isObject, type JsonObject, member } from '../../../scim/json.ts';
import { RESOURCE_TYPE_SCHEMA, SCHEMA_SCHEMA, SERVICE_PROVIDER_CONFIG } from '../../../scim/urns.ts';
import { answer, at, both, refusal, rewritten, type Target, when } from './target.ts';

/** The configuration says this of its features: `{ filter: { supported: false } }`. What it said of them before stays. */
export function announces(features: Readonly<Record<string, JsonObject>>): Target {
  return when(at('GET', '/ServiceProviderConfig'), async (_call, provide) =>
    rewritten(await provide(), (config) => {
      const changed = Object.entries(features).map(([name, feature]) => {
        const before = member(config, name);
        return [name, { ...(isObject(before) ? before : {}), ...feature }];
      });
      return { ...config, ...Object.fromEntries(changed) };
    }),
  );
}

/** A discovery endpoint lists these too, and shows each of them by its id. */
function alsoLists(endpoint: string, extra: readonly JsonObject[]): Target {
  return both(
    when(at('GET', endpoint), async (_call, provide) =>
      rewritten(await provide(), (list) => {
        const listed = member(list, 'Resources');
        if (!Array.isArray(listed)) return list;
        const all = [...listed, ...extra];
        return { ...list, Resources: all, totalResults: all.length, itemsPerPage: all.length };
      }),
    ),
    when(at('GET', `${endpoint}/{id}`), ({ id }, provide) => {
      const found = extra.find((item) => item.id === id);
      return found === undefined ? provide() : answer(200, found);
    }),
  );
}

/** What describes the target, as resource types beside users and groups. */
const DISCOVERY_TYPES = [
  { name: 'ServiceProviderConfig', endpoint: '/ServiceProviderConfig', schema: SERVICE_PROVIDER_CONFIG },
  { name: 'ResourceType', endpoint: '/ResourceTypes', schema: RESOURCE_TYPE_SCHEMA },
  { name: 'Schema', endpoint: '/Schemas', schema: SCHEMA_SCHEMA },
];

/** The discovery endpoints stand in /ResourceTypes, and their schemas in /Schemas (RFC 7643 §8.7.2). */
export const listsDiscoveryTypes: Target = both(
  alsoLists(
    '/ResourceTypes',
    DISCOVERY_TYPES.map(({ name, endpoint, schema }) => ({
      schemas: [RESOURCE_TYPE_SCHEMA],
      id: name,
      name,
      endpoint,
      schema,
    })),
  ),
  alsoLists(
    '/Schemas',
    DISCOVERY_TYPES.map(({ name, schema }) => ({
      schemas: [SCHEMA_SCHEMA],
      id: schema,
      name,
      attributes: [
        { name: 'name', type: 'string', multiValued: false, required: true, mutability: 'readOnly' },
      ],
    })),
  ),
);

/** There are resources at an endpoint, and nobody creates any there. */
export const takesNoCreation = (endpoint: string): Target =>
  when(at('POST', endpoint), () => refusal(404, `There is no POST ${endpoint}.`));
