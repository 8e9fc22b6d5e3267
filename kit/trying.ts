import { Case } from '../engine/case.ts';
import type { Session } from '../engine/session.ts';

/**
 * Runs an experiment that finds something out about the target and judges nothing; once more with nothing else under way
 * where the target crashed in it, for that may have been load. What it creates is deleted.
 */
export async function tried<T>(session: Session, experiment: (c: Case) => Promise<T>): Promise<T> {
  const run = async (): Promise<{ readonly result: T; readonly crashed: boolean }> => {
    const c = new Case(session, []);
    try {
      return { result: await experiment(c), crashed: c.crash !== null };
    } finally {
      c.end();
    }
  };
  const first = await run();
  return first.crashed ? (await session.alone(run)).result : first.result;
}
