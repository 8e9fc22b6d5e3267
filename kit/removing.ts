import type { Case, Created } from '../engine/case.ts';

/** Deletes a resource at once, because what follows must not meet it; whether that works is for other checks to judge. */
export async function removeNow(c: Case, created: Pick<Created, 'path'>): Promise<void> {
  const { status } = await c.send({ method: 'DELETE', path: created.path, purpose: 'delete it' });
  if ((status >= 200 && status < 300) || status === 404) c.session.ledger.deleted(created.path);
}
