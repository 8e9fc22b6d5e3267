import { describe } from '../engine/answer.ts';
import type { Case, Created } from '../engine/case.ts';
import { SetupFailure } from '../engine/violation.ts';

/** Deletes a resource at once, because what follows must not meet it; whether that works is for other checks to judge. */
export async function removeNow(c: Case, created: Pick<Created, 'path'>): Promise<void> {
  const { ok, status } = await c.send({ method: 'DELETE', path: created.path, purpose: 'delete it' });
  if (ok || status === 404) c.session.ledger.deleted(created.path);
}

/** Deletes a resource that the check needs deleted. @throws SetupFailure when the target refuses */
export async function remove(c: Case, { path }: Pick<Created, 'path'>): Promise<void> {
  const answer = await c.send({ method: 'DELETE', path, purpose: 'delete it' });
  if (!answer.ok)
    throw new SetupFailure(`DELETE ${path} answered ${describe(answer)}, so the check cannot judge`, answer);
  c.session.ledger.deleted(path);
}
