import { ScimError, type ScimType } from '../scim/error.ts';
import type { Filter } from '../scim/filter.ts';
import type { Json, JsonObject } from '../scim/json.ts';
import type { Projection } from '../scim/project.ts';
import type { ResourceType } from '../scim/schema.ts';
import { LIST_RESPONSE } from '../scim/urns.ts';

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
  /** Empty for the first page, null for a query that is paged by index (RFC 9865 §2). */
  readonly cursor: string | null;
  readonly projection: Projection;
}

/** A stored resource that a query found. */
export interface Found {
  readonly resource: JsonObject;
  readonly type: ResourceType;
}

/** One page of a query's result. */
export interface Page<T = JsonObject> {
  readonly resources: readonly T[];
  /** All matches, on this page or not. */
  readonly total: number;
  readonly startIndex: number;
  /** The neighbours of a page that was asked for with a cursor; such a page has no startIndex (RFC 9865 §2). */
  readonly cursors?: { readonly nextCursor?: string; readonly previousCursor?: string };
}

function integer(
  name: string,
  value: Json | undefined,
  fallback: number,
  scimType: ScimType = 'invalidValue',
): number {
  if (value === undefined || value === null) return fallback;
  const text = String(value).trim();
  if (!/^[+-]?\d{1,15}$/.test(text)) throw new ScimError(400, scimType, `${name} must be an integer.`);
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
 * @throws ScimError 400 invalidValue for a number or a `sortOrder` that is none, invalidCount beside a cursor (RFC 9865 §2.1)
 */
export function readQuery(read: (name: string) => Json | undefined): Query {
  const order = text('sortOrder', read('sortOrder')) ?? 'ascending';
  if (order !== 'ascending' && order !== 'descending') {
    throw new ScimError(400, 'invalidValue', 'sortOrder must be "ascending" or "descending".');
  }
  const cursor = text('cursor', read('cursor'));
  return {
    filter: text('filter', read('filter')),
    sortBy: text('sortBy', read('sortBy')),
    descending: order === 'descending',
    startIndex: Math.max(1, integer('startIndex', read('startIndex'), 1)),
    count: Math.min(
      MAX_RESULTS,
      Math.max(
        0,
        integer('count', read('count'), MAX_RESULTS, cursor === null ? 'invalidValue' : 'invalidCount'),
      ),
    ),
    cursor,
    projection: projectionOf(read),
  };
}

/** The parameters that shape a single resource's answer (RFC 7644 §3.9). */
export function readProjection(parameters: URLSearchParams): Projection {
  return projectionOf((name) => parameters.get(name) ?? undefined);
}

/** The page a query asks for (RFC 7644 §3.4.2.4). */
export function takePage(found: readonly Found[], { startIndex, count }: Query): Page<Found> {
  const from = startIndex - 1;
  return { resources: found.slice(from, from + count), total: found.length, startIndex };
}

/** The ListResponse message for one page (RFC 7644 §3.4.2, RFC 9865 §2). */
export function listResponse({ resources, total, startIndex, cursors }: Page): JsonObject {
  return {
    schemas: [LIST_RESPONSE],
    totalResults: total,
    ...(cursors === undefined && { startIndex }),
    itemsPerPage: resources.length,
    ...cursors,
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
