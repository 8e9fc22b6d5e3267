import { ScimError } from '../scim/error.ts';
import type { Filter } from '../scim/filter.ts';
import { isObject, type Json, type JsonObject, member } from '../scim/json.ts';
import { readPath, resolvePath } from '../scim/lookup.ts';
import { parsePath } from '../scim/path.ts';
import type { Projection } from '../scim/project.ts';
import type { AttributeDefinition, ResourceType } from '../scim/schema.ts';
import { LIST_RESPONSE } from '../scim/urns.ts';
import { compareValues } from '../scim/value.ts';

/** The largest page, advertised as `filter.maxResults` (RFC 7643 §5). */
export const MAX_RESULTS = 1000;

/** The query parameters of RFC 7644 §3.4.2, read and defaulted. */
export interface Query {
  readonly filter: string | null;
  readonly sortBy: string | null;
  readonly descending: boolean;
  /** 1-based. */
  readonly startIndex: number;
  readonly count: number;
  readonly projection: Projection;
}

/** One page of a query's result. */
export interface Page {
  readonly resources: readonly JsonObject[];
  /** All matches, on this page or not. */
  readonly total: number;
  readonly startIndex: number;
}

function integer(name: string, value: Json | undefined, fallback: number): number {
  if (value === undefined || value === null) return fallback;
  const text = String(value).trim();
  if (!/^[+-]?\d{1,15}$/.test(text)) throw new ScimError(400, 'invalidValue', `${name} must be an integer.`);
  return Number(text);
}

function names(value: Json | undefined): readonly string[] {
  const items = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
  return items.flatMap((item) => (typeof item === 'string' && item.trim() !== '' ? [item.trim()] : []));
}

function projectionOf(read: (name: string) => Json | undefined): Projection {
  const attributes = names(read('attributes'));
  const excludedAttributes = names(read('excludedAttributes'));
  return {
    ...(attributes.length > 0 && { attributes }),
    ...(excludedAttributes.length > 0 && { excludedAttributes }),
  };
}

function text(name: string, value: Json | undefined): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') throw new ScimError(400, 'invalidValue', `${name} must be a string.`);
  return value;
}

/**
 * The query in a request's parameters or in the body of a `.search` (RFC 7644 §3.4.2, §3.4.3). A `startIndex`
 * below 1 is 1 and a negative `count` is 0 (§3.4.2.4).
 * @throws ScimError 400 invalidValue for a number or a `sortOrder` that is none
 */
export function readQuery(read: (name: string) => Json | undefined): Query {
  const order = text('sortOrder', read('sortOrder')) ?? 'ascending';
  if (order !== 'ascending' && order !== 'descending') {
    throw new ScimError(400, 'invalidValue', 'sortOrder must be "ascending" or "descending".');
  }
  return {
    filter: text('filter', read('filter')),
    sortBy: text('sortBy', read('sortBy')),
    descending: order === 'descending',
    startIndex: Math.max(1, integer('startIndex', read('startIndex'), 1)),
    count: Math.min(MAX_RESULTS, Math.max(0, integer('count', read('count'), MAX_RESULTS))),
    projection: projectionOf(read),
  };
}

/** The parameters that shape a single resource's answer (RFC 7644 §3.9). */
export function readProjection(parameters: URLSearchParams): Projection {
  return projectionOf((name) => parameters.get(name) ?? undefined);
}

/** Where the values to sort by are: the definition that orders them, and the value of one resource. */
function sortKey(
  sortBy: string,
  type: ResourceType,
): { definition: AttributeDefinition; read: (resource: JsonObject) => Json | undefined } | null {
  const path = parsePath(sortBy);
  const found = resolvePath(path, type);
  if (!found) return null;
  const { attribute, subAttribute } = found;
  const valueAttribute = attribute.subAttributes?.find((item) => item.name === 'value');
  const definition = subAttribute ?? (attribute.multiValued ? valueAttribute : undefined) ?? attribute;
  return {
    definition,
    read: (resource) => {
      const values = readPath(resource, { ...path, subAttribute: null }, type);
      const chosen = values.find((value) => member(value, 'primary') === true) ?? values[0];
      return isObject(chosen) ? member(chosen, definition.name) : chosen;
    },
  };
}

/**
 * The resources in the order of `sortBy`; those without a value come last when ascending and first when
 * descending, and an attribute the type does not know leaves the order alone (RFC 7644 §3.4.2.3).
 * @throws ScimError 400 invalidPath when `sortBy` is no attribute path
 */
export function sortResources(
  resources: readonly JsonObject[],
  { sortBy, descending }: Query,
  type: ResourceType,
): readonly JsonObject[] {
  const key = sortBy === null ? null : sortKey(sortBy, type);
  if (!key) return resources;
  const sign = descending ? -1 : 1;
  const keyed = resources.map((resource) => ({ resource, value: key.read(resource) }));
  keyed.sort((a, b) => {
    if (a.value === undefined || b.value === undefined) {
      return sign * (Number(a.value === undefined) - Number(b.value === undefined));
    }
    return sign * (compareValues(a.value, b.value, key.definition) ?? 0);
  });
  return keyed.map(({ resource }) => resource);
}

/** The page a query asks for (RFC 7644 §3.4.2.4). */
export function takePage(resources: readonly JsonObject[], { startIndex, count }: Query): Page {
  const from = startIndex - 1;
  return { resources: resources.slice(from, from + count), total: resources.length, startIndex };
}

/** The ListResponse message for one page (RFC 7644 §3.4.2). */
export function listResponse({ resources, total, startIndex }: Page): JsonObject {
  return {
    schemas: [LIST_RESPONSE],
    totalResults: total,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources,
  };
}

/**
 * The value that `attribute` must equal for `filter` to hold, when the filter demands one: lets a lookup replace
 * a scan. Null when the filter does not pin the attribute.
 */
export function pinnedValue(filter: Filter, attribute: string): string | null {
  if (filter.kind === 'and') {
    return pinnedValue(filter.left, attribute) ?? pinnedValue(filter.right, attribute);
  }
  if (filter.kind !== 'compare' || filter.operator !== 'eq' || typeof filter.value !== 'string') return null;
  const { path } = filter;
  const plain = path.urn === null && path.filter === null && path.subAttribute === null;
  return plain && path.attribute.toLowerCase() === attribute.toLowerCase() ? filter.value : null;
}
