import { type Answer, describe } from '../engine/answer.ts';
import type { Case } from '../engine/case.ts';
import type { Complaint } from '../engine/complaint.ts';
import type { RequirementId } from '../requirements/index.ts';
import { isObject, type Json, type JsonObject, member, stringMember } from '../scim/json.ts';
import { ERROR } from '../scim/urns.ts';
import { answered, judgeAnswered, type More, malformed } from './complaints.ts';

/** A ListResponse as far as it can be read; checks of their own judge its form. */
export interface ListAnswer {
  readonly resources: readonly JsonObject[];
  readonly body: JsonObject;
  /** Undefined when it is missing or no number. */
  readonly totalResults: number | undefined;
  readonly response: Answer;
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

/** The list in an answer, however bare; null where none came, as where a resource stands in its place (RFC 7644 §3.4.2). */
export function listIn({ status, list, resource }: Answer): JsonObject | null {
  const bare = status === 200 && stringMember(resource, 'id') === undefined ? resource : null;
  return list ?? bare;
}

/** Something else than a list in answer to a query. */
export function notListed(response: Answer, what: string, more: More = {}): Complaint {
  return answered(what, response, 200, {
    says: `is answered with ${describe(response)} instead of a list`,
    wanted: '200 with a ListResponse',
    ...more,
  });
}

/** Judges that an answer is a list: 200 with a ListResponse, whose Resources are an array of resources. */
export function judgeList(c: Case, response: Answer, requirement: RequirementId, what: string): ListAnswer {
  const body = listIn(response);
  c.judge(requirement, body !== null, () => notListed(response, what));
  const list = body ?? {};
  const resources = member(list, 'Resources');
  c.judge(requirement, !isObject(resources), () =>
    malformed('Resources of a list', '"Resources": [{…}]', resources, {
      says: 'is an object, not an array',
      answer: response,
      hint: 'A list of one result is a list, too.',
    }),
  );
  const all = Array.isArray(resources) ? resources : [];
  const numbered = all.find((item) => typeof member(item, 'id') === 'number');
  c.judge(requirement, numbered === undefined, () =>
    malformed(
      'the id of a resource in a list',
      `"${String(member(numbered, 'id'))}"`,
      member(numbered, 'id'),
      {
        attribute: 'id',
        says: 'is a number, not a string',
        answer: response,
      },
    ),
  );
  const total = member(list, 'totalResults');
  return {
    resources: all.filter(isObject),
    body: list,
    totalResults: typeof total === 'number' ? total : undefined,
    response,
  };
}

/** Judges that a request was refused with this status (RFC 7644 §3.12). */
export function judgeRefused(
  c: Case,
  response: Answer,
  requirement: RequirementId,
  expected: { readonly status: number; readonly what: string; readonly hint?: string },
): void {
  judgeAnswered(c, requirement, response, expected.status, expected.what, {
    wanted: `${expected.status} with a SCIM error`,
    hint: expected.hint,
  });
}

/** Judges the form of an error answer: the Error schema, and the status as a string equal to the HTTP status. */
export function judgeErrorBody(c: Case, response: Answer, requirement: RequirementId, what: string): void {
  // Only a refusal has an error to judge.
  if (response.status < 400) return;
  const { body, text } = response.whole;
  const when = `where ${what} is answered with ${response.status}`;
  const schemas = member(body, 'schemas');
  c.judge(requirement, Array.isArray(schemas) && schemas.includes(ERROR), () =>
    malformed('the body', `a JSON object whose schemas contain ${ERROR}`, body ?? text, {
      when,
      says: 'is no SCIM Error message',
      answer: response,
      hint: htmlHint(response),
    }),
  );
  const status = member(body, 'status');
  c.judge(requirement, status === String(response.status), () =>
    malformed('the status in the Error message', `"status": "${response.status}" (a JSON string)`, status, {
      attribute: 'status',
      when,
      answer: response,
    }),
  );
}

/** A page in place of an error is a framework's own. */
const htmlHint = ({ headers, whole: { text } }: Answer): string | undefined =>
  text !== '' && /^text\/html\b/i.test(headers['content-type'] ?? '')
    ? 'A web framework’s own error page got through instead of a SCIM error.'
    : undefined;

/** A value in a message, as JSON. The case that the message is for removes secrets and cuts what is too long, in this order. */
export function shown(value: Json | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

/** Whether the list holds the resource with this id. */
export function holds(list: ListAnswer, id: string): boolean {
  return list.resources.some((resource) => member(resource, 'id') === id);
}
