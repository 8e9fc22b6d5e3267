import fc from 'fast-check';
import { describe } from '../../engine/answer.ts';
import type { Case, Created } from '../../engine/case.ts';
import type { Subject } from '../../engine/subject.ts';
import { SetupFailure } from '../../engine/violation.ts';
import type { JsonObject } from '../../scim/json.ts';

/** Deletes a resource of the check's own. @throws SetupFailure when the target refuses */
export async function removed(c: Case, created: Created): Promise<void> {
  const response = await c.send({ method: 'DELETE', path: created.path, purpose: 'delete it' });
  if (response.status < 200 || response.status > 299)
    throw new SetupFailure(
      `DELETE ${created.path} answered ${describe(response)}, so the check cannot judge`,
    );
  c.session.ledger.deleted(created.path);
}

/** The simplest resource of a kind, without a marker. */
export function simplest(c: Case, subject: Subject): JsonObject {
  const { seed } = c.session.plan;
  return fc.sample(subject.arbitrary({ required: 'only' }), { seed, numRuns: 1 })[0] ?? {};
}
