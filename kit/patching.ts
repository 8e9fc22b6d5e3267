import type { Answer } from '../engine/answer.ts';
import type { Case, Created } from '../engine/case.ts';
import { NotOffered } from '../engine/violation.ts';
import type { RequirementId } from '../requirements/index.ts';
import type { Json } from '../scim/json.ts';
import { PATCH_OP } from '../scim/urns.ts';
import { judgeAnswered } from './complaints.ts';

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
): Promise<Answer> {
  const body = { schemas: [PATCH_OP], Operations: operations.map((operation) => ({ ...operation })) };
  return c.send({ method: 'PATCH', path: created.path, body, purpose });
}

/** The answer, where it does not say that there is no PATCH at all. @throws NotOffered where it does */
export function patchOffered(answer: Answer): Answer {
  if (answer.status === 405 || answer.status === 501)
    throw new NotOffered(`the target answers ${answer.status} to PATCH`);
  return answer;
}

/** Judges that a PATCH was accepted: 200 or 204, whichever the service provider prefers. */
export function judgePatched(
  c: Case,
  response: Answer,
  requirement: RequirementId,
  what: string,
  hint?: string,
): void {
  judgeAnswered(c, requirement, response, [200, 204], what, { hint });
}
