import { Case } from '../engine/case.ts';
import type { Session } from '../engine/session.ts';

/**
 * Runs an experiment that finds something out about the target and judges nothing; once more with nothing else under way
 * where the target crashed in it, for that may have been load. What it creates is deleted.
 */
export async function tried<T>(session: Session, experiment: (c: Case) => Promise<T>): Promise<T> {
  const first = await attempt(session, experiment);
  const last = first.crashed ? await session.alone(() => attempt(session, experiment)) : first;
  return last.result();
}

/** How one attempt went: its result, or what it threw, and whether the target crashed in it. */
async function attempt<T>(
  session: Session,
  experiment: (c: Case) => Promise<T>,
): Promise<{ readonly result: () => T; readonly crashed: boolean }> {
  const c = new Case(session, []);
  try {
    const result = await experiment(c);
    return { result: () => result, crashed: c.crash !== null };
  } catch (error) {
    const result = (): never => {
      throw error;
    };
    return { result, crashed: c.crash !== null && session.lost === null };
  } finally {
    c.end();
  }
}
