import { ScimError } from '../../scim/error.ts';
import { isObject, type Json, type JsonObject, stringMember } from '../../scim/json.ts';
import { CORE_USER, ENTERPRISE_USER } from '../../scim/urns.ts';
import { idOf, metaOf } from '../store.ts';
import type { Fault, FaultTable } from './fault.ts';
import { mapAttribute, omit } from './rewrite.ts';
import { describing, receiving, showing, showingAttribute, showingMeta } from './showing.ts';

/** Overrides that change what a resource is stamped with when it is stored; `before` is null for a new one. */
function stamping(
  change: (stamped: JsonObject, before: JsonObject | null) => JsonObject,
): Fault['overrides'] {
  return (steps) => ({
    stamp: (resource, type, before) => change(steps.stamp(resource, type, before), before),
  });
}

/** Overrides that give every new resource another id. */
function issuing(change: (id: string, resource: JsonObject) => string): Fault['overrides'] {
  return (steps, { baseUrl }) => ({
    stamp: (resource, type, before) => {
      const stamped = steps.stamp(resource, type, before);
      if (before) return stamped;
      const id = change(idOf(stamped), resource);
      return { ...stamped, id, meta: { ...metaOf(stamped), location: `${baseUrl}${type.endpoint}/${id}` } };
    },
  });
}

const showingSchemas = (change: (schemas: readonly Json[]) => readonly Json[]): Fault['overrides'] =>
  showingAttribute('schemas', (schemas) => change(Array.isArray(schemas) ? schemas : []));

const dayBefore = (time: Json | undefined): string =>
  new Date(Date.parse(String(time)) - 86_400_000).toISOString();

/** Defects in id, externalId, meta and schemas: RFC 7643 §2.1, §3. */
export const COMMON = {
  'schemas-left-out': {
    title: 'resources come back without schemas',
    violates: 'RFC7643-2.1',
    overrides: showing((resource) => omit(resource, 'schemas')),
  },
  'schemas-shown-empty': {
    title: 'schemas of resources come back empty',
    violates: 'RFC7643-3',
    overrides: showingSchemas(() => []),
  },
  'schemas-shown-twice': {
    title: 'schemas hold their first URI twice',
    violates: 'RFC7643-3',
    overrides: showingSchemas((schemas) => [...schemas.slice(0, 1), ...schemas]),
  },
  'schemas-of-own': {
    title: 'schemas hold a URI that the resource type does not declare',
    violates: 'RFC7643-3',
    overrides: showingSchemas((schemas) => [...schemas, 'urn:example:internal:2.0:Record']),
  },
  'base-schema-demanded-first': {
    title: 'a body whose first schema is an extension is refused',
    violates: 'RFC7643-3',
    overrides: receiving((body, type) => {
      const [first] = Array.isArray(body.schemas) ? body.schemas : [];
      if (first !== undefined && first !== type.schema.id)
        throw new ScimError(400, 'invalidValue', 'The first schema must be the base schema.');
      return body;
    }),
  },
  'schemas-without-base': {
    title: 'schemas of a user with an extension hold the extension alone',
    violates: 'RFC7643-3.3',
    overrides: showingSchemas((schemas) =>
      schemas.length > 1 ? schemas.filter((uri) => uri !== CORE_USER) : schemas,
    ),
  },
  'extension-redefines-title': {
    title: 'an extension defines the title of the standard again',
    violates: 'RFC7643-3.3',
    overrides: describing((body) =>
      mapAttribute(body, 'Resources', (schemas) =>
        (Array.isArray(schemas) ? schemas : []).map((schema: Json) =>
          isObject(schema) && schema.id === ENTERPRISE_USER
            ? mapAttribute(schema, 'attributes', (list) => [
                ...(Array.isArray(list) ? list : []),
                { name: 'title', type: 'string', multiValued: false, mutability: 'readOnly' },
              ])
            : schema,
        ),
      ),
    ),
  },
  'extension-flattened': {
    title: 'attributes of an extension come back among the core attributes',
    violates: 'RFC7643-3.3',
    overrides: showing((resource) => {
      const data = resource[ENTERPRISE_USER];
      return isObject(data) ? { ...omit(resource, ENTERPRISE_USER), ...data } : resource;
    }),
  },
  'id-from-client': {
    title: 'the id in the body of a creation becomes the id of the resource',
    violates: 'RFC7643-3.1',
    overrides: (steps, provider) => ({
      intake: (body, type, before) => {
        const taken = steps.intake(body, type, before);
        return before === null && typeof body.id === 'string' ? { ...taken, id: body.id } : taken;
      },
      ...issuing((id, resource) => stringMember(resource, 'id') ?? id)(steps, provider),
    }),
  },
  'id-refused-from-client': {
    title: 'a creation that brings an id is refused',
    violates: 'RFC7643-3.1',
    overrides: receiving((body, _, before) => {
      if (before === null && body.id !== undefined) throw new ScimError(400, 'mutability', 'id is readOnly.');
      return body;
    }),
  },
  'id-with-bulk-id': {
    title: 'ids contain the reserved word bulkId',
    violates: 'RFC7643-3.1',
    overrides: issuing((id) => `bulkId:${id}`),
  },
  'id-shown-with-version': {
    title: 'the id changes when the resource is changed',
    violates: 'RFC7643-3.1',
    overrides: (steps) => ({
      present: (resource, type, projection) => {
        const shown = steps.present(resource, type, projection);
        const { created, lastModified } = metaOf(resource);
        return created === lastModified ? shown : { ...shown, id: `${idOf(resource)}.2` };
      },
    }),
  },
  'ids-reused': {
    title: 'a new resource gets the id of a deleted one',
    violates: 'RFC7643-3.1',
    overrides: (steps, provider) => {
      const free: string[] = [];
      return {
        remove: (resource, type) => {
          free.push(idOf(resource));
          steps.remove(resource, type);
        },
        ...issuing((id) => free.pop() ?? id)(steps, provider),
      };
    },
  },
  'id-shown-as-number': {
    title: 'ids in lists come back as numbers',
    violates: 'RFC7643-3.1',
    overrides: (steps) => ({
      presentListed: (resource, type, projection) => ({
        ...steps.presentListed(resource, type, projection),
        id: Number.parseInt(idOf(resource).slice(0, 6), 16),
      }),
    }),
  },
  'meta-left-out': {
    title: 'resources come back without meta',
    violates: 'RFC7643-3.1',
    overrides: showing((resource) => omit(resource, 'meta')),
  },
  'meta-left-out-of-lists': {
    title: 'resources in lists come back without meta',
    violates: 'RFC7643-3.1',
    overrides: (steps) => ({
      presentListed: (resource, type, projection) =>
        omit(steps.presentListed(resource, type, projection), 'meta'),
    }),
  },
  'resource-type-in-small-letters': {
    title: 'meta.resourceType comes back in small letters',
    violates: 'RFC7643-3.1',
    overrides: showingMeta('resourceType', (name) => String(name).toLowerCase()),
  },
  'last-modified-frozen': {
    title: 'lastModified stays at the time of creation',
    violates: 'RFC7643-3.1',
    overrides: stamping((stamped) =>
      mapAttribute(stamped, 'meta', (meta) =>
        isObject(meta) ? { ...meta, lastModified: meta.created ?? '' } : meta,
      ),
    ),
  },
  'created-moves': {
    title: 'created moves with every change',
    violates: 'RFC7643-3.1',
    overrides: (steps) => {
      let hour = 0;
      return {
        stamp: (resource, type, before) => {
          const stamped = steps.stamp(resource, type, before);
          const created = new Date(
            Date.parse(String(metaOf(stamped).created)) - 3_600_000 * ++hour,
          ).toISOString();
          return before ? { ...stamped, meta: { ...metaOf(stamped), created } } : stamped;
        },
      };
    },
  },
  'last-modified-before-created': {
    title: 'lastModified of a new resource is a day before its creation',
    violates: 'RFC7643-3.1',
    overrides: showingMeta('lastModified', dayBefore),
  },
  'location-of-the-list': {
    title: 'meta.location leads to the list instead of the resource',
    violates: 'RFC7643-3.1',
    overrides: showingMeta('location', (uri) => String(uri).replace(/\/[^/]*$/, '')),
  },
  'content-location-differs': {
    title: 'Content-Location names another URI than meta.location',
    violates: 'RFC7643-3.1',
    overrides: (steps, { baseUrl }) => ({
      read: (body, resource) => {
        const given = steps.read(body, resource);
        return {
          ...given,
          headers: { ...given.headers, 'content-location': `${baseUrl}/internal/${idOf(resource)}` },
        };
      },
    }),
  },
  'version-differs-from-etag': {
    title: 'the ETag header is another than meta.version',
    violates: 'RFC7643-3.1',
    overrides: (steps) => ({
      read: (body, resource) => {
        const given = steps.read(body, resource);
        return { ...given, headers: { ...given.headers, etag: `W/"${JSON.stringify(body).length}-body"` } };
      },
    }),
  },
  'weak-mark-in-small-letters': {
    title: 'weak versions begin with a small w/',
    violates: 'RFC7643-3.1',
    overrides: showingMeta('version', (version) => String(version).replace('W/', 'w/')),
  },
  'external-id-invented': {
    title: 'a resource without externalId gets its id for it',
    violates: 'RFC7643-3.1',
    overrides: showing((resource) =>
      resource.externalId === undefined ? { ...resource, externalId: resource.id ?? '' } : resource,
    ),
  },
  'external-id-in-small-letters': {
    title: 'externalId comes back in small letters',
    violates: 'RFC7643-3.1',
    overrides: showingAttribute('externalId', (id) => String(id).toLowerCase()),
  },
  'message-schema-listed': {
    title: '/Schemas lists the schema of a message',
    violates: 'RFC7644-3.1',
    overrides: describing((body) =>
      mapAttribute(body, 'Resources', (schemas) => [
        ...(Array.isArray(schemas) ? schemas : []),
        { id: 'urn:ietf:params:scim:api:messages:2.0:PatchOp', name: 'PatchOp', attributes: [] },
      ]),
    ),
  },
} as const satisfies FaultTable;
