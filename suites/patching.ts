import type { ScimResponse } from '../scim/http/client.ts';
import type { Json, JsonObject } from '../scim/json.ts';
import { PATCH_OP } from '../scim/urns.ts';
import { type Case, type Created, describe } from './case.ts';
import { NotOffered } from './violation.ts';

/** One PATCH operation as a client writes it; `op` in whatever letter case the client uses. */
export interface WireOperation {
  readonly op: string;
  readonly path?: string;
  readonly value?: Json;
}

/** Sends a PATCH (RFC 7644 §3.5.2). */
export function patch(
  c: Case,
  created: Pick<Created, 'path'>,
  operations: readonly WireOperation[],
  purpose: string,
): Promise<ScimResponse> {
  const body = { schemas: [PATCH_OP], Operations: operations.map((operation) => ({ ...operation })) };
  return c.send({ method: 'PATCH', path: created.path, body, purpose });
}

/** Judges that a PATCH was accepted: 200 or 204, whichever the service provider prefers. */
export function judgePatched(
  c: Case,
  response: ScimResponse,
  requirement: string,
  what: string,
  hint?: string,
): void {
  c.judge(requirement, response.status === 200 || response.status === 204, () => ({
    message: `${what} is answered with ${describe(response)}`,
    expected: '200 or 204',
    actual: describe(response),
    ...(hint === undefined ? {} : { hint }),
  }));
}

/** Deletes a resource at once, because what follows must not meet it; whether that works is for other checks to judge. */
export async function removeNow(c: Case, created: Pick<Created, 'path'>): Promise<void> {
  const { status } = await c.send({ method: 'DELETE', path: created.path, purpose: 'delete it' });
  if ((status >= 200 && status < 300) || status === 404) c.session.ledger.deleted(created.path);
}

/**
 * Sends a PUT (RFC 7644 §3.5.1).
 * @throws NotOffered when the target has no PUT at all
 */
export async function put(
  c: Case,
  created: Pick<Created, 'path'>,
  body: JsonObject,
  purpose: string,
): Promise<ScimResponse> {
  const response = await c.send({ method: 'PUT', path: created.path, body, purpose });
  if (response.status === 405 || response.status === 501)
    throw new NotOffered(`the target answers ${response.status} to PUT`);
  return response;
}
