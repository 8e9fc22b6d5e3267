import { attend } from '../engine/attend.ts';
import { evidenceOf } from '../engine/complaint.ts';
import type { Plan } from '../engine/plan.ts';
import { provisional } from '../engine/run-check.ts';
import { Session } from '../engine/session.ts';
import type { Transport } from '../http/transport.ts';
import { learn } from '../kit/index.ts';
import { requirement as known } from '../requirements/index.ts';
import { everyAnswerWatcher } from './every-answer/rules.ts';
import { everyAnswer } from './every-answer.ts';

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
  tellOfAnswers(session);
  attend(session);
  onOpen(session);
  await learn(session);
  return session;
}

/** The rules of every answer are judged when all others are; what breaks one is told when it is seen. */
function tellOfAnswers(session: Session): void {
  session.witness.onViolation = (requirement, { complaint, exchange }) => {
    const check = everyAnswer.checks.find(({ requirements }) => requirements.includes(requirement));
    const { types, redact, plan } = session;
    if (check === undefined || !plan.checks.includes(check.id) || known(requirement).gate !== 'fail') return;
    const circumstances = { requirement, exchanges: [exchange], types, baseUrl: plan.target.url, redact };
    session.onFinding(provisional(everyAnswer, check, session, evidenceOf(complaint, circumstances)));
  };
}
