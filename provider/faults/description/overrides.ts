import { ScimError } from '../../../scim/error.ts';
import { isObject, type Json, type JsonObject, member, stringMember } from '../../../scim/json.ts';
import { LIST_RESPONSE } from '../../../scim/urns.ts';
import { type Answer, answer } from '../../answer.ts';
import { listAll } from '../../discovery.ts';
import type { Steps } from '../../steps.ts';
import type { Fault } from '../fault.ts';
import { mapAttribute } from '../rewrite.ts';

export type Endpoint = 'ServiceProviderConfig' | 'ResourceTypes' | 'Schemas';
export type Overrides = Fault['overrides'];

export const isList = (body: JsonObject): boolean =>
  Array.isArray(body.schemas) && body.schemas.includes(LIST_RESPONSE);

/** The change of one resource for each of a list. */
function mapped(list: Json, change: (item: JsonObject) => JsonObject | null): JsonObject[] {
  const items: readonly Json[] = Array.isArray(list) ? list : [];
  return items
    .filter(isObject)
    .map(change)
    .filter((item) => item !== null);
}

/** Overrides of the body that a discovery endpoint answers with, be it a list or a single resource. */
export const answering =
  (endpoint: Endpoint, change: (body: JsonObject) => JsonObject | string): Overrides =>
  (steps) => ({
    discovered: (body, name) => {
      const given = steps.discovered(body, name);
      return name === endpoint ? { ...given, body: change(isObject(given.body) ? given.body : body) } : given;
    },
  });

export const config = (change: (body: JsonObject) => JsonObject): Overrides =>
  answering('ServiceProviderConfig', change);

/** Overrides of each resource that a discovery endpoint lists or answers alone; null drops it from the list. */
export const each = (endpoint: Endpoint, change: (resource: JsonObject) => JsonObject | null): Overrides =>
  answering(endpoint, (body) => {
    if (!isList(body)) return change(body) ?? body;
    return listAll(mapped(body.Resources ?? [], change));
  });

export const scheme = (change: (scheme: JsonObject) => JsonObject): Overrides =>
  config((body) =>
    mapAttribute(body, 'authenticationSchemes', (value) =>
      Array.isArray(value) ? value.filter(isObject).map(change) : value,
    ),
  );

export const extension = (change: (extension: JsonObject) => JsonObject): Overrides =>
  each('ResourceTypes', (type) =>
    mapAttribute(type, 'schemaExtensions', (value) =>
      Array.isArray(value) ? value.filter(isObject).map(change) : value,
    ),
  );

/** Overrides of the definition of an attribute or, after a dot, of its sub-attribute, in whatever schema has it. */
export function defining(path: string, change: (definition: JsonObject) => JsonObject | null): Overrides {
  return each('Schemas', (schema) => ({
    ...schema,
    attributes: changeDefinition(schema.attributes ?? [], path.split('.'), change),
  }));
}

function changeDefinition(
  definitions: Json,
  [name, ...rest]: readonly string[],
  change: (definition: JsonObject) => JsonObject | null,
): readonly Json[] {
  const items = Array.isArray(definitions) ? definitions : [];
  return items.flatMap((item: Json): readonly Json[] => {
    if (!isObject(item) || item.name !== name) return [item];
    if (rest.length === 0) return [change(item) ?? []].flat();
    return [{ ...item, subAttributes: changeDefinition(item.subAttributes ?? [], rest, change) }];
  });
}

/** Overrides of what the schema says of an attribute, which behaves as before. */
export const declaring = (path: string, characteristics: JsonObject): Overrides =>
  defining(path, (definition) => ({ ...definition, ...characteristics }));

/** Overrides of the answers to requests that were let in, by method and path. */
export const admitting =
  (isLetIn: (head: Parameters<Steps['admit']>[0]) => boolean): Overrides =>
  (steps) => ({
    admit: (head) => {
      if (!isLetIn(head)) steps.admit(head);
    },
  });

export const bearer = (headers: Headers): string =>
  /^Bearer +(.*)$/i.exec(headers.get('authorization') ?? '')?.[1] ?? '';

/** Overrides of a 401. */
export const refusing =
  (change: (answer: Answer) => Answer): Overrides =>
  (steps) => ({
    failed: (error) => {
      const given = steps.failed(error);
      return given.status === 401 ? change(given) : given;
    },
  });

/** Overrides with which a discovery endpoint can be written to. */
export function writable(endpoint: Endpoint): Overrides {
  return (steps) => {
    const added = new Map<string, JsonObject>();
    const idOf = (resource: JsonObject): string => stringMember(resource, 'id') ?? '';
    return {
      configure: (request) => {
        const [name, id] = request.path.slice(1).split('/').map(decodeURIComponent);
        if (name !== endpoint || !['POST', 'PUT'].includes(request.method)) return steps.configure(request);
        const body = steps.readBody(request.text);
        added.set(id ?? idOf(body), body);
        return answer(request.method === 'POST' ? 201 : 200, body);
      },
      browse: (resources, parameters) => {
        const own = resources.some(
          (resource) =>
            String(resource.meta && member(resource.meta, 'resourceType')) === endpoint.slice(0, -1),
        );
        if (!own) return steps.browse(resources, parameters);
        const changed = resources.map((resource) => added.get(idOf(resource)) ?? resource);
        const ids = resources.map(idOf);
        const others = [...added.values()].filter((resource) => !ids.includes(idOf(resource)));
        return steps.browse([...changed, ...others], parameters);
      },
      discovered: (body, name) =>
        steps.discovered(name === 'ServiceProviderConfig' ? (added.get('') ?? body) : body, name),
    };
  };
}

/** Overrides of what a client sees of a resource, alone and in a list. */
export const showing =
  (
    change: (shown: JsonObject, resource: JsonObject, asked: readonly string[] | undefined) => JsonObject,
  ): Overrides =>
  (steps) => ({
    present: (resource, type, projection) =>
      change(steps.present(resource, type, projection), resource, projection.attributes),
    presentListed: (resource, type, projection) =>
      change(steps.presentListed(resource, type, projection), resource, projection.attributes),
  });

/** Overrides of the several steps of one defect. */
export const both =
  (first: Overrides, second: Overrides): Overrides =>
  (steps, provider) => {
    const overridden = first(steps, provider);
    return { ...overridden, ...second({ ...steps, ...overridden }, provider) };
  };

export const notFound = (what: string): never => {
  throw new ScimError(404, null, `${what} not found.`);
};

export function omitHeader(headers: Answer['headers'], name: string): Answer['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
}

/** The name of a resource type or schema. */
export const typeOf = (resource: JsonObject): string => stringMember(resource, 'name') ?? '';
