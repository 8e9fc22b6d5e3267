import { describe } from '../engine/answer.ts';
import type { Case, Created } from '../engine/case.ts';
import { NotOffered } from '../engine/violation.ts';
import type { ScimResponse } from '../http/client.ts';
import type { RequirementId } from '../requirements/index.ts';
import type { JsonObject } from '../scim/json.ts';

/** Sends a PUT (RFC 7644 §3.5.1). */
export function put(
  c: Case,
  { path }: Pick<Created, 'path'>,
  body: JsonObject,
  purpose: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<ScimResponse> {
  return c.send({ method: 'PUT', path, body, purpose, headers });
}

/** Sends a PUT for a check that needs one. @throws NotOffered when the target has no PUT at all */
export async function putIfOffered(...request: Parameters<typeof put>): Promise<ScimResponse> {
  const response = await put(...request);
  if (response.status === 405 || response.status === 501)
    throw new NotOffered(`the target answers ${response.status} to PUT`);
  return response;
}

/** Judges that a PUT was accepted: "a successful PUT operation returns a 200 OK" (RFC 7644 §3.5.1). */
export function judgePut(c: Case, response: ScimResponse, requirement: RequirementId, what: string): void {
  c.judge(requirement, response.status === 200, () => ({
    message: `${what} is answered with ${describe(response)}`,
    expected: '200 with the resource',
    actual: describe(response),
  }));
}
