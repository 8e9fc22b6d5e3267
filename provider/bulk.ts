import { ScimError } from '../scim/error.ts';
import { isObject, type Json, type JsonObject, member, stringMember } from '../scim/json.ts';
import { BULK_REQUEST, BULK_RESPONSE } from '../scim/urns.ts';
import { type Answer, answer } from './answer.ts';

/** The most operations of a bulk request, and its largest body in bytes; advertised (RFC 7644 §3.7.4). */
export const MAX_OPERATIONS = 100;
export const MAX_PAYLOAD = 262_144;

/** A bulk request (RFC 7644 §3.7); its operations are read one by one, since each may fail alone. */
export interface BulkJob {
  readonly operations: readonly Json[];
  /** Errors after which the rest is not carried out; null for no limit. */
  readonly failOnErrors: number | null;
}

/** One operation of a bulk request. */
export interface BulkOperation {
  readonly method: string;
  /** Below the base URL; empty when the client gave none. */
  readonly path: string;
  readonly bulkId: string | null;
  readonly version: string | null;
  readonly data: Json | undefined;
}

function invalid(why: string): ScimError {
  return new ScimError(400, 'invalidSyntax', `${why} (RFC 7644 §3.7).`);
}

/** @throws ScimError 400 invalidSyntax */
export function readBulk(body: JsonObject): BulkJob {
  const schemas = member(body, 'schemas');
  if (!Array.isArray(schemas) || !schemas.includes(BULK_REQUEST)) {
    throw invalid(`"schemas" has to contain "${BULK_REQUEST}"`);
  }
  const operations = member(body, 'Operations');
  if (!Array.isArray(operations) || operations.length === 0) {
    throw invalid('"Operations" has to be an array of one or more operations');
  }
  const limit = member(body, 'failOnErrors') ?? null;
  if (limit !== null && !(typeof limit === 'number' && Number.isInteger(limit) && limit > 0)) {
    throw invalid('"failOnErrors" has to be a positive integer');
  }
  return { operations, failOnErrors: limit };
}

/** @throws ScimError 413 that names the limit which a job exceeds (RFC 7644 §3.7.4) */
export function limitBulk(count: number, bytes: number): void {
  if (bytes > MAX_PAYLOAD) {
    throw new ScimError(413, null, `The bulk request exceeds maxPayloadSize (${MAX_PAYLOAD} bytes).`);
  }
  if (count > MAX_OPERATIONS) {
    throw new ScimError(413, null, `The bulk request exceeds maxOperations (${MAX_OPERATIONS}).`);
  }
}

const METHODS: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** What an operation says, before it is asked whether that will do. */
export function readOperation(item: Json): BulkOperation {
  return {
    method: stringMember(item, 'method')?.toUpperCase() ?? '',
    path: stringMember(item, 'path') ?? '',
    bulkId: stringMember(item, 'bulkId') ?? null,
    version: stringMember(item, 'version') ?? null,
    data: member(item, 'data'),
  };
}

/** @throws ScimError 400 invalidSyntax for an operation without what it needs (RFC 7644 §3.7) */
export function requireOperation({ method, path, bulkId, data }: BulkOperation): void {
  if (!METHODS.has(method)) throw invalid('"method" has to be POST, PUT, PATCH or DELETE');
  if (path === '') throw invalid('An operation has to have a "path"');
  if (method === 'POST' && bulkId === null) throw invalid('A POST has to have a "bulkId"');
  if (method !== 'DELETE' && !isObject(data)) throw invalid(`A ${method} has to have "data"`);
}

const REFERENCE = /^bulkId:(.+)$/s;

/** The bulkIds that a value refers to as `bulkId:x` (RFC 7644 §3.7.2). */
export function referencesIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return REFERENCE.exec(value)?.slice(1) ?? [];
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  return isObject(value) ? Object.values(value).flatMap(referencesIn) : [];
}

/** The value with each reference to a bulkId replaced by the id it stands for; those without one stay. */
export function resolveReferences(value: Json, ids: ReadonlyMap<string, string>): Json {
  if (typeof value === 'string') return ids.get(REFERENCE.exec(value)?.[1] ?? '') ?? value;
  if (Array.isArray(value)) return value.map((item: Json) => resolveReferences(item, ids));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveReferences(item, ids)]));
}

/** The value without the references that cannot be resolved yet, nor the objects around them. */
export function withoutReferences(value: Json, pending: ReadonlySet<string>): Json | undefined {
  const isPending = (item: Json): boolean =>
    (typeof item === 'string' || isObject(item)) &&
    (isObject(item) ? Object.values(item).filter((part) => typeof part === 'string') : [item])
      .flatMap(referencesIn)
      .some((id) => pending.has(id));
  if (isPending(value)) return undefined;
  if (Array.isArray(value)) return value.flatMap((item: Json) => withoutReferences(item, pending) ?? []);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, item]) => {
    const rest = withoutReferences(item, pending);
    return rest === undefined ? [] : [[key, rest] as const];
  });
  return Object.fromEntries(entries);
}

/** The result of one operation (RFC 7644 §3.7, §3.7.3); `location` is null for a POST that failed. */
export function bulkResult(
  { method, bulkId }: BulkOperation,
  { status, headers, body }: Answer,
  location: string | null,
): JsonObject {
  const failed = status >= 400;
  return {
    ...(location === null ? {} : { location }),
    method,
    ...(bulkId === null ? {} : { bulkId }),
    ...(failed || !headers.etag ? {} : { version: headers.etag }),
    status: String(status),
    ...(failed && body !== null ? { response: body } : {}),
  };
}

/** The BulkResponse message (RFC 7644 §3.7). */
export function bulkAnswer(results: readonly JsonObject[]): Answer {
  return answer(200, { schemas: [BULK_RESPONSE], Operations: results });
}
