import type { Case } from './case.ts';
import { creationsIn } from './creations.ts';
import { findCreated } from './looking-up.ts';
import { runPrefix } from './marker.ts';
import type { Refused } from './refused.ts';

/** Creations of one experiment that are looked for, at most. */
const MOST = 4;

/**
 * The first creation of an experiment that the target refused and carried out all the same: a 4xx says that the request
 * was not understood or not allowed (RFC 9110 §15.5), so nothing may have come of it. What is there is deleted with the
 * rest.
 */
export async function carriedOutAllTheSame(c: Case): Promise<Refused | null> {
  const prefix = runPrefix(c.session.plan.runId);
  if (c.session.facts.features.filter === false) return null;
  for (const refused of c.refusedCreations.slice(0, MOST)) {
    const [creation] = creationsIn(refused.request, prefix);
    const paths =
      creation === undefined
        ? null
        : await findCreated(async (request) => (await c.send(request)).whole, creation);
    if (paths === null || paths.length === 0 || paths.some((path) => c.session.ledger.open.includes(path)))
      continue;
    for (const path of paths) c.track({ id: path, path });
    return refused;
  }
  return null;
}
