import fc from 'fast-check';
import { isNot } from '../config/mapping.ts';
import { seedOf } from '../engine/seed.ts';
import type { Session } from '../engine/session.ts';
import { groupSubject, type Subject, userSubject } from '../engine/subject.ts';
import { differences } from './readback.ts';
import { tried } from './trying.ts';

/** Observes whether what the configuration says is not kept is indeed not shown; that is known, and nothing to find fault with. */
export async function observeForgotten(session: Session, { type, noun, attributes }: Subject): Promise<void> {
  const { constraints } = session.plan.target;
  const forgotten = session.leftOut.filter(
    (one) =>
      one.resource === type.name && isNot('kept', one, constraints) && !isNot('taken', one, constraints),
  );
  if (forgotten.length === 0) return;
  const all = [...attributes, ...forgotten];
  const subject = noun === 'user' ? userSubject(session, all) : groupSubject(session, all);
  if (subject === null) return;
  const seed = seedOf(session.plan.seed, 'forgotten', type.endpoint);
  const [resource = {}] = fc.sample(subject.arbitrary({ required: 'all' }), { seed, numRuns: 1 });
  await tried(session, async (c) => {
    const sent = subject.stamp(c, resource);
    const { created } = await c.post(type.endpoint, sent, 'see whether it is known rightly what is not kept');
    if (created === null) return;
    const found = differences(sent, await c.read(created), forgotten, type);
    for (const attribute of forgotten) {
      const isLost = found.some((one) => one.attribute === attribute && one.kind === 'lost');
      session.observe(`keeps.${attribute.resource}.${attribute.text}`, !isLost);
    }
  });
}
