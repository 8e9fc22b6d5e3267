import type { Plan } from '../engine/plan.ts';
import { Session } from '../engine/session.ts';
import type { Transport } from '../http/transport.ts';
import { everyAnswerWatcher } from './every-answer/rules.ts';

/**
 * A session that looks at every answer, whichever check asks for it.
 * @param transport where requests go; by default supertest on the target's URL
 */
export function openSession(plan: Plan, transport?: Transport): Session {
  return new Session(plan, { transport, watcher: everyAnswerWatcher(plan.checks) });
}
