import type { Plan } from '../engine/plan.ts';
import { Session } from '../engine/session.ts';
import type { Transport } from '../http/transport.ts';
import { learn } from '../kit/index.ts';
import { everyAnswerWatcher } from './every-answer/rules.ts';

/**
 * A session that knows how the target is used, and that looks at every answer, whichever check asks for it.
 * @param transport where requests go; by default supertest on the target's URL
 * @param onOpen called before the first request is sent
 */
export async function openSession(
  plan: Plan,
  transport?: Transport,
  onOpen: (session: Session) => void = () => {},
): Promise<Session> {
  const session = new Session(plan, { transport, watcher: everyAnswerWatcher(plan.checks) });
  onOpen(session);
  await learn(session);
  return session;
}
