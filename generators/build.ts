import type { MappedAttribute } from '../config/mapping.ts';
import type { Filter } from '../scim/filter.ts';
import { isObject, type Json, type JsonObject } from '../scim/json.ts';
import type { AttributePath } from '../scim/path.ts';
import { type AttributeDefinition, findAttribute } from '../scim/schema.ts';
import { CORE_GROUP, CORE_USER, ENTERPRISE_USER } from '../scim/urns.ts';

/** What `setPath` and `removePath` must know about the attribute: its definition and that of its parent. */
export type PathTypes = Pick<MappedAttribute, 'definition' | 'parent'>;

const CORE_URNS: ReadonlySet<string> = new Set([CORE_USER, CORE_GROUP].map((urn) => urn.toLowerCase()));
/** Members that only describe an element: without any other member the element carries no value. */
const DESCRIBING: ReadonlySet<string> = new Set(['type', 'primary']);

/** The extension a path lies in, in the URN's own spelling where that is known, or null for the core schema. */
export function extensionOf(path: AttributePath): string | null {
  const urn = path.urn?.toLowerCase();
  if (path.urn === null || urn === undefined || CORE_URNS.has(urn)) return null;
  return urn === ENTERPRISE_USER.toLowerCase() ? ENTERPRISE_USER : path.urn;
}

/**
 * The members a new element needs so that the path's filter selects it: `{type: "work"}` for `[type eq "work"]`.
 * Only `eq` and `and` describe an element; anything else throws RangeError. A boolean written as a
 * string (`[primary eq "True"]`, as Entra mappings have it) takes the type of its definition.
 */
export function elementTemplate(filter: Filter | null, parent: AttributeDefinition): JsonObject {
  if (filter === null) return {};
  if (filter.kind === 'and') {
    return { ...elementTemplate(filter.left, parent), ...elementTemplate(filter.right, parent) };
  }
  if (filter.kind !== 'compare' || filter.operator !== 'eq') {
    throw new RangeError(`no element of ${parent.name} can be built from a filter other than "eq" and "and"`);
  }
  const definition = findAttribute(parent.subAttributes, filter.path.attribute);
  const name = definition?.name ?? filter.path.attribute;
  const isBoolean = definition?.type === 'boolean' && typeof filter.value === 'string';
  return { [name]: isBoolean ? String(filter.value).toLowerCase() === 'true' : filter.value };
}

/**
 * A copy of `resource` with `value` at `path`. Missing parents, elements (`[type eq "work"]` makes
 * `{type: "work", …}`), extension objects and their URN in `schemas` are added. Without a filter the
 * sub-attribute of a multi-valued attribute is set in the first element.
 * Throws RangeError for a filter that describes no element. Shapes: RFC 7643 §2.4, §3.3.
 */
export function setPath(
  resource: JsonObject,
  path: AttributePath,
  value: Json,
  types: PathTypes,
): JsonObject {
  return editContainer(resource, path, (container) => {
    const key = keyOf(container, types.parent.name);
    return { ...container, [key]: withValue(container[key], path, value, types) };
  });
}

/**
 * A copy of `resource` without the value at `path`. Parents, elements and extensions that this leaves
 * without any value go too. A path that is not assigned changes nothing.
 */
export function removePath(resource: JsonObject, path: AttributePath, types: PathTypes): JsonObject {
  return editContainer(resource, path, (container) => {
    const key = keyOf(container, types.parent.name);
    if (!Object.hasOwn(container, key)) return container;
    const left = withoutValue(container[key], path, types);
    return left === undefined ? without(container, key) : { ...container, [key]: left };
  });
}

/** Applies `edit` to the object that holds the path's attribute, and keeps the extension and `schemas` in step. */
function editContainer(
  resource: JsonObject,
  path: AttributePath,
  edit: (container: JsonObject) => JsonObject,
): JsonObject {
  const urn = extensionOf(path);
  if (urn === null) return edit(resource);
  const key = keyOf(resource, urn);
  const before = resource[key];
  const after = edit(isObject(before) ? before : {});
  const schemas = Array.isArray(resource.schemas) ? resource.schemas : [];
  const others = schemas.filter(
    (schema) => typeof schema !== 'string' || schema.toLowerCase() !== urn.toLowerCase(),
  );
  if (Object.keys(after).length > 0) {
    return {
      ...resource,
      schemas: others.length === schemas.length ? [...schemas, urn] : schemas,
      [key]: after,
    };
  }
  return before === undefined ? resource : { ...without(resource, key), schemas: others };
}

function withValue(current: Json | undefined, path: AttributePath, value: Json, types: PathTypes): Json {
  const { parent } = types;
  const leaf = (element: JsonObject): JsonObject => {
    if (path.subAttribute === null) return isObject(value) ? { ...element, ...value } : element;
    return { ...element, [keyOf(element, types.definition.name)]: value };
  };
  if (!parent.multiValued) return path.subAttribute === null ? value : leaf(isObject(current) ? current : {});
  if (path.filter === null && path.subAttribute === null) return value;
  const template = elementTemplate(path.filter, parent);
  const elements = Array.isArray(current) ? current : [];
  const index = elements.findIndex((element) => selects(template, element));
  const found = elements[index];
  if (!isObject(found)) return [...elements, leaf(template)];
  return elements.with(index, leaf(path.subAttribute === null ? template : found));
}

function withoutValue(current: Json | undefined, path: AttributePath, types: PathTypes): Json | undefined {
  const { parent } = types;
  if (path.filter === null && path.subAttribute === null) return undefined;
  if (!parent.multiValued) return isObject(current) ? strip(current, types.definition.name, {}) : current;
  if (!Array.isArray(current)) return current;
  const template = elementTemplate(path.filter, parent);
  const kept = current.flatMap((element: Json) => {
    if (!isObject(element) || !selects(template, element)) return [element];
    const left = path.subAttribute === null ? undefined : strip(element, types.definition.name, template);
    return left === undefined ? [] : [left];
  });
  return kept.length === 0 ? undefined : kept;
}

/** The object without member `name`; undefined when what is left only describes the value that has gone. */
function strip(object: JsonObject, name: string, template: JsonObject): JsonObject | undefined {
  const left = without(object, keyOf(object, name));
  const hollow = Object.keys(left).every((key) => DESCRIBING.has(key) || Object.hasOwn(template, key));
  return hollow ? undefined : left;
}

/** Whether an element has the template's members; strings are compared without case, as `type` is not caseExact. */
function selects(template: JsonObject, element: Json): boolean {
  if (!isObject(element)) return false;
  const fold = (value: Json | undefined): Json | undefined =>
    typeof value === 'string' ? value.toLowerCase() : value;
  return Object.entries(template).every(
    ([name, value]) => fold(element[keyOf(element, name)]) === fold(value),
  );
}

/** The object's own key for `name` whatever its letter case (RFC 7643 §2.1), else `name` itself. */
function keyOf(object: JsonObject, name: string): string {
  if (Object.hasOwn(object, name)) return name;
  const wanted = name.toLowerCase();
  return Object.keys(object).find((key) => key.toLowerCase() === wanted) ?? name;
}

function without(object: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}
