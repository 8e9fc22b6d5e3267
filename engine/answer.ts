import { parseBody } from '../http/body.ts';
import type { ScimResponse } from '../http/client.ts';
import { answerOf } from '../report/prose.ts';
import { isObject, type JsonObject, member, stringMember } from '../scim/json.ts';
import { ERROR } from '../scim/urns.ts';
import { withTextIds } from './identity.ts';

/** What an answer says, read as what its status says that it is: of a refusal nobody reads a resource. */
export interface Answer extends Pick<ScimResponse, 'status' | 'headers' | 'exchange'> {
  /** 2xx, and no Error message: what calls itself an error is none of success. */
  readonly ok: boolean;
  /** The representation in an answer of success; null where it is refused, or has another body or none. */
  readonly resource: JsonObject | null;
  /** The list in an answer 200; null where it is refused, or has another body or none. */
  readonly list: JsonObject | null;
  /** The error in an answer of 400 or more; null where it succeeds, or has no body that is an object. */
  readonly error: JsonObject | null;
  /** The whole answer, whatever its status: for checks that judge the form of messages. */
  readonly whole: ScimResponse;
}

/** Reads an answer. */
export function answerFrom(whole: ScimResponse): Answer {
  const { status, headers, exchange, body } = whole;
  const object = isObject(body) ? withTextIds(body) : null;
  const isError = object !== null && namesError(object);
  const ok = status >= 200 && status < 300 && !isError;
  const isList =
    object !== null &&
    ['Resources', 'totalResults'].some((name) => member(object, name) !== undefined) &&
    stringMember(object, 'id') === undefined;
  return {
    ...{ status, headers, exchange, ok },
    resource: ok && !isList ? object : null,
    list: status === 200 && !isError && isList ? object : null,
    error: status >= 400 ? object : null,
    whole,
  };
}

function namesError(body: JsonObject): boolean {
  const schemas = member(body, 'schemas');
  return Array.isArray(schemas) && schemas.includes(ERROR);
}

/** What an error says of itself, as it was recorded: without secrets. */
export function errorIn({ exchange: { response } }: Pick<ScimResponse, 'exchange'>): {
  readonly status: number | null;
  readonly scimType: string | null;
  readonly detail: string | null;
} {
  if (response === null) return { status: null, scimType: null, detail: null };
  const { status } = response;
  const body = parseBody(response.body ?? '');
  const recorded = status >= 400 || (isObject(body) && namesError(body)) ? body : undefined;
  return {
    status,
    scimType: stringMember(recorded, 'scimType') ?? null,
    detail: stringMember(recorded, 'detail') ?? null,
  };
}

/** An answer in a few words: status, SCIM error detail where there is one, the kind of body otherwise. */
export function describe(answer: Pick<Answer, 'exchange' | 'status'>): string {
  const error = errorIn(answer);
  if (error.scimType || error.detail) return answerOf(error);
  const { body = '', truncatedFrom = null } = answer.exchange.response ?? {};
  if (truncatedFrom !== null) return `${answer.status}`;
  if (body === null || body === '') return `${answer.status} with an empty body`;
  return parseBody(body) === undefined ? `${answer.status} with a body that is no JSON` : `${answer.status}`;
}
