import { describe } from '../engine/answer.ts';
import type { Case, Created } from '../engine/case.ts';
import { SetupFailure } from '../engine/violation.ts';
import type { RequirementId } from '../requirements/index.ts';
import type { JsonObject } from '../scim/json.ts';
import { answered } from './complaints.ts';

/**
 * Sends a creation and judges that it is accepted.
 * @param what what is created: `a user with null in place of values`
 * @returns null where it is refused, and the requirement only advises
 * @throws SetupFailure where it is accepted and nobody can tell what came of it
 */
export async function judgeCreated(
  c: Case,
  rule: RequirementId,
  endpoint: string,
  body: JsonObject,
  what: string,
): Promise<Created | null> {
  const { response, created } = await c.post(endpoint, body, `create ${what}`);
  c.judge(rule, response.ok, () => answered(what, response, 201));
  if (response.ok && created === null) {
    const operation = `POST ${endpoint}`;
    const answer = describe(response);
    throw new SetupFailure(`cannot judge: ${operation} answered ${answer}, which names no id`, response);
  }
  return created;
}
