import fc from 'fast-check';
import type { Case, Created, JsonObject, Subject } from '../../kit/index.ts';
import { describe, SetupFailure } from '../../kit/index.ts';

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
