import type { Answer, Case, Created, Json, JsonObject, RequirementId } from '../../kit/index.ts';
import {
  BULK_REQUEST,
  BULK_RESPONSE,
  describe,
  isObject,
  member,
  resourcePath,
  shown,
  stringMember,
} from '../../kit/index.ts';

/** One operation as a client writes it (RFC 7644 §3.7). */
export interface BulkOperation {
  readonly method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path?: string;
  readonly bulkId?: string;
  readonly version?: string;
  readonly data?: JsonObject;
}

/** What the target says about one operation. */
export interface BulkResult {
  readonly method: string | undefined;
  readonly bulkId: string | undefined;
  readonly location: string | undefined;
  /** NaN when it is missing or no number; both forms of RFC 7644 §3.7.2 and §3.7.3 are read. */
  readonly status: number;
  readonly response: Json | undefined;
  readonly raw: JsonObject;
}

/** A bulk request's answer as far as it can be read. */
export interface BulkAnswer {
  readonly response: Answer;
  readonly results: readonly BulkResult[];
}

/** Sends a bulk request, and takes note of what it created. */
export async function sendBulk(
  c: Case,
  operations: readonly BulkOperation[],
  purpose: string,
  failOnErrors?: number,
): Promise<BulkAnswer> {
  const body = {
    schemas: [BULK_REQUEST],
    ...(failOnErrors === undefined ? {} : { failOnErrors }),
    Operations: operations.map((operation) => ({ ...operation })),
  };
  const response = await c.send({ method: 'POST', path: '/Bulk', body, purpose });
  const listed = member(response.body, 'Operations');
  const results = (Array.isArray(listed) ? listed : []).filter(isObject).map(readResult);
  for (const operation of operations) noteCreated(c, operation, results);
  return { response, results };
}

function readResult(raw: JsonObject): BulkResult {
  const status = member(raw, 'status');
  return {
    method: stringMember(raw, 'method'),
    bulkId: stringMember(raw, 'bulkId'),
    location: stringMember(raw, 'location'),
    status: Number(isObject(status) ? member(status, 'code') : (status ?? Number.NaN)),
    response: member(raw, 'response'),
    raw,
  };
}

/** What a creation in a bulk request made, or null. */
export function createdBy(
  { method, path, bulkId, data }: BulkOperation,
  results: readonly BulkResult[],
): Created | null {
  const result = results.find((item) => bulkId !== undefined && item.bulkId === bulkId);
  if (method !== 'POST' || path === undefined || result?.location === undefined) return null;
  if (!(result.status >= 200 && result.status < 300)) return null;
  const last = /[^/]+$/.exec(result.location)?.[0];
  if (last === undefined) return null;
  return { id: decoded(last), path: resourcePath(path, decoded(last)), sent: data ?? {} };
}

function noteCreated(c: Case, operation: BulkOperation, results: readonly BulkResult[]): void {
  const created = createdBy(operation, results);
  if (created !== null) c.track(created);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Judges that a bulk request was carried out: 200 with a BulkResponse.
 * @param form the requirement to blame for a body that is none, where the check judges that one by itself
 */
export function judgeBulk(
  c: Case,
  { response }: BulkAnswer,
  requirement: RequirementId,
  form = requirement,
): void {
  c.judge(requirement, response.status === 200, () => ({
    message: `a bulk request is answered with ${describe(response)}`,
    expected: '200 with a BulkResponse',
    actual: describe(response),
  }));
  const schemas = member(response.body, 'schemas');
  c.judge(form, Array.isArray(schemas) && schemas.includes(BULK_RESPONSE), () => ({
    message: 'the answer to a bulk request is not marked as a BulkResponse',
    expected: `"schemas": ["${BULK_RESPONSE}"]`,
    actual: `"schemas": ${shown(schemas)}`,
  }));
}

/** Whether a job of so many operations may be sent. */
export function fits(c: Case, count: number): boolean {
  const { maxOperations } = c.session.plan.target.facts.limits;
  return maxOperations === null || maxOperations >= count;
}
