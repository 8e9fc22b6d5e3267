import { isObject, type Json, type JsonObject } from '../../scim/json.ts';
import type { ResourceType } from '../../scim/schema.ts';
import { type Answer, answer } from '../answer.ts';
import type { Fault } from './fault.ts';
import { mapAttribute } from './rewrite.ts';

/** Overrides that change what clients see of every resource, in lists as well; what is stored stays right. */
export function showing(
  change: (resource: JsonObject, type: ResourceType) => JsonObject,
): Fault['overrides'] {
  return (steps) => ({
    present: (resource, type, projection) => change(steps.present(resource, type, projection), type),
    presentListed: (resource, type, projection) =>
      change(steps.presentListed(resource, type, projection), type),
  });
}

/** Overrides that change the attribute of this name wherever it is shown. */
export function showingAttribute(name: string, change: (value: Json) => Json): Fault['overrides'] {
  return showing((resource) => mapAttribute(resource, name, change));
}

/** Overrides that change one member of `meta` wherever it is shown. */
export function showingMeta(
  name: string,
  change: (value: Json, meta: JsonObject) => Json,
): Fault['overrides'] {
  return showingAttribute('meta', (meta) =>
    isObject(meta) ? mapAttribute(meta, name, (value) => change(value, meta)) : meta,
  );
}

/** A value with each object in its list, or itself, replaced. */
export function mapElements(value: Json, change: (element: JsonObject) => Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => (isObject(item) ? change(item) : item));
  return isObject(value) ? change(value) : value;
}

/** Overrides that change what the body of a POST or PUT says before it is read; `before` is null on POST. */
export function receiving(
  change: (body: JsonObject, type: ResourceType, before: JsonObject | null) => JsonObject,
): Fault['overrides'] {
  return (steps) => ({
    intake: (body, type, before) => steps.intake(change(body, type, before), type, before),
  });
}

/** Overrides that change each attribute that a schema at /Schemas declares; `schema` is its URI. */
export function declaring(change: (attribute: JsonObject, schema: string) => JsonObject): Fault['overrides'] {
  const inSchema = (schema: JsonObject): JsonObject =>
    mapAttribute(schema, 'attributes', (list) =>
      mapElements(list, (item) => change(item, String(schema.id))),
    );
  return describing((body) =>
    Array.isArray(body.Resources)
      ? mapAttribute(body, 'Resources', (list) => mapElements(list, inSchema))
      : inSchema(body),
  );
}

/** Overrides that change the answers of /Schemas. */
export function describing(change: (body: JsonObject) => JsonObject): Fault['overrides'] {
  return (steps) => ({
    discovered: (body, endpoint) => steps.discovered(endpoint === 'Schemas' ? change(body) : body, endpoint),
  });
}

/** Overrides that change each error before it is sent. */
export function failing(change: (error: JsonObject, status: number) => Partial<Answer>): Fault['overrides'] {
  return (steps) => ({
    failed: (thrown) => {
      const { status, body, headers } = steps.failed(thrown);
      return { ...answer(status, null, headers), body, ...(isObject(body) ? change(body, status) : {}) };
    },
  });
}
