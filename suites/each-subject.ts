import type { CheckContext } from './context.ts';
import type { Subject } from './subject.ts';

/** Runs the body for every kind of resource that the target has, with all attributes it declares and takes. */
export async function eachSubject(
  t: CheckContext,
  body: (subject: Subject, t: CheckContext) => Promise<void>,
): Promise<void> {
  await t.forEach(await t.session.repertoire.all(), ({ noun }) => `${noun}s`, body);
}
