import type {
  Answer,
  Case,
  Created,
  Json,
  JsonObject,
  RequirementId,
  ScimRequest,
  Subject,
} from '../../kit/index.ts';
import {
  BULK_REQUEST,
  BULK_RESPONSE,
  decoded,
  describe,
  InputRefused,
  isObject,
  judgeAnswered,
  malformed,
  member,
  NotOffered,
  resourcePath,
  stringMember,
} from '../../kit/index.ts';

/** One operation as a client writes it (RFC 7644 §3.7). */
export interface BulkOperation {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
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
  /** The result of an operation: by the order of the request, unless the bulkIds tell another one. */
  of(operation: BulkOperation): BulkResult | undefined;
}

/** How a bulk request is sent. */
interface JobOptions extends Pick<ScimRequest, 'wellFormed'> {
  readonly failOnErrors?: number;
}

/** `the POST of /Users` */
export const inWords = ({ method, path }: BulkOperation): string => `the ${method} of ${path}`;

/** A creation. */
export const post = ({ type }: Subject, bulkId: string, data: JsonObject): BulkOperation => ({
  method: 'POST',
  path: type.endpoint,
  bulkId,
  data,
});

/** Sends a bulk request, and takes note of what it created. */
export async function sendBulk(
  c: Case,
  operations: readonly BulkOperation[],
  purpose: string,
  { failOnErrors, ...sense }: JobOptions = {},
): Promise<BulkAnswer> {
  const body = {
    schemas: [BULK_REQUEST],
    ...(failOnErrors === undefined ? {} : { failOnErrors }),
    Operations: operations.map((operation) => ({ ...operation })),
  };
  const response = await c.send({ method: 'POST', path: '/Bulk', body, purpose, ...sense });
  const listed = member(response.resource, 'Operations');
  const results = (Array.isArray(listed) ? listed : []).filter(isObject).map(readResult);
  const paired = pair(operations, results);
  const answer: BulkAnswer = { response, results, of: (operation) => paired.get(operation) };
  for (const operation of operations) {
    const created = createdBy(operation, answer);
    if (created !== null) c.track(created);
  }
  return answer;
}

function pair(
  operations: readonly BulkOperation[],
  results: readonly BulkResult[],
): ReadonlyMap<BulkOperation, BulkResult | undefined> {
  const inOrder =
    results.every(({ bulkId }) => bulkId === undefined) ||
    operations.every(({ bulkId }, index) => bulkId === undefined || results[index]?.bulkId === bulkId);
  const rest = [...results];
  return new Map(
    operations.map((operation, index) => {
      if (inOrder) return [operation, results[index]];
      const at = rest.findIndex((result) => isResultOf(operation, result));
      return [operation, at < 0 ? undefined : rest.splice(at, 1)[0]];
    }),
  );
}

function isResultOf(operation: BulkOperation, { method, bulkId, location = '' }: BulkResult): boolean {
  if (operation.bulkId !== undefined) return bulkId === operation.bulkId;
  return method === operation.method && decoded(location).includes(decoded(operation.path ?? ''));
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
export function createdBy(operation: BulkOperation, answer: BulkAnswer): Created | null {
  const { method, path } = operation;
  const result = answer.of(operation);
  if (method !== 'POST' || path === undefined || result?.location === undefined) return null;
  if (!(result.status >= 200 && result.status < 300)) return null;
  const last = /[^/]+$/.exec(result.location)?.[0];
  if (last === undefined) return null;
  return { id: decoded(last), path: resourcePath(path, decoded(last)) };
}

/**
 * Judges that a bulk request was carried out: 200 with a BulkResponse.
 * @param form the requirement to blame for a body that is none, where the check judges that one by itself
 */
export function judgeBulk(c: Case, { response }: BulkAnswer, rule: RequirementId, form = rule): void {
  judgeAnswered(c, rule, response, 200, 'a bulk request', { wanted: '200 with a BulkResponse' });
  const schemas = member(response.resource, 'schemas');
  c.judge(form, Array.isArray(schemas) && schemas.includes(BULK_RESPONSE), () =>
    malformed('schemas', `"${BULK_RESPONSE}"`, schemas, {
      when: 'in the answer to a bulk request',
      says: 'does not mark it as a BulkResponse',
      attribute: 'schemas',
      answer: response,
    }),
  );
}

/**
 * Judges that a job created what it should.
 * @param worksAlone whether the same is created without a bulk request: what is not is for other checks to judge
 * @param conflict whether 409 is right as well, as for what comes before what it refers to
 * @throws InputRefused where it is not created alone either
 */
export async function judgeCreated(
  c: Case,
  operation: BulkOperation,
  answer: BulkAnswer,
  rule: RequirementId,
  worksAlone: () => Promise<boolean>,
  conflict = false,
): Promise<Created | null> {
  const { response } = answer;
  const created = createdBy(operation, answer);
  const result = answer.of(operation);
  const holds = created !== null || (conflict && [result?.status, response.status].includes(409));
  if (!holds && !(await worksAlone()))
    throw new InputRefused(`cannot judge: ${inWords(operation)} does not succeed alone either`, response);
  const says = result === undefined ? 'has no result' : `has the status ${result.status}`;
  c.judge(rule, holds, () => ({
    deviation: 'answered',
    what: `${inWords(operation)} with bulkId ${operation.bulkId}`,
    says: result?.status === 201 ? `${says}, and no location` : says,
    when: 'in a bulk request',
    wanted: `201 with a location${conflict ? ', or 409' : ''}`,
    got: result === undefined ? describe(response) : result.raw,
    answer: response,
  }));
  return created;
}

/** Sends an operation without a bulk request. */
export async function sendAlone(
  c: Case,
  { method, path = '', data, version }: BulkOperation,
): Promise<{ readonly answer: Answer; readonly created: Created | null }> {
  const purpose = 'the same without a bulk request, as a control';
  if (method === 'POST') {
    const { response, created } = await c.post(path, data ?? {}, purpose);
    return { answer: response, created };
  }
  const headers: Readonly<Record<string, string>> = version === undefined ? {} : { 'if-match': version };
  const body = data === undefined ? {} : { body: data };
  return { answer: await c.send({ method, path, headers, purpose, ...body }), created: null };
}

/** @throws NotOffered where a job of so many operations may not be sent */
export function requireFitting(c: Case, count: number): void {
  const { maxOperations } = c.session.plan.target.facts.limits;
  if (maxOperations !== null && maxOperations < count)
    throw new NotOffered(
      `the target takes ${maxOperations} operations at a time, and it would take ${count}`,
    );
}
