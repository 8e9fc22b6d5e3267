import { errorBody, ScimError } from '../scim/error.ts';
import type { JsonObject } from '../scim/json.ts';
import { SCIM_MEDIA_TYPE } from '../scim/urns.ts';

/** An HTTP answer before it becomes a Fetch `Response`. A string body is sent as it stands. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject | string | null;
}

/** An answer with a SCIM message as its body. */
export function answer(
  status: number,
  body: JsonObject | null,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return { status, headers, body };
}

/** The SCIM error message for anything thrown (RFC 7644 §3.12); what is no {@link ScimError} is a 500. */
export function failure(error: unknown): Answer {
  const known =
    error instanceof ScimError
      ? error
      : new ScimError(500, null, 'The service provider failed unexpectedly.');
  const challenge = known.status === 401 ? { 'www-authenticate': 'Bearer realm="SCIM"' } : {};
  return answer(known.status, errorBody(known), challenge);
}

/** The refusal of a method that a path does not have, with those that it has (RFC 9110 §15.5.6). */
export function wrongMethod(allowed: readonly string[]): Answer {
  const refused = failure(new ScimError(405, null, `Allowed here: ${allowed.join(', ')}.`));
  return { ...refused, headers: { allow: allowed.join(', ') } };
}

/** Renders an answer; every body is `application/scim+json` (RFC 7644 §8.1) unless the answer says otherwise. */
export function toResponse(answer: Answer): Response {
  const { status, headers, text } = onTheWire(answer);
  return new Response(text, { status, headers });
}

/** An answer as it goes on the wire: the body as text, or null without one. */
export function onTheWire({ status, headers, body }: Answer): {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string | null;
} {
  if (body === null) return { status, headers, text: null };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: { 'content-type': SCIM_MEDIA_TYPE, ...headers }, text };
}
