import type { CheckContext } from '../engine/context.ts';
import type { RequirementId } from '../requirements/index.ts';
import { eachSubject } from './each-subject.ts';
import { overPlays, type Play, type PlayOptions } from './play.ts';

/** A property over fresh resources of every kind that the target has, with what is required alone unless told otherwise. */
export function eachPlay(
  t: CheckContext,
  rule: RequirementId,
  body: (play: Play) => Promise<void>,
  options?: PlayOptions,
): Promise<void> {
  return eachSubject(t, (subject, own) => overPlays(own, subject, rule, body, options));
}
