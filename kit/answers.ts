import { describe } from '../engine/answer.ts';
import type { Case } from '../engine/case.ts';
import type { ScimResponse } from '../http/client.ts';
import type { RequirementId } from '../requirements/index.ts';
import { isObject, type Json, type JsonObject, member } from '../scim/json.ts';
import { ERROR } from '../scim/urns.ts';

/** A ListResponse as far as it can be read; checks of their own judge its form. */
export interface ListAnswer {
  readonly resources: readonly JsonObject[];
  readonly body: JsonObject;
  /** Undefined when it is missing or no number. */
  readonly totalResults: number | undefined;
  readonly response: ScimResponse;
}

/** Queries resources with a filter and judges that a list came. */
export async function query(
  c: Case,
  endpoint: string,
  parameters: Readonly<Record<string, string | number>>,
  requirement: RequirementId,
  purpose: string,
): Promise<ListAnswer> {
  const response = await c.send({ method: 'GET', path: endpoint, query: parameters, purpose });
  return judgeList(c, response, requirement, String(parameters.filter ?? 'the query'));
}

/** Ids of resources for a sentence. */
export function idList(ids: readonly string[]): string {
  return ids.length === 0 ? 'none' : ids.join(', ');
}

/** Judges that an answer is a list: 200 with an object that has Resources, or totalResults 0. */
export function judgeList(
  c: Case,
  response: ScimResponse,
  requirement: RequirementId,
  what: string,
): ListAnswer {
  const { body } = response;
  c.judge(requirement, response.status === 200 && isObject(body), () => ({
    message: `${what} is answered with ${describe(response)} instead of a list`,
    expected: '200 with a ListResponse',
    actual: describe(response),
  }));
  const list = isObject(body) ? body : {};
  const found = member(list, 'Resources');
  c.judge(requirement, !isObject(found), () => ({
    message: 'Resources of a list is an object, not an array',
    expected: '"Resources": [{…}]',
    actual: `"Resources": ${shown(found)}`,
    hint: 'A list of one result is a list, too.',
  }));
  const numbered = Array.isArray(found)
    ? found.find((item) => typeof member(item, 'id') === 'number')
    : undefined;
  c.judge(requirement, numbered === undefined, () => ({
    message: 'the id of a resource in a list is a number, not a string',
    expected: `"id": "${String(member(numbered, 'id'))}"`,
    actual: `"id": ${shown(member(numbered, 'id'))}`,
  }));
  const total = member(list, 'totalResults');
  return {
    resources: Array.isArray(found) ? found.filter(isObject) : [],
    body: list,
    totalResults: typeof total === 'number' ? total : undefined,
    response,
  };
}

/** Judges that a request was refused with this status and a SCIM Error message (RFC 7644 §3.12). */
export function judgeRefused(
  c: Case,
  response: ScimResponse,
  requirement: RequirementId,
  expected: { readonly status: number; readonly what: string; readonly hint?: string },
): void {
  c.judge(requirement, response.status === expected.status, () => ({
    message: `${expected.what} is answered with ${describe(response)} instead of ${expected.status}`,
    expected: `${expected.status} with a SCIM error`,
    actual: describe(response),
    ...(expected.hint === undefined ? {} : { hint: expected.hint }),
  }));
}

/** Judges the form of an error answer: the Error schema, and the status as a string equal to the HTTP status. */
export function judgeErrorBody(
  c: Case,
  response: ScimResponse,
  requirement: RequirementId,
  what: string,
): void {
  const schemas = member(response.body, 'schemas');
  c.judge(requirement, Array.isArray(schemas) && schemas.includes(ERROR), () => ({
    message: `${what} is answered with ${response.status}, but its body is no SCIM Error message`,
    expected: `a JSON object whose schemas contain ${ERROR}`,
    actual: shown(response.body ?? response.text),
    hint: 'A web framework’s own error page got through instead of a SCIM error.',
  }));
  const status = member(response.body, 'status');
  c.judge(requirement, status === String(response.status), () => ({
    message: `${what} is answered with ${response.status}, but the status in the Error message is ${shown(status)}`,
    expected: `"status": "${response.status}" (a JSON string)`,
    actual: `"status": ${shown(status)}`,
  }));
}

/** A value in a message, as JSON. The case that the message is for removes secrets and cuts what is too long, in this order. */
export function shown(value: Json | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

/** Whether the list holds the resource with this id. */
export function holds(list: ListAnswer, id: string): boolean {
  return list.resources.some((resource) => member(resource, 'id') === id);
}
