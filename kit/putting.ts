import type { Answer } from '../engine/answer.ts';
import type { Case, Created } from '../engine/case.ts';
import { NotOffered } from '../engine/violation.ts';
import type { RequirementId } from '../requirements/index.ts';
import type { JsonObject } from '../scim/json.ts';
import { judgeAnswered } from './complaints.ts';

/** Sends a PUT (RFC 7644 §3.5.1). */
export function put(
  c: Case,
  { path }: Pick<Created, 'path'>,
  body: JsonObject,
  purpose: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return c.send({ method: 'PUT', path, body, purpose, headers });
}

/** Sends a PUT for a check that needs one. @throws NotOffered when the target has no PUT at all */
export async function putIfOffered(...request: Parameters<typeof put>): Promise<Answer> {
  const response = await put(...request);
  if (response.status === 405 || response.status === 501)
    throw new NotOffered(`the target answers ${response.status} to PUT`);
  return response;
}

/** Judges that a PUT was accepted: "a successful PUT operation returns a 200 OK" (RFC 7644 §3.5.1). */
export function judgePut(c: Case, response: Answer, requirement: RequirementId, what: string): void {
  judgeAnswered(c, requirement, response, 200, what, { wanted: '200 with the resource' });
}
